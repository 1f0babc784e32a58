/** Plans side by side with the price and the way to order for each term. */
import type { PlanView } from "@/domain/catalog/view.ts";
import { CYCLES } from "@/domain/shared/period.ts";
import { PlanCard } from "../marketing/PlanPreview.tsx";
import { Button } from "../ui/Button.tsx";
import { CyclePrices, OnlyCycle } from "../ui/Cycles.tsx";
import { cx } from "../ui/cx.ts";
import { formatMoney } from "../ui/Money.tsx";
import { cyclePrices, orderHref, trialText } from "./cycles.ts";

export interface PlanCardsProps {
  plans: readonly PlanView[];
  /** 3 below a section's title, 2 directly below the page's. */
  level?: 2 | 3;
  /** Lines of the specification on each card; all unless told. */
  lines?: number;
  /** Of the prices, where it isn't the house's. */
  currency?: string;
}

/** Cards that follow the cycle switch of the `CycleScope` around them. */
export function PlanCards({ plans, level = 3, lines, currency }: PlanCardsProps) {
  return (
    <div
      class={cx(
        "grid gap-5",
        plans.length === 2 && "md:grid-cols-2",
        plans.length >= 3 && "md:grid-cols-2 lg:grid-cols-3",
      )}
    >
      {plans.map((plan) => (
        <PlanCard
          key={plan.slug}
          name={plan.name}
          tagline={plan.tagline}
          level={level}
          featured={plan.isFeatured}
          badge={plan.isFeatured ? "Recommended" : undefined}
          specs={specLines(plan).slice(0, lines)}
          href={orderHref(plan, "monthly", currency)}
          priceSlot={
            <>
              <CyclePrices prices={cyclePrices(plan.prices)} />
              <TrialNote plan={plan} />
            </>
          }
          actionSlot={<OrderLinks plan={plan} currency={currency} />}
        />
      ))}
    </div>
  );
}

/** A plan's specification as sentences for a card. */
export function specLines(plan: PlanView): string[] {
  const lines = plan.highlights.map(({ label, value }) =>
    /^(Included|Unmetered|\d+ included)/.test(value) || label === "Snapshots"
      ? `${label}: ${value.charAt(0).toLowerCase()}${value.slice(1)}`
      : label === "Network port" || label === "Virtualisation" || label === "Delivery"
      ? `${label}: ${value}`
      : value
  );
  return plan.setupFee.minor > 0
    ? [...lines, `Set-up, once: ${formatMoney(plan.setupFee)}`]
    : lines;
}

function TrialNote({ plan }: { plan: PlanView }) {
  const text = trialText(plan);
  return text && (
    <p class="mt-3 text-sm text-ink-soft">
      <span class="font-medium text-ok">{text}</span>, once for each customer. Cancel before they
      are over, and you pay nothing.
    </p>
  );
}

function OrderLinks({ plan, currency }: { plan: PlanView; currency?: string }) {
  return (
    <>
      {CYCLES.filter((cycle) => plan.prices[cycle]).map((cycle) => (
        <OnlyCycle key={cycle} cycle={cycle}>
          <Button
            href={orderHref(plan, cycle, currency)}
            block
            variant={plan.isFeatured ? "primary" : "secondary"}
          >
            Order <span class="sr-only">{plan.name}</span>
          </Button>
        </OnlyCycle>
      ))}
    </>
  );
}
