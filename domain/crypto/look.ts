/**
 * What a look at the chain changes on a chain payment, as a pure function: new sightings are put to the quote that they
 * were sent for, known ones get their block, and what the chain no longer has is gone. Nothing is ever forgotten.
 */
import type { DerivedNetwork, SettingsOf } from "@/domain/settings/mod.ts";
import { toIso } from "@/domain/shared/clock.ts";
import { minorDigits, type Money, money } from "@/domain/shared/money.ts";
import type { Arrival } from "./arrival.ts";
import { toMinor } from "./asset.ts";
import {
  type ChainPayment,
  currentQuote,
  GRACE_HOURS,
  MAX_SIGHTINGS,
  type Quote,
  type Sighting,
} from "./model.ts";
import { rateOf } from "./price.ts";
import { nextLookAt } from "./schedule.ts";
import { stateOf } from "./state.ts";

/** What a look needs of the settings. */
export type LookRules =
  & Pick<SettingsOf<"chains">, "lateRule" | "wrongAssetRule">
  & Pick<SettingsOf<"confirmations">, "steps">;

/** What was seen. */
export interface Look {
  now: Temporal.Instant;
  /** Height of the chain, read before anything else. */
  tip: number;
  arrivals: readonly Arrival[];
  /** Whether the chain no longer has a sighting that isn't among the arrivals. */
  isGone(sighting: Sighting): boolean;
  rules: LookRules;
}

const BLOCK_TIME_SKEW = { hours: 2 };
const REPLACED_BLOCKS = 12;
/** Confirmations where the settings have no step for an amount. */
const MOST_CONFIRMATIONS: Readonly<Record<DerivedNetwork, number>> = { bitcoin: 6, ethereum: 64 };

/** How many confirmations an amount needs: those of the lowest step that it fits in. */
export function confirmationsFor(
  steps: LookRules["steps"],
  { network, amount }: { network: DerivedNetwork; amount: Money },
): number {
  const unit = 10 ** minorDigits(amount.currency);
  const fitting = steps
    .filter((step) => step.network === network)
    .filter(({ upTo }) => upTo === 0 || amount.minor <= upTo * unit)
    .toSorted((a, b) => (a.upTo || Infinity) - (b.upTo || Infinity));
  return fitting[0]?.confirmations ?? MOST_CONFIRMATIONS[network];
}

/** The chain payment after a look. */
export function look(before: ChainPayment, seen: Look): ChainPayment {
  const known = new Map(before.sightings.map((sighting) => [sighting.key, sighting]));
  const arrived = new Map(seen.arrivals.map((arrival) => [arrival.key, arrival]));
  const updated = before.sightings.map((sighting) => update(sighting, arrived, before, seen));
  const replaced = updated.filter((sighting, at) =>
    sighting.status === "gone" && before.sightings[at]!.status === "live" && !sighting.booking
  );
  const fresh = seen.arrivals
    .filter((arrival) => !known.has(arrival.key) && !isOlder(arrival, before))
    .map((arrival) => sightingOf(arrival, before, { seen, replaced }))
    .filter((sighting) => sighting !== null);
  const after = {
    ...before,
    sightings: [...updated, ...fresh].slice(0, MAX_SIGHTINGS),
    tip: seen.tip,
    lookedAt: toIso(seen.now),
  };
  return reckoned(after, seen.now);
}

/**
 * Whether it lies in a block from before the address was given: it was for somebody else. The times of Bitcoin's blocks may
 * be two hours behind, and the last blocks may have been replaced since.
 */
function isOlder({ block }: Arrival, { createdAt, sinceHeight }: ChainPayment): boolean {
  if (block === null) return false;
  const earliest = toIso(Temporal.Instant.from(createdAt).subtract(BLOCK_TIME_SKEW));
  return block.at < earliest ||
    (sinceHeight !== null && block.height < sinceHeight - REPLACED_BLOCKS);
}

/** Brings up to date what follows from the rest: the phase, and when the chain is asked next. */
export function reckoned(payment: ChainPayment, now: Temporal.Instant): ChainPayment {
  return {
    ...payment,
    phase: stateOf(payment, now).phase,
    nextLookAt: nextLookAt(payment, now),
  };
}

function update(
  sighting: Sighting,
  arrived: ReadonlyMap<string, Arrival>,
  { quotes }: ChainPayment,
  seen: Look,
): Sighting {
  const arrival = arrived.get(sighting.key);
  if (arrival) {
    const { block, isReplaceable } = arrival;
    const live = { ...sighting, block, isReplaceable, status: "live" as const, goneAt: null };
    return sighting.booking ? live : { ...live, match: matchInBlock(live, quotes) };
  }
  if (sighting.status === "gone" || !seen.isGone(sighting)) return sighting;
  return { ...sighting, status: "gone", goneAt: toIso(seen.now), remindedAt: null };
}

/** What waited for its block for more than a day counts as late, though it was seen in time. */
function matchInBlock(sighting: Sighting, quotes: readonly Quote[]): Sighting["match"] {
  const quote = quotes.find(({ number }) => number === sighting.quoteNumber);
  if (sighting.match !== "on_time" || !quote || !sighting.block) return sighting.match;
  const last = Temporal.Instant.from(quote.expiresAt).add({ hours: GRACE_HOURS });
  return sighting.block.at > toIso(last) ? "late" : "on_time";
}

/** `null` for what is worth nothing: dust that anybody sends to any address. */
function sightingOf(
  arrival: Arrival,
  payment: ChainPayment,
  { seen, replaced }: { seen: Look; replaced: readonly Sighting[] },
): Sighting | null {
  const { quote, match } = inheritedFrom(arrival, payment, replaced) ??
    quoteFor(arrival, payment, seen.now);
  const worth = match === "wrong_asset" ? null : worthOf(arrival, { quote, payment });
  if (worth === 0) return null;
  const amount = money(
    Math.max(worth ?? Number.MAX_SAFE_INTEGER, quote.due.minor),
    payment.currency,
  );
  return {
    ...arrival,
    firstSeenAt: toIso(seen.now),
    status: "live",
    goneAt: null,
    quoteNumber: quote.number,
    match,
    rule: match === "wrong_asset" ? seen.rules.wrongAssetRule : seen.rules.lateRule,
    confirmations: confirmationsFor(seen.rules.steps, { network: payment.network, amount }),
    booking: null,
    proposal: null,
    isDismissed: false,
    remindedAt: null,
  };
}

/** A payment whose fee was raised is another transaction, but not another payment: it is as timely as the first. */
function inheritedFrom(
  arrival: Arrival,
  { quotes }: ChainPayment,
  replaced: readonly Sighting[],
): { quote: Quote; match: Sighting["match"] } | null {
  const first = replaced.find(({ asset, units, block }) =>
    block === null && asset === arrival.asset && units === arrival.units
  );
  const quote = first && quotes.find(({ number }) => number === first.quoteNumber);
  return first && quote ? { quote, match: first.match } : null;
}

/** The quote that an arrival was sent for, by when it was seen or when its block says that it was. */
export function quoteFor(
  arrival: Pick<Arrival, "asset" | "block">,
  { quotes }: Pick<ChainPayment, "quotes">,
  now: Temporal.Instant,
): { quote: Quote; match: Sighting["match"] } {
  const times = [toIso(now), ...(arrival.block ? [arrival.block.at] : [])];
  const isOfAsset = (quote: Quote) => quote.asset === arrival.asset;
  const holdsIt = ({ lockedAt, expiresAt }: Quote) =>
    times.some((time) => lockedAt <= time && time <= expiresAt);
  const timely = quotes.findLast((quote) => isOfAsset(quote) && holdsIt(quote));
  if (timely) return { quote: timely, match: "on_time" };
  const late = quotes.findLast(isOfAsset);
  if (late) return { quote: late, match: "late" };
  return { quote: currentQuote({ quotes }), match: "wrong_asset" };
}

function worthOf(
  { asset, units }: Arrival,
  { quote, payment }: { quote: Quote; payment: ChainPayment },
): number {
  return toMinor(BigInt(units), { asset, rate: rateOf(quote.price, payment.currency) });
}
