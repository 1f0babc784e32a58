/**
 * What a promotion takes off, and off what: pure, for the server and the order wizard alike. The terms are frozen on the
 * order, so that later periods are discounted as it was agreed, whatever becomes of the promotion.
 */
import { allocate, type Money, share, sum, times, toDecimal } from "../shared/money.ts";
import type { Cycle } from "../shared/period.ts";

/** What somebody gets by a promotion. */
export type Benefit =
  /** Hundredths of a percent off what is paid for a term. */
  | { kind: "percent"; basisPoints: number }
  /** So much off what is paid for a term, by currency, and never more than that. */
  | { kind: "fixed"; amounts: Money[] }
  /** No setup fee. */
  | { kind: "free_setup" };

/** What is agreed with an order. */
export interface PromotionTerms {
  promotionId: string;
  code: string;
  benefit: Benefit;
  /** Terms from the first one on that are discounted; `null` for all. */
  periods: number | null;
  /** Slugs of the plans that it is for; empty for all. */
  plans: readonly string[];
  /** Terms that it is for; empty for all. */
  cycles: readonly Cycle[];
}

/** A promotion as whoever knows its code may see it. */
export type PromotionOffer = PromotionTerms;

/** A line that a discount may be taken off. */
export interface DiscountedLine {
  kind: string;
  slug: string;
  label: string;
  amount: Money;
}

/** How the amount of a discount came about: a percentage of what it covers, or an amount of its own. */
export type DiscountBasis =
  | { rule: "price" }
  | { rule: "percent"; of: Money; basisPoints: number };

/** A line that takes the discount off another one. */
export interface DiscountLine {
  kind: "discount";
  /** The slug of what it is taken off. */
  slug: string;
  label: string;
  quantity: 1;
  /** Below zero. */
  unit: Money;
  amount: Money;
  basis: DiscountBasis;
}

const RECURRING: ReadonlySet<string> = new Set(["plan", "panel", "addon"]);
const WHOLE = 10_000;

/** Whether a promotion takes something off a line of that kind. */
export function covers(benefit: Benefit, kind: string): boolean {
  return benefit.kind === "free_setup" ? kind === "setup" : RECURRING.has(kind);
}

/**
 * The discount on the lines of the period number `period` (0 is the first): a line for each that it is taken off, and never
 * more than that one comes to. A percentage is rounded once a line; an amount is dealt by largest remainder, so that the
 * lines add up to it. Line by line, as the tax is rounded so: it can't come to more on the discount than on what it is
 * taken off, and no total falls below zero.
 */
export function discountFor(
  terms: PromotionTerms,
  lines: readonly DiscountedLine[],
  { period = 0 }: { period?: number } = {},
): DiscountLine[] {
  const covered = lines.filter(({ kind, amount }) =>
    covers(terms.benefit, kind) && amount.minor > 0
  );
  const currency = covered[0]?.amount.currency;
  if (currency === undefined || !reaches(terms, period)) return [];
  const parts = partsOf(terms.benefit, covered.map(({ amount }) => amount), currency);
  const off = benefitText(terms, currency);
  return parts.flatMap(({ unit, basis }, at): DiscountLine[] => {
    const { slug, label } = covered[at]!;
    if (unit.minor === 0) return [];
    const text = `Promotion ${terms.code}: ${off} (${label})`;
    return [{ kind: "discount", slug, label: text, quantity: 1, unit, amount: unit, basis }];
  });
}

/** Whether the terms reach the period number `period` (0 is the first). */
export function reaches({ benefit, periods }: PromotionTerms, period: number): boolean {
  if (benefit.kind === "free_setup") return period === 0;
  return periods === null || period < periods;
}

/** Whether the terms are for a plan and a term: what was agreed for one isn't taken to another. */
export function isFor(
  { plans, cycles }: Pick<PromotionTerms, "plans" | "cycles">,
  { plan, cycle }: { plan: string; cycle: Cycle },
): boolean {
  return (plans.length === 0 || plans.includes(plan)) &&
    (cycles.length === 0 || cycles.includes(cycle));
}

/** What is left of the terms after `used` periods, for periods that are counted anew; `null` if nothing is. */
export function remaining(terms: PromotionTerms, used: number): PromotionTerms | null {
  if (terms.benefit.kind === "free_setup") return null;
  if (terms.periods === null) return terms;
  return terms.periods > used ? { ...terms, periods: terms.periods - used } : null;
}

/** What a promotion gives, in a few words: `20 % off, the first 3 terms`. */
export function benefitText({ benefit, periods }: PromotionTerms, currency: string): string {
  if (benefit.kind === "free_setup") return "free setup";
  const off = benefit.kind === "percent"
    ? `${benefit.basisPoints / 100} % off`
    : `${fixedText(benefit.amounts, currency)} off`;
  if (periods === null) return `${off}, every term`;
  return periods === 1 ? off : `${off}, the first ${periods} terms`;
}

/**
 * Why a promotion does nothing for these lines; `null` if it does. Plan and term are those of the order.
 */
export function offerProblem(
  offer: PromotionOffer,
  order: { plan: string; cycle: Cycle; lines: readonly DiscountedLine[] },
): string | null {
  if (offer.plans.length > 0 && !offer.plans.includes(order.plan)) {
    return "This code is for other plans. Choose another plan, or leave the field empty.";
  }
  if (offer.cycles.length > 0 && !offer.cycles.includes(order.cycle)) {
    return "This code is for other billing cycles. Choose another one, or leave the field empty.";
  }
  if (discountFor(offer, order.lines).length > 0) return null;
  if (offer.benefit.kind === "free_setup") {
    return "This plan has no setup fee, so this code changes nothing. Leave the field empty.";
  }
  return "This code takes nothing off this order. Leave the field empty.";
}

/** What is taken off each of the amounts, zero or below. */
function partsOf(
  benefit: Benefit,
  amounts: readonly Money[],
  currency: string,
): Array<{ unit: Money; basis: DiscountBasis }> {
  switch (benefit.kind) {
    case "percent":
      return amounts.map((amount) => part(amount, benefit.basisPoints));
    case "free_setup":
      return amounts.map((amount) => part(amount, WHOLE));
    case "fixed": {
      const amount = benefit.amounts.find((each) => each.currency === currency);
      if (!amount) return [];
      if (amount.minor >= sum(amounts, currency).minor) {
        return amounts.map((each) => part(each, WHOLE));
      }
      const shares = allocate(times(amount, -1), amounts.map(({ minor }) => minor));
      return shares.map((unit) => ({ unit, basis: { rule: "price" } }));
    }
  }
}

/** Hundredths of a percent of an amount, taken off it: rounded once, halves away from zero. */
function part(of: Money, basisPoints: number): { unit: Money; basis: DiscountBasis } {
  const unit = share(of, { numerator: BigInt(-basisPoints), denominator: BigInt(WHOLE) });
  return { unit, basis: { rule: "percent", of, basisPoints: -basisPoints } };
}

function fixedText(amounts: readonly Money[], currency: string): string {
  const amount = amounts.find((each) => each.currency === currency);
  return amount ? `${toDecimal(amount)} ${currency}` : "an amount";
}
