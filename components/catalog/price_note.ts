/** What prices that anybody sees mean: with their tax, or without it. */
import type { TaxRule } from "@/domain/tax/view.ts";

/** A sentence below prices. */
export function priceNote({ treatment, isInclusive, label }: TaxRule): string {
  if (treatment === "none") return `No ${label} is added to these prices.`;
  return isInclusive ? `All prices incl. ${label}.` : `All prices plus ${label}.`;
}
