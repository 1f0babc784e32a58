/** What of a chain payment waits for staff, since when, and when they are reminded of it: once for each, after three days. */
import { toIso } from "@/domain/shared/clock.ts";
import type { ChainPayment, Claim, Sighting } from "./model.ts";
import { isLost, waitsForDecision } from "./state.ts";

/** How long something waits before staff are reminded of it. */
const REMIND_AFTER_HOURS = 72;

type Seen = Pick<ChainPayment, "sightings" | "claims">;

/** Something that waits for staff. */
export type OpenEntry =
  | { kind: "late" | "wrong_asset" | "lost"; sighting: Sighting; since: string }
  | { kind: "claim"; claim: Claim; since: string };

/** All that waits for staff, in the order in which it came. */
export function openEntries({ sightings, claims }: Seen): OpenEntry[] {
  const seen = sightings.flatMap((sighting): OpenEntry[] => {
    const { match, firstSeenAt, goneAt } = sighting;
    if (isLost(sighting)) return [{ kind: "lost", sighting, since: goneAt ?? firstSeenAt }];
    return match !== "on_time" && waitsForDecision(sighting)
      ? [{ kind: match, sighting, since: firstSeenAt }]
      : [];
  });
  const named = claims.filter(({ status }) => status === "pending")
    .map((claim): OpenEntry => ({ kind: "claim", claim, since: claim.namedAt }));
  return [...seen, ...named].toSorted((a, b) => a.since.localeCompare(b.since));
}

/** Those of which staff are to be reminded by then. */
export function entriesToRemind(payment: Seen, now: Temporal.Instant): OpenEntry[] {
  return unreminded(payment).filter((entry) => remindAt(entry) <= toIso(now));
}

/** When staff are next to be reminded; `null`: of nothing. */
export function nextReminderAt(payment: Seen): string | null {
  return unreminded(payment).map(remindAt).toSorted()[0] ?? null;
}

/** The chain payment after staff were reminded of these. */
export function withReminded(
  payment: ChainPayment,
  entries: readonly OpenEntry[],
  at: string,
): ChainPayment {
  const isOne = (value: Claim | Sighting) => entries.some((entry) => markedOf(entry) === value);
  return {
    ...payment,
    sightings: payment.sightings.map((each) => isOne(each) ? { ...each, remindedAt: at } : each),
    claims: payment.claims.map((each) => isOne(each) ? { ...each, remindedAt: at } : each),
  };
}

function unreminded(payment: Seen): OpenEntry[] {
  return openEntries(payment).filter((entry) => markedOf(entry).remindedAt === null);
}

function markedOf(entry: OpenEntry): Claim | Sighting {
  return entry.kind === "claim" ? entry.claim : entry.sighting;
}

function remindAt({ since }: OpenEntry): string {
  return toIso(Temporal.Instant.from(since).add({ hours: REMIND_AFTER_HOURS }));
}
