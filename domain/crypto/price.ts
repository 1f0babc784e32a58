/**
 * Prices of an asset and what is made of them: a rate is the median of at least three prices that are young enough and
 * near enough to each other. Prices are whole coins in a currency, counted in 10⁻¹⁸ of it as BigInt.
 */
import { MIN_RATE_SOURCES, type RateSource, type SettingsOf } from "@/domain/settings/mod.ts";
import { minorDigits, type Ratio } from "@/domain/shared/money.ts";
import { fail, ok, type Result } from "@/domain/shared/result.ts";

const DECIMALS = 18;
const SCALE = 10n ** BigInt(DECIMALS);
/** By how much a source's clock may be ahead. */
const CLOCK_SKEW = { minutes: 2 };

/** What one source says. */
export interface Price {
  source: RateSource;
  /** A decimal of the currency, such as `64321.10`. */
  price: string;
  /** When the source had it; when it was asked, if it doesn't say. */
  at: string;
}

/** Why a price wasn't counted. */
export type LeftOut = "too_old" | "too_far" | "not_a_price";

/** A price with what became of it; `null` where it was counted. */
export interface JudgedPrice extends Price {
  leftOut: LeftOut | null;
}

/** What the sources agree on. */
export interface Agreement {
  /** A decimal of the currency. */
  price: string;
  sources: JudgedPrice[];
}

/** Fewer prices are left than a rate is made from. */
export interface NoAgreement {
  readonly code: "no_agreement";
  readonly sources: JudgedPrice[];
}

/** The limits within which prices count. */
export type PriceLimits = Pick<SettingsOf<"rates">, "maxAgeMinutes" | "maxSpreadBasisPoints">;

/** The median of the prices that are within the limits. */
export function agree(
  prices: readonly Price[],
  { limits, now }: { limits: PriceLimits; now: Temporal.Instant },
): Result<Agreement, NoAgreement> {
  const timely = prices.map((price) => ({ ...price, leftOut: judgeAlone(price, limits, now) }));
  const middle = median(valuesOf(timely));
  const sources = timely.map((price) => {
    const isFar = price.leftOut === null && middle !== null && isTooFar(price, middle, limits);
    return isFar ? { ...price, leftOut: "too_far" as const } : price;
  });
  const counted = valuesOf(sources);
  const agreed = median(counted);
  if (agreed === null || counted.length < MIN_RATE_SOURCES) {
    return fail({ code: "no_agreement", sources });
  }
  return ok({ price: formatPrice(agreed), sources });
}

/** What a price is lowered to by a margin in basis points, rounded down. */
export function lowered(price: string, marginBasisPoints: number): string {
  return formatPrice((parsePrice(price) ?? 0n) * BigInt(10_000 - marginBasisPoints) / 10_000n);
}

/** The one in the middle of prices, or the mean of the two that are; `null` of none. */
export function medianPrice(prices: ReadonlyArray<Pick<Price, "price">>): string | null {
  const middle = median(prices.map(({ price }) => parsePrice(price) ?? 0n));
  return middle === null ? null : formatPrice(middle);
}

/** How far a price lies from another, in basis points of that: more than zero above it; rounded towards zero. */
export function distanceBasisPoints(price: string, middle: string): number {
  const from = parsePrice(middle);
  if (from === null) return 0;
  return Number(((parsePrice(price) ?? 0n) - from) * 10_000n / from);
}

/** How far the lowest and the highest price lie apart, in basis points of the median; `null` of none. */
export function spreadBasisPoints(prices: ReadonlyArray<Pick<Price, "price">>): number | null {
  const values = prices.map(({ price }) => parsePrice(price) ?? 0n);
  const middle = median(values);
  if (!middle) return null;
  const lowest = values.reduce((a, b) => b < a ? b : a);
  const highest = values.reduce((a, b) => b > a ? b : a);
  return Number((highest - lowest) * 10_000n / middle);
}

/** Minor units of the currency that one whole coin is worth. */
export function rateOf(price: string, currency: string): Ratio {
  const numerator = (parsePrice(price) ?? 0n) * 10n ** BigInt(minorDigits(currency));
  return { numerator, denominator: SCALE };
}

/** The price that a source gave as a text or a number; `null` if it is none. */
export function priceText(value: string | number): string | null {
  const parsed = parsePrice(String(value));
  return parsed === null ? null : formatPrice(parsed);
}

function parsePrice(text: string): bigint | null {
  const match = /^(\d{1,15})(?:\.(\d{1,40}))?$/.exec(text);
  if (!match) return null;
  const fraction = (match[2] ?? "").slice(0, DECIMALS).padEnd(DECIMALS, "0");
  const value = BigInt(match[1]! + fraction);
  return value > 0n ? value : null;
}

function formatPrice(value: bigint): string {
  const digits = String(value).padStart(DECIMALS + 1, "0");
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, "");
  return digits.slice(0, -DECIMALS) + (fraction && `.${fraction}`);
}

function judgeAlone(price: Price, limits: PriceLimits, now: Temporal.Instant): LeftOut | null {
  if (parsePrice(price.price) === null) return "not_a_price";
  const at = Temporal.Instant.from(price.at);
  const oldest = now.subtract({ minutes: limits.maxAgeMinutes });
  const isTimely = Temporal.Instant.compare(at, oldest) >= 0 &&
    Temporal.Instant.compare(at, now.add(CLOCK_SKEW)) <= 0;
  return isTimely ? null : "too_old";
}

function isTooFar(price: Price, middle: bigint, { maxSpreadBasisPoints }: PriceLimits): boolean {
  const difference = (parsePrice(price.price) ?? 0n) - middle;
  const distance = difference < 0n ? -difference : difference;
  return distance * 10_000n > middle * BigInt(maxSpreadBasisPoints);
}

function valuesOf(prices: readonly JudgedPrice[]): bigint[] {
  return prices.filter((price) => price.leftOut === null).map((each) => parsePrice(each.price)!);
}

/** The one in the middle, or the mean of the two that are. */
function median(values: readonly bigint[]): bigint | null {
  const sorted = [...values].sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : (sorted[half - 1]! + upper) / 2n;
}
