/**
 * Prices of the first catalogue. Terms are worked out from the monthly price: three months less 5 %, six months less
 * 10 %, twelve months for the price of ten. All are in euros, without tax.
 */
import { type Money, money, share } from "../shared/money.ts";
import type { Cycle } from "../shared/period.ts";

/** The currency of the house. */
export const SEED_CURRENCY = "EUR";

/** A record before it has its id and place in the list. */
export type Seed<T> = Omit<T, "schemaVersion" | "id" | "isActive" | "position" | "priceLists">;

/** Prices for all terms from the monthly one, in cents. */
export function terms(monthlyMinor: number): Record<Cycle, Money> {
  const of = (months: number, percent: number) =>
    share(money(monthlyMinor * months, SEED_CURRENCY), {
      numerator: BigInt(percent),
      denominator: 100n,
    });
  return {
    monthly: money(monthlyMinor, SEED_CURRENCY),
    quarterly: of(3, 95),
    semi_annual: of(6, 90),
    annual: money(monthlyMinor * 10, SEED_CURRENCY),
  };
}
