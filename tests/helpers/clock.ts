/** A clock that stands still until a test moves it. */
import type { Clock } from "@/domain/shared/clock.ts";

/** The time at which tests start unless they say otherwise: a Sunday, mid-month, no leap day in sight. */
export const TEST_START = "2026-03-01T12:00:00.000Z";

/** A clock whose time is set by the test. */
export class FakeClock implements Clock {
  #now: Temporal.Instant;

  constructor(at: string | Temporal.Instant = TEST_START) {
    this.#now = Temporal.Instant.from(at);
  }

  now(): Temporal.Instant {
    return this.#now;
  }

  /** Moves on by a duration; days, weeks, months and years are those of the UTC calendar. */
  advance(by: Temporal.DurationLike | string): void {
    this.#now = this.#now.toZonedDateTimeISO("UTC").add(by).toInstant();
  }

  /** Jumps to an instant, back in time too. */
  set(at: string | Temporal.Instant): void {
    this.#now = Temporal.Instant.from(at);
  }
}
