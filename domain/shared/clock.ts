/**
 * The one source of time. Use-cases take the clock from their `deps`, so that tests can set it and a rehearsal can
 * run in the future.
 */

/** Tells the time. */
export interface Clock {
  /** The current instant. */
  now(): Temporal.Instant;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/** The clock's time as it is stored: ISO 8601 in UTC with milliseconds, for example `2026-03-01T12:00:00.000Z`. */
export function isoNow(clock: Clock): string {
  return toIso(clock.now());
}

/** An instant as it is stored. Strings of this form sort by time. */
export function toIso(instant: Temporal.Instant): string {
  return instant.toString({ fractionalSecondDigits: 3 });
}

/** The day of an instant in UTC, for example `2026-03-01`. */
export function dayOf(instant: Temporal.Instant): string {
  return instant.toZonedDateTimeISO("UTC").toPlainDate().toString();
}
