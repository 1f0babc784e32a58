/** How a tax is reckoned: pure, for invoices and for the order wizard alike. */
import { type Money, share, subtract } from "./money.ts";

/** A rate, and whether prices hold the tax already. */
export interface TaxArithmetic {
  /** Hundredths of a percent: 1900 is 19 %. */
  rateBasisPoints: number;
  isInclusive: boolean;
}

/** What a line comes to without tax, and its tax: rounded once, halves away from zero. */
export function taxed(amount: Money, rule: TaxArithmetic): { net: Money; tax: Money } {
  const rate = BigInt(rule.rateBasisPoints);
  const tax = rule.isInclusive
    ? share(amount, { numerator: rate, denominator: 10_000n + rate })
    : share(amount, { numerator: rate, denominator: 10_000n });
  return { net: rule.isInclusive ? subtract(amount, tax) : amount, tax };
}
