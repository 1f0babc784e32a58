/** The rates as staff see them: from what is remembered, so that looking asks nobody. */
import { getSettings, type RateSource, type SettingsOf } from "@/domain/settings/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { ASSET_FACTS } from "./asset.ts";
import type { ChainPayment, Quote } from "./model.ts";
import { distanceBasisPoints, medianPrice, spreadBasisPoints } from "./price.ts";
import type { Pair } from "./price_sources.ts";
import { lastQuotes } from "./quote_log.ts";
import { isWithin, type Rate, type RateRecord, readRate, usableRate } from "./rate_record.ts";
import { offeredPairs } from "./refresh_rates.ts";
import { amountText } from "./to_view.ts";
import type { RateQuoteView, RateSourceView, RateState, RatesView, RateView } from "./view.ts";

/** Quotes that are shown of each pair. */
const QUOTES_SHOWN = 5;

/** Every asset on offer in one currency, the house's unless told; empty without `proofs.view`. */
export async function listRates(
  deps: Deps,
  { viewer, currency }: { viewer: StaffActor; currency?: string },
): Promise<RatesView> {
  if (!viewer.permissions.has("proofs.view")) return { currencies: [], currency: "", rates: [] };
  const [pairs, settings] = await Promise.all([offeredPairs(deps), getSettings(deps, "rates")]);
  const currencies = [...new Set(pairs.map((pair) => pair.currency))];
  const shown = currencies.find((each) => each === currency) ?? currencies[0] ?? "";
  const rates = pairs.filter((pair) => pair.currency === shown)
    .map((pair) => rateView(deps, pair, settings));
  return { currencies, currency: shown, rates: await Promise.all(rates) };
}

/** The assets on offer that have no rate just now, as `BTC in EUR`; empty without `proofs.view`. */
export async function listPaused(
  deps: Deps,
  { viewer }: { viewer: StaffActor },
): Promise<Array<{ asset: string; currency: string }>> {
  if (!viewer.permissions.has("proofs.view")) return [];
  const [pairs, settings] = await Promise.all([offeredPairs(deps), getSettings(deps, "rates")]);
  const records = await Promise.all(pairs.map((pair) => readRate(deps.kv, pair)));
  const now = deps.clock.now();
  return pairs.filter((_, at) => stateOf(records[at]!, { settings, now }) === "paused");
}

/** Whether a pair is paused, as far as is remembered; nobody is asked. */
export async function isPausedNow(deps: Deps, pair: Pair): Promise<boolean> {
  const [record, settings] = await Promise.all([
    readRate(deps.kv, pair),
    getSettings(deps, "rates"),
  ]);
  return stateOf(record, { settings, now: deps.clock.now() }) === "paused";
}

/** What is remembered of a pair's rate, while it isn't too old to say what something is worth; nobody is asked. */
export async function knownRate(deps: Deps, pair: Pair): Promise<Rate | null> {
  const [record, settings] = await Promise.all([
    readRate(deps.kv, pair),
    getSettings(deps, "rates"),
  ]);
  const minutes = Math.max(settings.maxAgeMinutes, settings.lastGoodMinutes);
  const now = deps.clock.now();
  const isYoung = record.good && isWithin(record.good.at, { now, seconds: minutes * 60 });
  return isYoung ? { kind: "fresh", ...record.good! } : null;
}

async function rateView(
  deps: Deps,
  pair: Pair,
  settings: SettingsOf<"rates">,
): Promise<RateView> {
  const [record, quotes] = await Promise.all([
    readRate(deps.kv, pair),
    lastQuotes(deps.kv, pair, QUOTES_SHOWN),
  ]);
  const now = deps.clock.now();
  const { good, asked, failedAt, pausedSince } = record;
  const counted = asked?.sources.filter(({ leftOut }) => leftOut === null) ?? [];
  const state = stateOf(record, { settings, now });
  return {
    asset: pair.asset,
    assetLabel: ASSET_FACTS[pair.asset].label,
    currency: pair.currency,
    state,
    price: usableRate(record, { settings, now })?.price ?? null,
    goodPrice: good?.price ?? null,
    goodAt: good?.at ?? null,
    askedAt: asked?.at ?? null,
    failedAt,
    pausedSince: state === "paused" ? pausedSince : null,
    marginBasisPoints: settings.lastGoodMarginBasisPoints,
    median: medianPrice(counted),
    spreadBasisPoints: spreadBasisPoints(counted),
    countedCount: counted.length,
    sources: settings.sources.map(({ kind }) => sourceView(kind, record, now)),
    quotes: quotes.map(toRateQuote),
  };
}

function stateOf(
  record: RateRecord,
  context: { settings: SettingsOf<"rates">; now: Temporal.Instant },
): RateState {
  if (record.asked === null && record.good === null) return "unknown";
  const rate = usableRate(record, context);
  return rate === null ? "paused" : rate.kind === "fresh" ? "ok" : "last_good";
}

function sourceView(
  source: RateSource,
  { asked }: RateRecord,
  now: Temporal.Instant,
): RateSourceView {
  const sources = asked?.sources ?? [];
  const said = sources.find((each) => each.source === source);
  const middle = medianPrice(sources.filter(({ leftOut }) => leftOut !== "not_a_price"));
  if (!said) {
    const status = asked ? "no_answer" as const : "not_asked" as const;
    return { source, price: null, at: null, ageSeconds: null, distanceBasisPoints: null, status };
  }
  const age = Temporal.Instant.from(said.at).until(now).total("seconds");
  return {
    source,
    price: said.price,
    at: said.at,
    ageSeconds: Math.max(Math.round(age), 0),
    distanceBasisPoints: middle === null ? null : distanceBasisPoints(said.price, middle),
    status: said.leftOut ?? "counted",
  };
}

function toRateQuote({ payment, quote }: { payment: ChainPayment; quote: Quote }): RateQuoteView {
  const { price, rateKind, lockedAt, due, sources } = quote;
  return {
    paymentId: payment.id,
    invoiceNumber: payment.invoiceNumber,
    amount: amountText(quote),
    due,
    price,
    rateKind,
    lockedAt,
    sourceCount: sources.filter(({ leftOut }) => leftOut === null).length,
  };
}
