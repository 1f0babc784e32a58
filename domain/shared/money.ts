/**
 * Money: an integer count of a currency's minor unit. No floats: ratios are BigInt fractions rounded once, halves
 * away from zero, and shares are dealt by largest remainder so that they add up to the whole. Pure arithmetic that
 * islands import too; the schema of a stored amount is in `money_schema.ts`.
 */

/** An amount. `minor` is a safe integer in the currency's minor unit (cents; JPY has none, KWD has thousandths). */
export interface Money {
  readonly minor: number;
  /** ISO 4217 code in capitals. */
  readonly currency: string;
}

/** A fraction with a positive denominator, for example 19 % is `{ numerator: 19n, denominator: 100n }`. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * An amount of `minor` units.
 *
 * @throws RangeError if it isn't a safe integer.
 */
export function money(minor: number, currency: string): Money {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`not a safe amount: ${minor}`);
  return { minor: minor === 0 ? 0 : minor, currency };
}

/** Nothing, in a currency. */
export function zero(currency: string): Money {
  return money(0, currency);
}

/** The sum of two amounts of one currency. */
export function add(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return money(a.minor + b.minor, a.currency);
}

/** `a` less `b`, of one currency. */
export function subtract(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return money(a.minor - b.minor, a.currency);
}

/** The sum of any number of amounts, all in `currency`. */
export function sum(amounts: Iterable<Money>, currency: string): Money {
  let total = zero(currency);
  for (const amount of amounts) total = add(total, amount);
  return total;
}

/** An amount times a whole number. */
export function times(amount: Money, factor: number): Money {
  if (!Number.isSafeInteger(factor)) throw new RangeError(`not a whole factor: ${factor}`);
  return money(amount.minor * factor, amount.currency);
}

/** Negative, zero or positive, as `a` is less than, equal to or more than `b`. */
export function compare(a: Money, b: Money): number {
  sameCurrency(a, b);
  return Math.sign(a.minor - b.minor);
}

/** `ratio` of an amount, rounded once to the minor unit, halves away from zero. */
export function share(amount: Money, ratio: Ratio): Money {
  if (ratio.denominator <= 0n) throw new RangeError("a ratio needs a positive denominator");
  const product = BigInt(amount.minor) * ratio.numerator;
  const magnitude = product < 0n ? -product : product;
  const rounded = (2n * magnitude + ratio.denominator) / (2n * ratio.denominator);
  return money(Number(product < 0n ? -rounded : rounded), amount.currency);
}

/**
 * Deals an amount out by weights (whole numbers, not negative, not all zero) so that the shares add up to it
 * exactly: each gets its floor, and the units that are left go to the largest remainders, the first of equals first.
 */
export function allocate(amount: Money, weights: readonly number[]): Money[] {
  const total = weights.reduce((a, b) => a + BigInt(b), 0n);
  if (total <= 0n || weights.some((weight) => weight < 0)) {
    throw new RangeError("weights must be zero or more, and not all zero");
  }
  const sign = amount.minor < 0 ? -1 : 1;
  const whole = BigInt(Math.abs(amount.minor));
  const parts = weights.map((weight, index) => {
    const product = whole * BigInt(weight);
    return { index, floor: product / total, remainder: product % total };
  });
  let left = whole - parts.reduce((a, part) => a + part.floor, 0n);
  const shares = parts.map((part) => part.floor);
  const byRemainder = [...parts].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1
  );
  for (const part of byRemainder) {
    if (left === 0n) break;
    shares[part.index]! += 1n;
    left -= 1n;
  }
  return shares.map((minor) => money(sign * Number(minor), amount.currency));
}

/** Decimals of a currency's minor unit, from the runtime's ISO 4217 data: EUR 2, JPY 0, KWD 3. */
export function minorDigits(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency })
    .resolvedOptions().maximumFractionDigits ?? 2;
}

/**
 * An amount as a person types it: digits, with at most one decimal point or comma and no more decimals than the
 * currency has. No signs, no grouping, no exponent.
 *
 * @returns `null` if the text isn't such an amount or is beyond 10 billion minor units.
 */
export function parseMoney(text: string, currency: string): Money | null {
  const match = /^(\d{1,11})(?:[.,](\d{1,4}))?$/.exec(text.trim());
  if (!match) return null;
  const digits = minorDigits(currency);
  const decimals = match[2] ?? "";
  if (decimals.length > digits) return null;
  const minor = Number(match[1]! + decimals.padEnd(digits, "0"));
  return minor <= 10_000_000_000 ? money(minor, currency) : null;
}

/** An amount in major units with all its decimals and a point, for form fields and mails: `12.50`, `500`. */
export function toDecimal(amount: Money): string {
  const digits = minorDigits(amount.currency);
  const sign = amount.minor < 0 ? "-" : "";
  const padded = String(Math.abs(amount.minor)).padStart(digits + 1, "0");
  return digits === 0
    ? sign + padded
    : `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

function sameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) {
    throw new TypeError(`amounts of two currencies: ${a.currency} and ${b.currency}`);
  }
}
