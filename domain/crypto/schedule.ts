/** When a chain is asked again about a payment: every minute while it matters, then ever more rarely, then no more. */
import { toIso } from "@/domain/shared/clock.ts";
import { type ChainPayment, currentQuote } from "./model.ts";

/** How long after the last thing that happened, and how often the chain is asked until then. */
const LADDER = [
  { withinHours: 2, everyMinutes: 1 },
  { withinHours: 24, everyMinutes: 10 },
  { withinHours: 7 * 24, everyMinutes: 60 },
  { withinHours: 60 * 24, everyMinutes: 12 * 60 },
] as const;

/** The next look; `null` when nobody expects anything any more, or when nobody can tell whose money it would be. */
export function nextLookAt(
  payment: Pick<ChainPayment, "quotes" | "sightings" | "origin">,
  now: Temporal.Instant,
): string | null {
  if (payment.origin === null) return null;
  const isUnderWay = payment.sightings.some((
    { status, booking, isDismissed, block, rule, match },
  ) =>
    status === "live" && booking === null && !isDismissed &&
    (block === null || match === "on_time" || rule === "rate_at_confirmation")
  );
  if (isUnderWay) return toIso(now.add({ minutes: 1 }));
  const hours = lastEventOf(payment).until(now).total("hours");
  const step = LADDER.find(({ withinHours }) => hours < withinHours);
  return step ? toIso(now.add({ minutes: step.everyMinutes })) : null;
}

function lastEventOf(payment: Pick<ChainPayment, "quotes" | "sightings">): Temporal.Instant {
  const times = [
    currentQuote(payment).expiresAt,
    ...payment.sightings.flatMap(({ firstSeenAt, goneAt, booking }) => [
      firstSeenAt,
      ...(goneAt ? [goneAt] : []),
      ...(booking ? [booking.at] : []),
    ]),
  ];
  return Temporal.Instant.from(times.toSorted().at(-1)!);
}
