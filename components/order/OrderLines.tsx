/** The lines of an order with their sum: in the wizard, beside it, and on the order's own page. */
import type { QuoteLine } from "@/domain/catalog/view.ts";
import type { Money as Amount } from "@/domain/shared/money.ts";
import { Money } from "../ui/Money.tsx";
import { type NamedTax, taxText } from "./tax_text.ts";

/** What is added up. */
export interface OrderLinesProps {
  lines: readonly QuoteLine[];
  tax: Amount;
  /** `note` is what the law wants said of it. */
  taxRule: NamedTax & { isInclusive: boolean; note?: string };
  total: Amount;
  /** Days that are free before the first term. */
  trialDays: number;
  /** Due for each further term, as prices are; less for the next one while a promotion lasts. */
  renewal: Amount;
  nextTerm: Amount;
  /** "every month": how often the renewal is due. */
  every: string;
  totalLabel?: string;
}

/** Label and amount, line by line, and what it comes to. */
export function OrderLines(props: OrderLinesProps) {
  const { lines, tax, taxRule, total, renewal, nextTerm, every, totalLabel = "Due now" } = props;
  const { trialDays } = props;
  const isTaxed = tax.minor > 0;
  const isAdded = isTaxed && !taxRule.isInclusive;
  const isBefore = taxRule.rateBasisPoints > 0 && !taxRule.isInclusive;
  const then = trialDays > 0 ? `After ${trialDays} days` : "Then";
  return (
    <div>
      <ul class="flex flex-col gap-3">
        {lines.map((line) => (
          <li key={`${line.kind}-${line.slug}`} class="flex justify-between gap-4 text-sm">
            <span class="min-w-0 text-ink-soft">
              {line.label}
              {line.quantity > 1 && <span class="text-muted">{` × ${line.quantity}`}</span>}
            </span>
            <Money amount={line.amount} class="text-ink" />
          </li>
        ))}
        {isAdded && (
          <li class="flex justify-between gap-4 text-sm">
            <span class="text-ink-soft">{taxText(taxRule)}</span>
            <Money amount={tax} class="text-ink" />
          </li>
        )}
      </ul>
      <p class="mt-4 flex items-baseline justify-between gap-4 border-t border-line pt-4">
        <span class="text-sm font-medium text-ink">{totalLabel}</span>
        <Money amount={total} class="text-xl font-semibold text-ink" />
      </p>
      <p class="mt-1.5 text-right text-sm text-muted">
        {isTaxed && !isAdded && (
          <span class="block">
            {`Includes ${taxText(taxRule)}: `}
            <Money amount={tax} />
          </span>
        )}
        {then + (isBefore ? ", before tax, " : " ")}
        <Money amount={nextTerm} /> {every}
        {nextTerm.minor < renewal.minor && (
          <span class="block">
            {"After the promotion, "}
            <Money amount={renewal} />
          </span>
        )}
      </p>
      {taxRule.note && <p class="mt-3 text-sm text-muted">{taxRule.note}</p>}
    </div>
  );
}
