/**
 * Where a chain payment stands, as a pure function of what was asked for, what the chain has shown and the time. What is
 * under way comes before what is settled, and what was settled before the quote that holds now is history.
 */
import type { Asset } from "@/domain/settings/mod.ts";
import { toIso } from "@/domain/shared/clock.ts";
import {
  type ChainPayment,
  confirmationsOf,
  currentQuote,
  leastUnits,
  type Quote,
  type Sighting,
} from "./model.ts";

/** Money that came on other terms than those of the quote. */
export interface OtherTerms {
  asset: Asset;
  /** Decimal string of the smallest unit. */
  units: string;
  /** Staff have to decide about it, because the settings say so. */
  waitsForStaff: boolean;
}

/** Where a chain payment stands. Amounts are of the quote's asset, in its smallest unit. */
export type ChainState =
  | { phase: "waiting" }
  | { phase: "expired" }
  | { phase: "seen"; received: bigint; isReplaceable: boolean }
  | { phase: "confirming"; received: bigint; confirmations: number; needed: number }
  | { phase: "exact"; received: bigint }
  | { phase: "underpaid"; received: bigint; missing: bigint }
  | { phase: "overpaid"; received: bigint; excess: bigint }
  | { phase: "late" } & OtherTerms
  | { phase: "wrong_asset" } & OtherTerms
  | { phase: "reorganised"; wasInBlock: boolean }
  | { phase: "lost" };

type StateInput = Pick<ChainPayment, "quotes" | "sightings" | "tip">;

/** The state at an instant. */
export function stateOf(payment: StateInput, now: Temporal.Instant): ChainState {
  const { sightings, tip } = payment;
  const quote = currentQuote(payment);
  if (sightings.some(isLost)) return { phase: "lost" };
  const counted = sightings.filter(({ status, isDismissed }) => status === "live" && !isDismissed);
  const open = counted.filter(({ booking }) => booking === null);
  if (open.length > 0) return stateOfOpen(open, { quote, tip });
  const timely = counted.filter(({ match, quoteNumber }) =>
    match === "on_time" && quoteNumber === quote.number
  );
  if (timely.length > 0) return settled(totalOf(timely), quote);
  const other = counted.findLast((sighting) => isSince(sighting.firstSeenAt, quote));
  if (other && other.match !== "on_time") return otherTerms(other, other.match);
  const gone = sightings.findLast((sighting) =>
    sighting.status === "gone" && isSince(sighting.goneAt ?? "", quote)
  );
  if (gone) return { phase: "reorganised", wasInBlock: gone.block !== null };
  return { phase: toIso(now) <= quote.expiresAt ? "waiting" : "expired" };
}

/** Whether it was booked, is gone, and nobody of the staff has said that they know. */
export function isLost({ booking, status, isDismissed }: Sighting): boolean {
  return booking !== null && status === "gone" && !isDismissed;
}

/** What isn't booked yet: the one that has farthest to go says where all of it stands. */
function stateOfOpen(
  open: readonly Sighting[],
  { quote, tip }: { quote: Quote; tip: number | null },
): ChainState {
  const received = totalOf(open.filter(({ asset }) => asset === quote.asset));
  const unconfirmed = open.filter(({ block }) => block === null);
  if (unconfirmed.length > 0) {
    const isReplaceable = unconfirmed.some((sighting) => sighting.isReplaceable);
    return { phase: "seen", received, isReplaceable };
  }
  const missing = (sighting: Sighting) => sighting.confirmations - confirmationsOf(sighting, tip);
  const last = open.reduce((a, b) => missing(b) > missing(a) ? b : a);
  if (missing(last) > 0 || last.match === "on_time") {
    const confirmations = Math.min(confirmationsOf(last, tip), last.confirmations);
    return { phase: "confirming", received, confirmations, needed: last.confirmations };
  }
  return otherTerms(last, last.match);
}

function settled(received: bigint, quote: Quote): ChainState {
  const asked = BigInt(quote.units);
  if (received > asked) return { phase: "overpaid", received, excess: received - asked };
  if (received >= leastUnits(quote)) return { phase: "exact", received };
  return { phase: "underpaid", received, missing: asked - received };
}

function otherTerms(sighting: Sighting, phase: "late" | "wrong_asset"): ChainState {
  const { asset, units } = sighting;
  return { phase, asset, units, waitsForStaff: waitsForDecision(sighting) };
}

function totalOf(sightings: readonly Sighting[]): bigint {
  return sightings.reduce((total, { units }) => total + BigInt(units), 0n);
}

function isSince(at: string, { lockedAt }: Quote): boolean {
  return at >= lockedAt;
}

/** Whether staff have something to decide: about money on other terms, a named transaction, or money that is lost. */
export function needsStaff(payment: Pick<ChainPayment, "sightings" | "claims">): boolean {
  return payment.claims.some(({ status }) => status === "pending") ||
    payment.sightings.some((sighting) => isLost(sighting) || waitsForDecision(sighting));
}

/** Whether a sighting is on other terms and its rule leaves it to staff. */
export function waitsForDecision(
  { status, booking, isDismissed, match, rule }: Sighting,
): boolean {
  return status === "live" && booking === null && !isDismissed && match !== "on_time" &&
    rule === "staff_decides";
}
