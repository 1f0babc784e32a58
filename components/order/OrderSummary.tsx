/** The running sum beside the order wizard. */
import type { PlanView, Quote } from "@/domain/catalog/view.ts";
import type { TaxRule } from "@/domain/tax/view.ts";
import { everyText } from "../catalog/cycles.ts";
import { formatMoney } from "../ui/Money.tsx";
import { OrderLines } from "./OrderLines.tsx";
import { shortSpecs } from "./PlanStep.tsx";

/** What is chosen so far and what it costs; read out when the sum changes. */
export function OrderSummary(
  { plan, quote, tax }: { plan: PlanView | null; quote: Quote | null; tax: TaxRule },
) {
  return (
    <section
      aria-labelledby="summary-title"
      class="rounded-lg border border-line bg-surface p-5 shadow-edge"
    >
      <h2 id="summary-title" class="text-base font-semibold text-ink">Your order</h2>
      {plan && quote
        ? (
          <>
            <p class="mt-1 text-sm text-muted">{shortSpecs(plan)}</p>
            <div class="mt-5">
              <OrderLines {...quote} taxRule={tax} every={everyText(quote.configuration.cycle)} />
            </div>
          </>
        )
        : <p class="mt-2 text-sm text-muted">Choose a plan to see what it costs.</p>}
      <p role="status" class="sr-only">
        {quote ? `Due now: ${formatMoney(quote.total)}` : ""}
      </p>
    </section>
  );
}
