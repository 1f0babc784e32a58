/**
 * The price of an order as the server has it: with the promotion of a code. Apart from `quote.ts`, so that the wizard in the
 * browser needn't carry what it can't know.
 */
import {
  discountFor,
  type DiscountLine,
  offerProblem,
  type PromotionOffer,
} from "../promotion/view.ts";
import { add, type Money, sum } from "../shared/money.ts";
import { invalid, ok, type Result, type ValidationError } from "../shared/result.ts";
import { assess, type Assessment, type QuoteOptions, sumLines } from "./quote.ts";
import type { CatalogView, Quote, Selection } from "./view.ts";

/** What isn't in the catalogue but in the sum. */
export interface OrderQuoteOptions extends QuoteOptions {
  /** The promotion of the code that was typed. */
  promotion?: PromotionOffer | null;
}

/** The price of a selection, or a sentence beside each field that doesn't fit. */
export function quote(
  catalog: CatalogView,
  selection: Selection,
  options: OrderQuoteOptions = {},
): Result<Quote, ValidationError> {
  const { fields, quote } = assessOrder(catalog, selection, options);
  return quote && Object.keys(fields).length === 0 ? ok(quote) : invalid(fields);
}

/** Like `assess()`, with a promotion; what it isn't for is said beside `promo`, and priced without it. */
export function assessOrder(
  catalog: CatalogView,
  selection: Selection,
  { promotion, ...options }: OrderQuoteOptions = {},
): Assessment {
  const plain = assess(catalog, selection, options);
  if (!promotion || !plain.quote) return plain;
  const { configuration, lines, renewal, trialDays } = plain.quote;
  const { plan, cycle } = configuration;
  const problem = offerProblem(promotion, { plan, cycle, lines });
  if (problem) return { ...plain, fields: { ...plain.fields, promo: problem } };
  const termWith = (discounts: readonly DiscountLine[]) =>
    add(renewal, sum(discounts.map(({ amount }): Money => amount), renewal.currency));
  if (trialDays > 0) {
    // The first term comes after the trial, and with it what the code takes off.
    const nextTerm = termWith(discountFor(promotion, lines));
    return { ...plain, quote: { ...plain.quote, nextTerm } };
  }
  const sums = sumLines([...lines, ...discountFor(promotion, lines)], options);
  const nextTerm = termWith(discountFor(promotion, lines, { period: 1 }));
  return { ...plain, quote: { configuration, ...sums, renewal, nextTerm, trialDays } };
}
