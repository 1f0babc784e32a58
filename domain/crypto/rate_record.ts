/**
 * What is remembered of the rate of a pair: the last good one, what each source said last, and since when the pair is
 * paused. Key: `["crypto_rates", asset, currency]`.
 */
import { z } from "zod";
import { RATE_SOURCES, type SettingsOf } from "@/domain/settings/mod.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { lowered } from "./price.ts";
import type { Pair } from "./price_sources.ts";

/** A price that went into a rate or was left out of it. */
export const judgedPriceSchema = z.strictObject({
  source: z.enum(RATE_SOURCES),
  price: z.string(),
  at: z.string(),
  leftOut: z.enum(["too_old", "too_far", "not_a_price"]).nullable(),
});

const goodRateSchema = z.strictObject({
  price: z.string(),
  at: z.string(),
  sources: z.array(judgedPriceSchema),
});

const rateRecordSchema = z.strictObject({
  schemaVersion: z.literal(1),
  good: goodRateSchema.nullable(),
  /** When the sources last failed to agree; `null` if they agreed since. */
  failedAt: z.string().nullable(),
  /** What the sources said when they were last asked, whether they agreed or not. */
  asked: z.strictObject({ at: z.string(), sources: z.array(judgedPriceSchema) })
    .nullable().default(null),
  /** Since when there is no rate at all; staff are told once, when it begins. */
  pausedSince: z.string().nullable().default(null),
});

/** What is remembered of a pair's rate. */
export type RateRecord = z.infer<typeof rateRecordSchema>;

/** What is remembered where nobody has asked yet. */
const UNKNOWN: RateRecord = {
  schemaVersion: 1,
  good: null,
  failedAt: null,
  asked: null,
  pausedSince: null,
};

/** What an asset is worth. */
export interface Rate {
  /** `last_good`: the sources can't be asked or don't agree, and a margin is in the price. */
  kind: "fresh" | "last_good";
  /** A decimal of the currency for a whole coin. */
  price: string;
  /** When the sources agreed. */
  at: string;
  sources: z.infer<typeof judgedPriceSchema>[];
}

/** The record as it stands now. */
export async function readRate(kv: Deno.Kv, pair: Pair): Promise<RateRecord> {
  return parseRate((await kv.get(keyOf(pair))).value);
}

/** The record under check. */
export async function getRateRecord(tx: Tx, pair: Pair): Promise<RateRecord> {
  return parseRate(await tx.get(keyOf(pair)));
}

/** Writes a record that was read under check. */
export function setRateRecord(tx: Tx, pair: Pair, record: RateRecord): void {
  tx.set(keyOf(pair), rateRecordSchema.parse(record));
}

/** The rate that a record gives: the fresh one, else the last good one with its margin, else none. */
export function usableRate(
  { good, failedAt }: RateRecord,
  { settings, now }: { settings: SettingsOf<"rates">; now: Temporal.Instant },
): Rate | null {
  if (!good) return null;
  if (failedAt === null) return { kind: "fresh", ...good };
  if (!isWithin(good.at, { now, seconds: settings.lastGoodMinutes * 60 })) return null;
  const price = lowered(good.price, settings.lastGoodMarginBasisPoints);
  return { kind: "last_good", ...good, price };
}

/** Whether a time lies no further back than that; one in the future was written by a clock that was wrong. */
export function isWithin(
  at: string,
  { now, seconds }: { now: Temporal.Instant; seconds: number },
): boolean {
  const past = Temporal.Instant.from(at).until(now).total("seconds");
  return past >= 0 && past < seconds;
}

function parseRate(stored: unknown): RateRecord {
  return stored === null ? UNKNOWN : rateRecordSchema.parse(stored);
}

function keyOf({ asset, currency }: Pair): Deno.KvKey {
  return ["crypto_rates", asset, currency];
}
