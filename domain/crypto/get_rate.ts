/**
 * The rate of an asset: a fresh one that the sources agree on; else the last good one, lowered by a margin, for a
 * while; else none, and the asset is paused. What the sources said is kept with it.
 *
 * Key: `["crypto_rates", asset, currency]`, the last good rate and when the sources last failed to agree.
 */
import { z } from "zod";
import { getSettings, RATE_SOURCES } from "@/domain/settings/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { fail, ok, type Result } from "@/domain/shared/result.ts";
import { agree, type JudgedPrice, lowered } from "./price.ts";
import { askPrices, type Pair } from "./price_sources.ts";

/** For how long a rate is used without asking again. */
const FRESH_SECONDS = 60;
/** For how long nobody is asked again after the sources didn't agree. */
const RETRY_SECONDS = 20;

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
  failedAt: z.string().nullable(),
});

type RateRecord = z.infer<typeof rateRecordSchema>;

/** What an asset is worth. */
export interface Rate {
  /** `last_good`: the sources can't be asked or don't agree, and a margin is in the price. */
  kind: "fresh" | "last_good";
  /** A decimal of the currency for a whole coin. */
  price: string;
  /** When the sources agreed. */
  at: string;
  sources: JudgedPrice[];
}

/** Nobody knows what the asset is worth just now. */
export interface RatePaused {
  readonly code: "rate_paused";
}

/** The rate of a pair. Asks the sources at most once a minute, in turn with others of this process. */
export function getRate(deps: Deps, pair: Pair): Promise<Result<Rate, RatePaused>> {
  return deps.lanes.run(`crypto_rates:${pair.asset}:${pair.currency}`, async () => {
    const settings = await getSettings(deps, "rates");
    const before = await readRate(deps.kv, pair);
    if (before.good && isWithin(deps, before.good.at, FRESH_SECONDS)) {
      return ok({ kind: "fresh" as const, ...before.good });
    }
    const isTooSoon = before.failedAt !== null && isWithin(deps, before.failedAt, RETRY_SECONDS);
    const record = isTooSoon ? before : await askAgain(deps, { pair, before, settings });
    if (!record.good) return fail({ code: "rate_paused" });
    if (record.failedAt === null) return ok({ kind: "fresh" as const, ...record.good });
    if (!isWithin(deps, record.good.at, settings.lastGoodMinutes * 60)) {
      return fail({ code: "rate_paused" });
    }
    const price = lowered(record.good.price, settings.lastGoodMarginBasisPoints);
    return ok({ kind: "last_good" as const, ...record.good, price });
  });
}

async function askAgain(
  deps: Deps,
  { pair, before, settings }: {
    pair: Pair;
    before: RateRecord;
    settings: Awaited<ReturnType<typeof getSettings<"rates">>>;
  },
): Promise<RateRecord> {
  const prices = await askPrices(deps, { pair, sources: settings.sources });
  const agreed = agree(prices, { limits: settings, now: deps.clock.now() });
  if (!agreed.ok) deps.log.warn("rate.no_agreement", { ...pair, sources: agreed.error.sources });
  const at = isoNow(deps.clock);
  const record: RateRecord = {
    schemaVersion: 1,
    good: agreed.ok ? { ...agreed.value, at } : before.good,
    failedAt: agreed.ok ? null : at,
  };
  // Whoever comes later, in another process too, has a rate just as good: the last one wins.
  await transact(deps, async (tx) => {
    await tx.get(keyOf(pair));
    tx.set(keyOf(pair), rateRecordSchema.parse(record));
    return ok(undefined);
  });
  return record;
}

async function readRate(kv: Deno.Kv, pair: Pair): Promise<RateRecord> {
  const { value } = await kv.get(keyOf(pair));
  if (value === null) return { schemaVersion: 1, good: null, failedAt: null };
  return rateRecordSchema.parse(value);
}

/** Whether a time lies no further back than that; one in the future was written by a clock that was wrong. */
function isWithin(deps: Pick<Deps, "clock">, at: string, seconds: number): boolean {
  const past = Temporal.Instant.from(at).until(deps.clock.now()).total("seconds");
  return past >= 0 && past < seconds;
}

function keyOf({ asset, currency }: Pair): Deno.KvKey {
  return ["crypto_rates", asset, currency];
}
