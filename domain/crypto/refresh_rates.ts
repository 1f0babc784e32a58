/**
 * The task that keeps the rates of what is on offer known, so that a quote rarely waits for the sources, staff see what
 * each says without asking, and a pause is noticed when it begins.
 */
import { getSettings, isExampleAddress } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { getRate } from "./get_rate.ts";
import type { Pair } from "./price_sources.ts";
import { isWithin, readRate } from "./rate_record.ts";
import { readReceiving } from "./ways.ts";

/** How often the sources are asked while they agree, unless their prices age faster; every minute while they don't. */
const REFRESH_MINUTES = 5;
/** A minute's task may begin a little earlier within its minute than the last one did. */
const SLACK_SECONDS = 30;
/** Pairs that are asked about at the same time. */
const PARALLEL = 4;

/** The pairs that customers may ask for: each asset on offer in each currency of the prices. Example addresses don't count. */
export async function offeredPairs(deps: Deps): Promise<Pair[]> {
  const [{ ways }, { currency, furtherCurrencies }] = await Promise.all([
    readReceiving(deps),
    getSettings(deps, "money"),
  ]);
  const assets = [...ways]
    .filter(([, way]) => way.kind === "derived" || !isExampleAddress(way))
    .map(([asset]) => asset);
  const currencies = [...new Set([currency, ...furtherCurrencies])];
  return currencies.flatMap((each) => assets.map((asset) => ({ asset, currency: each })));
}

/** Asks the sources about every pair on offer whose time has come. Run every minute. */
export async function refreshRates(deps: Deps): Promise<void> {
  const [pairs, { maxAgeMinutes }] = await Promise.all([
    offeredPairs(deps),
    getSettings(deps, "rates"),
  ]);
  const seconds = Math.min(REFRESH_MINUTES, maxAgeMinutes) * 60 - SLACK_SECONDS;
  await Promise.all(
    pairs.map((pair) =>
      deps.lanes.share("crypto_rates", PARALLEL, () => refresh(deps, pair, seconds))
    ),
  );
}

async function refresh(deps: Deps, pair: Pair, seconds: number): Promise<void> {
  try {
    const { asked, failedAt } = await readRate(deps.kv, pair);
    const isKnown = failedAt === null && asked !== null &&
      isWithin(asked.at, { now: deps.clock.now(), seconds });
    if (!isKnown) await getRate(deps, pair);
  } catch (error) {
    deps.log.error("rate.refresh_failed", { ...pair, error });
  }
}
