/** Billing cycles in words. */
import { monthlyShare, saving } from "@/domain/catalog/pricing.ts";
import { CYCLE_LABELS } from "@/domain/catalog/quote.ts";
import type { PlanView, PriceTable } from "@/domain/catalog/view.ts";
import { type Cycle, CYCLE_MONTHS, CYCLES } from "@/domain/shared/period.ts";
import type { CycleOption, CyclePrice } from "../ui/Cycles.tsx";
import { formatMoney } from "../ui/Money.tsx";

/** `every month`, `every 3 months`. */
export function everyText(cycle: Cycle): string {
  const months = CYCLE_MONTHS[cycle];
  return months === 1 ? "every month" : `every ${months} months`;
}

/** The switch's options, each with what a plan saves by it. */
export function cycleOptions(plan: Pick<PlanView, "prices"> | undefined): CycleOption[] {
  return CYCLES.map((cycle) => ({
    value: cycle,
    label: CYCLE_LABELS[cycle],
    note: plan && savingText(plan.prices, cycle),
  }));
}

/** `2 months free`, `5% off`; nothing where the term saves nothing. */
function savingText(prices: PriceTable, cycle: Cycle): string | undefined {
  const saved = saving(prices, cycle);
  const month = prices.monthly;
  if (!saved || !month) return undefined;
  if (saved.minor % month.minor === 0) {
    const months = saved.minor / month.minor;
    return months === 1 ? "1 month free" : `${months} months free`;
  }
  const percent = Math.round((saved.minor * 100) / (month.minor * CYCLE_MONTHS[cycle]));
  return `${percent}% off`;
}

/** A price table for `CyclePrices`: large by the month, below it what is billed and saved. */
export function cyclePrices(prices: PriceTable): CyclePrice[] {
  return CYCLES.flatMap((cycle) => {
    const price = prices[cycle];
    if (!price) return [];
    const saved = saving(prices, cycle);
    const billed = `${formatMoney(price)} ${everyText(cycle)}`;
    return [{
      cycle,
      amount: monthlyShare(price, cycle),
      unit: "/ month",
      note: saved ? `${billed}, you save ${formatMoney(saved)}` : `Billed ${everyText(cycle)}`,
    }];
  });
}

/** A price for a term, such as "€16.00 / month" or "€43.20 / 3 months". */
export function priceText(prices: PriceTable, term: string): string {
  const cycle = CYCLES.find((each) => each === term) ?? "monthly";
  const price = prices[cycle];
  if (!price) return "Not for this term";
  const months = CYCLE_MONTHS[cycle];
  return `${formatMoney(price)} / ${months === 1 ? "month" : `${months} months`}`;
}

/** `14 days free`; nothing for a plan without a trial. */
export function trialText({ trialDays }: Pick<PlanView, "trialDays">): string | null {
  if (trialDays === 0) return null;
  return trialDays === 1 ? "1 day free" : `${trialDays} days free`;
}

/** The cycle that a query names, else monthly. */
export function cycleFrom(text: string | null): Cycle {
  return CYCLES.find((cycle) => cycle === text) ?? "monthly";
}

/** Where a plan is ordered for a term, with its trial if it has one, in a currency that isn't the house's. */
export function orderHref(
  { slug, trialDays }: Pick<PlanView, "slug" | "trialDays">,
  cycle: Cycle,
  currency = "",
): string {
  const trial = trialDays > 0 ? "&trial=on" : "";
  const wanted = `/dashboard/order?plan=${slug}&cycle=${cycle}${trial}`;
  return currency === "" ? wanted : `${wanted}&currency=${currency}`;
}
