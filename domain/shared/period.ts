/**
 * Billing cycles and periods. A period is computed from the anchor day (anchor + n cycles, the day clamped to the
 * month), never from the period before, so that a service begun on the 31st keeps its 31st. Islands import this too:
 * the schema of a cycle is in `period_schema.ts`.
 */

/** The terms that a plan can be billed by, shortest first. */
export const CYCLES = ["monthly", "quarterly", "semi_annual", "annual"] as const;

/** A billing term. */
export type Cycle = (typeof CYCLES)[number];

/** Months of a cycle. */
export const CYCLE_MONTHS: Readonly<Record<Cycle, number>> = {
  monthly: 1,
  quarterly: 3,
  semi_annual: 6,
  annual: 12,
};

/** A billed span of days; `endsOn` is the first day that is not part of it, and the next period's start. */
export interface Period {
  readonly startsOn: string;
  readonly endsOn: string;
}

/** The period number `index` (0 is the first) of a service whose first day is `anchorOn`; days as `2026-01-31`. */
export function periodAt(anchorOn: string, cycle: Cycle, index: number): Period {
  const anchor = Temporal.PlainDate.from(anchorOn);
  const at = (n: number) => anchor.add({ months: n * CYCLE_MONTHS[cycle] }).toString();
  return { startsOn: at(index), endsOn: at(index + 1) };
}
