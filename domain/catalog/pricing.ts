/** What a term costs a month, and against paying by the month. Pure, for pages and islands. */
import { type Money, share, subtract, times } from "../shared/money.ts";
import { type Cycle, CYCLE_MONTHS } from "../shared/period.ts";
import type { PriceTable } from "./view.ts";

/** A term's price by the month, rounded to the minor unit: to compare by, never to bill. */
export function monthlyShare(price: Money, cycle: Cycle): Money {
  return share(price, { numerator: 1n, denominator: BigInt(CYCLE_MONTHS[cycle]) });
}

/** What a term saves against as many single months; `null` where it saves nothing or one of the prices is missing. */
export function saving(prices: PriceTable, cycle: Cycle): Money | null {
  const { monthly } = prices;
  const price = prices[cycle];
  if (!monthly || !price) return null;
  const saved = subtract(times(monthly, CYCLE_MONTHS[cycle]), price);
  return saved.minor > 0 ? saved : null;
}
