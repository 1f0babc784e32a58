/**
 * The rate of an asset: a fresh one that the sources agree on; else the last good one, lowered by a margin, for a
 * while; else none, and the asset is paused: staff are told once when that begins, and once when it ends.
 */
import { getSettings, type SettingsOf } from "@/domain/settings/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { fail, ok, type Result } from "@/domain/shared/result.ts";
import { agree, type Agreement, type NoAgreement } from "./price.ts";
import { askPrices, type Pair } from "./price_sources.ts";
import { stagePauseNews } from "./rate_alarm.ts";
import {
  getRateRecord,
  isWithin,
  type Rate,
  type RateRecord,
  readRate,
  setRateRecord,
  usableRate,
} from "./rate_record.ts";

/** For how long a rate is used without asking again. */
const FRESH_SECONDS = 60;
/** For how long nobody is asked again after the sources didn't agree. */
const RETRY_SECONDS = 20;

/** Nobody knows what the asset is worth just now. */
export interface RatePaused {
  readonly code: "rate_paused";
}

/**
 * The rate of a pair. Asks the sources at most once a minute, in turn with others of this process: for quotes and for tasks,
 * never for a page.
 */
export function getRate(deps: Deps, pair: Pair): Promise<Result<Rate, RatePaused>> {
  return deps.lanes.run(`crypto_rates:${pair.asset}:${pair.currency}`, async () => {
    const settings = await getSettings(deps, "rates");
    const before = await readRate(deps.kv, pair);
    const now = deps.clock.now();
    if (before.good && isWithin(before.good.at, { now, seconds: FRESH_SECONDS })) {
      return ok({ kind: "fresh" as const, ...before.good });
    }
    const isTooSoon = before.failedAt !== null &&
      isWithin(before.failedAt, { now, seconds: RETRY_SECONDS });
    const record = isTooSoon ? before : await askAgain(deps, { pair, before, settings });
    const rate = usableRate(record, { settings, now: deps.clock.now() });
    return rate ? ok(rate) : fail({ code: "rate_paused" });
  });
}

async function askAgain(
  deps: Deps,
  { pair, before, settings }: { pair: Pair; before: RateRecord; settings: SettingsOf<"rates"> },
): Promise<RateRecord> {
  const prices = await askPrices(deps, { pair, sources: settings.sources });
  const agreed = agree(prices, { limits: settings, now: deps.clock.now() });
  if (!agreed.ok) deps.log.warn("rate.no_agreement", { ...pair, sources: agreed.error.sources });
  const said = { agreed, settings, now: deps.clock.now(), at: isoNow(deps.clock) };
  // Whoever comes later, in another process too, has a rate just as good: the last one wins.
  const noted = await transact(deps, async (tx) => {
    const current = await getRateRecord(tx, pair);
    const after = withAnswer(current, said);
    setRateRecord(tx, pair, after);
    await stagePauseNews(tx, deps, { pair, before: current, after });
    return ok(after);
  });
  return noted.ok ? noted.value : withAnswer(before, said);
}

/** The record after the sources were asked. */
function withAnswer(
  before: RateRecord,
  { agreed, settings, now, at }: {
    agreed: Result<Agreement, NoAgreement>;
    settings: SettingsOf<"rates">;
    now: Temporal.Instant;
    at: string;
  },
): RateRecord {
  const { sources } = agreed.ok ? agreed.value : agreed.error;
  const after: RateRecord = {
    ...before,
    good: agreed.ok ? { ...agreed.value, at } : before.good,
    failedAt: agreed.ok ? null : at,
    asked: { at, sources },
  };
  const isPaused = usableRate(after, { settings, now }) === null;
  return { ...after, pausedSince: isPaused ? before.pausedSince ?? at : null };
}
