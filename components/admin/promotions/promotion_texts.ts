/** Promotions in words. */
import type { PromotionView } from "@/domain/promotion/view.ts";
import { CYCLE_LABELS } from "@/domain/catalog/quote.ts";
import { CYCLES } from "@/domain/shared/period.ts";
import { formatMoney } from "../../ui/Money.tsx";

/** What it gives, in one line: `20 % off, the first 3 terms`. */
export function benefitLine({ benefit, periods }: PromotionView): string {
  if (benefit.kind === "free_setup") return "No setup fee";
  const off = benefit.kind === "percent"
    ? `${benefit.basisPoints / 100} % off`
    : `${benefit.amounts.map((amount) => formatMoney(amount)).join(" or ")} off`;
  if (periods === null) return `${off}, every term`;
  return periods === 1 ? `${off}, the first term` : `${off}, the first ${periods} terms`;
}

/** When it can be used. */
export function daysLine({ startsOn, endsOn }: PromotionView): string {
  if (startsOn === null && endsOn === null) return "At any time";
  if (startsOn === null) return `Until ${endsOn}`;
  return endsOn === null ? `From ${startsOn} on` : `${startsOn} to ${endsOn}`;
}

/** How often it was used, of how often it can be. */
export function usesLine({ uses, maxUses }: PromotionView): string {
  return maxUses === null ? String(uses) : `${uses} of ${maxUses}`;
}

/** What it is for; names of plans by their slugs. */
export function forLine(
  { plans, cycles }: PromotionView,
  names: Readonly<Record<string, string>>,
): string {
  const parts = [
    plans.length === 0 ? "All plans" : plans.map((slug) => names[slug] ?? slug).join(", "),
    cycles.length === 0
      ? "all terms"
      : CYCLES.filter((each) => cycles.includes(each)).map((each) => CYCLE_LABELS[each]).join(", "),
  ];
  return parts.join("; ");
}
