/** Chain payments as values, for tests of pure rules. */
import type { Arrival } from "@/domain/crypto/arrival.ts";
import { type Look, look, type LookRules } from "@/domain/crypto/look.ts";
import type { ChainPayment, Quote } from "@/domain/crypto/model.ts";
import { stateOf } from "@/domain/crypto/state.ts";
import type { Asset } from "@/domain/settings/mod.ts";
import { money } from "@/domain/shared/money.ts";

/** When the first quote of `paymentOf()` is locked. */
export const START = Temporal.Instant.from("2026-03-01T12:00:00Z");

/** Minutes after the start. */
export function minute(minutes: number): Temporal.Instant {
  return START.add({ seconds: Math.round(minutes * 60) });
}

/** A quote of 100 EUR: at 50,000 EUR that is 200,000 satoshis, at 2,000 EUR 0.05 ether, at 1 EUR 100 USDC. */
export function quoteOf(change: Partial<Quote> = {}): Quote {
  const asset = change.asset ?? "BTC";
  const terms: Record<Asset, { units: string; price: string }> = {
    BTC: { units: "200000", price: "50000" },
    ETH: { units: "50000000000000000", price: "2000" },
    USDT: { units: "100000000", price: "1" },
    USDC: { units: "100000000", price: "1" },
  };
  const locked = Temporal.Instant.from(change.lockedAt ?? START);
  return {
    number: 1,
    asset,
    ...terms[asset],
    due: money(10_000, "EUR"),
    rateKind: "fresh",
    rateAt: "2026-03-01T12:00:00.000Z",
    sources: [],
    lockedAt: iso(locked),
    expiresAt: iso(locked.add({ minutes: 15 })),
    confirmations: 3,
    toleranceBasisPoints: 0,
    ...change,
  };
}

/** A chain payment with these quotes, on which nothing was seen. */
export function paymentOf(...quotes: Quote[]): ChainPayment {
  const all = quotes.length > 0 ? quotes : [quoteOf()];
  return {
    schemaVersion: 1,
    id: "chp_01J00000000000000000000000",
    invoiceId: "inv_01J00000000000000000000000",
    invoiceNumber: "INV-2026-000001",
    customerId: "cus_01J00000000000000000000000",
    currency: "EUR",
    network: all[0]!.asset === "BTC" ? "bitcoin" : "ethereum",
    address: "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu",
    origin: { account: "0123456789abcdef", index: 0 },
    quotes: all,
    sightings: [],
    claims: [],
    tip: null,
    lookedAt: null,
    nextLookAt: iso(START),
    sinceHeight: null,
    phase: "waiting",
    createdAt: iso(START),
  };
}

/** What a test says of an arrival. */
export interface ArrivalInput {
  key?: string;
  asset?: Asset;
  units?: string;
  /** Height of its block; none unless told. */
  height?: number;
  /** Minutes after the start at which its block was made. */
  minedAt?: number;
  isReplaceable?: boolean;
}

/** An arrival of what the first quote asks for. */
export function arrivalOf(input: ArrivalInput = {}): Arrival {
  const { key = "a:0", asset = "BTC", units = "200000", height, isReplaceable = false } = input;
  const block = height === undefined
    ? null
    : { height, hash: `${height}`.padStart(64, "0"), at: iso(minute(input.minedAt ?? 1)) };
  return { key, txid: key.split(":")[0]!, asset, units, address: "", block, isReplaceable };
}

/** The rules of the settings' defaults, with three confirmations for whatever comes. */
export const RULES: LookRules = {
  lateRule: "rate_at_confirmation",
  wrongAssetRule: "staff_decides",
  steps: [
    { network: "bitcoin", upTo: 0, confirmations: 3 },
    { network: "ethereum", upTo: 0, confirmations: 3 },
  ],
};

/** Looks at a chain that has just these arrivals. */
export function seeing(
  payment: ChainPayment,
  at: number,
  { tip = 100, arrivals = [], rules = RULES }: {
    tip?: number;
    arrivals?: Arrival[];
    rules?: LookRules;
  } = {},
): ChainPayment {
  const seen: Look = { now: minute(at), tip, arrivals, isGone: () => true, rules };
  return look(payment, seen);
}

/** Marks all that is seen as booked. */
export function booked(payment: ChainPayment): ChainPayment {
  const booking = { paymentId: "pay_1", amount: money(1, "EUR"), at: iso(minute(60)) };
  return {
    ...payment,
    sightings: payment.sightings.map((sighting) => ({ ...sighting, booking })),
  };
}

/** The state as plain values, at a minute. */
export function stateAt(payment: ChainPayment, at: number) {
  return stateOf(payment, minute(at));
}

function iso(at: Temporal.Instant): string {
  return at.toString({ fractionalSecondDigits: 3 });
}
