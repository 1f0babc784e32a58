/**
 * A chain payment: all that an invoice is paid with at one address of one chain. Quotes say what is asked for and until
 * when; sightings are what the chain shows there, each booked once, when it lies deep enough. Amounts of assets are
 * decimal strings of their smallest unit.
 */
import { z } from "zod";
import { ASSETS, CRYPTO_RULES, DERIVED_NETWORKS } from "@/domain/settings/mod.ts";
import { moneySchema } from "@/domain/shared/money_schema.ts";
import { arrivalSchema } from "./arrival.ts";
import { judgedPriceSchema } from "./rate_record.ts";
import { CHAIN_PHASES } from "./view.ts";

/** For how long a rate is promised. */
export const QUOTE_MINUTES = 15;
/** For how long money that was seen in time may wait for its block and still count as in time. */
export const GRACE_HOURS = 24;
/** Quotes that are kept; older ones that nothing was paid on go. */
export const MAX_QUOTES = 20;
/** Sightings that are kept: who sends dust in masses fills their own invoice's list, and staff see it. */
export const MAX_SIGHTINGS = 40;

/** Transactions that a customer can name for one invoice and chain. */
export const MAX_CLAIMS = 10;

const units = z.string().regex(/^\d+$/);

export const quoteSchema = z.strictObject({
  /** Counts up from 1 within the chain payment. */
  number: z.int().positive(),
  asset: z.enum(ASSETS),
  /** What is asked for. */
  units,
  /** What it is for: the rest that was due. */
  due: moneySchema,
  /** A decimal of the currency for a whole coin. */
  price: z.string(),
  rateKind: z.enum(["fresh", "last_good"]),
  rateAt: z.string(),
  sources: z.array(judgedPriceSchema),
  lockedAt: z.string(),
  expiresAt: z.string(),
  confirmations: z.int().positive(),
  toleranceBasisPoints: z.int().min(0).max(500),
});

/** What a customer was asked to pay. */
export type Quote = z.infer<typeof quoteSchema>;

const bookingSchema = z.strictObject({
  paymentId: z.string(),
  amount: moneySchema,
  at: z.string(),
});

/** An amount that a second member of staff has to approve. */
const proposalSchema = z.strictObject({
  approvalId: z.string(),
  amount: moneySchema,
  /** What staff have found to have come by a named transaction; `null`: they didn't say. */
  units: units.nullable().default(null),
});

export const sightingSchema = z.strictObject({
  ...arrivalSchema.shape,
  firstSeenAt: z.string(),
  /** `gone`: the chain no longer has it. */
  status: z.enum(["live", "gone"]),
  goneAt: z.string().nullable(),
  /** The quote that it was sent for. */
  quoteNumber: z.int().positive(),
  match: z.enum(["on_time", "late", "wrong_asset"]),
  /** What the settings said of its match when it was seen. */
  rule: z.enum(CRYPTO_RULES),
  /** How many blocks have to lie on it, its own among them. */
  confirmations: z.int().positive(),
  booking: bookingSchema.nullable(),
  proposal: proposalSchema.nullable(),
  /** Staff took it out of the reckoning. */
  isDismissed: z.boolean(),
  /** When staff were reminded that it waits for them. */
  remindedAt: z.string().nullable().default(null),
});

/** Money that the chain has shown. */
export type Sighting = z.infer<typeof sightingSchema>;

export const claimSchema = z.strictObject({
  asset: z.enum(ASSETS),
  txid: z.string(),
  status: z.enum(["pending", "accepted", "rejected"]),
  namedAt: z.string(),
  booking: bookingSchema.nullable(),
  proposal: proposalSchema.nullable(),
  decidedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
  /** Of a rejection, for the customer to read. */
  reason: z.string(),
  remindedAt: z.string().nullable().default(null),
});

/** A transaction that the customer has named, for staff to look up. */
export type Claim = z.infer<typeof claimSchema>;

export const chainPaymentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  invoiceId: z.string(),
  invoiceNumber: z.string(),
  customerId: z.string(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  network: z.enum(DERIVED_NETWORKS),
  address: z.string(),
  /** Where the address comes from; `null` for a fixed one, which others are asked to pay to as well. */
  origin: z.strictObject({ account: z.string(), index: z.int().nonnegative() }).nullable(),
  quotes: z.array(quoteSchema).min(1),
  sightings: z.array(sightingSchema).max(MAX_SIGHTINGS),
  claims: z.array(claimSchema).max(MAX_CLAIMS),
  /** Height of the chain at the last look; `null` before the first. */
  tip: z.int().nullable(),
  lookedAt: z.string().nullable(),
  /** When the chain is asked next; `null`: nobody asks any more. */
  nextLookAt: z.string().nullable(),
  /** Height of the first block that can hold a payment; `null` where nobody knew. */
  sinceHeight: z.int().nullable(),
  phase: z.enum(CHAIN_PHASES),
  createdAt: z.string(),
});

/** A stored chain payment. */
export type ChainPayment = z.infer<typeof chainPaymentSchema>;

/** The quote that holds now, or held last. */
export function currentQuote({ quotes }: Pick<ChainPayment, "quotes">): Quote {
  return quotes.at(-1)!;
}

/** Blocks that lie on a sighting, its own among them; 0 while it has none. */
export function confirmationsOf(sighting: Pick<Sighting, "block">, tip: number | null): number {
  return sighting.block === null || tip === null ? 0 : Math.max(tip - sighting.block.height + 1, 0);
}

/** Whether it lies deep enough to be booked. */
export function isFinal(sighting: Sighting, tip: number | null): boolean {
  return sighting.status === "live" && confirmationsOf(sighting, tip) >= sighting.confirmations;
}

/** The least that counts as a quote's full amount. */
export function leastUnits({ units, toleranceBasisPoints }: Quote): bigint {
  const scaled = BigInt(units) * BigInt(10_000 - toleranceBasisPoints);
  return (scaled + 9_999n) / 10_000n;
}
