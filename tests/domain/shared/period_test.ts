import { expect } from "expect";
import fc from "fast-check";
import { type Cycle, CYCLE_MONTHS, CYCLES, periodAt } from "@/domain/shared/period.ts";

Deno.test("a service begun on the 31st keeps its 31st", () => {
  const starts = Array.from({ length: 6 }, (_, n) => periodAt("2026-01-31", "monthly", n).startsOn);
  expect(starts).toEqual([
    "2026-01-31",
    "2026-02-28",
    "2026-03-31",
    "2026-04-30",
    "2026-05-31",
    "2026-06-30",
  ]);
});

Deno.test("periods of each cycle end where its months say", () => {
  const cases: Array<[string, Cycle, number, string, string]> = [
    ["2026-03-01", "monthly", 0, "2026-03-01", "2026-04-01"],
    ["2026-11-30", "quarterly", 0, "2026-11-30", "2027-02-28"],
    ["2026-11-30", "quarterly", 1, "2027-02-28", "2027-05-30"],
    ["2026-08-31", "semi_annual", 0, "2026-08-31", "2027-02-28"],
    ["2026-08-31", "semi_annual", 2, "2027-08-31", "2028-02-29"],
    ["2024-02-29", "annual", 0, "2024-02-29", "2025-02-28"],
    ["2024-02-29", "annual", 4, "2028-02-29", "2029-02-28"],
    ["2023-12-31", "monthly", 2, "2024-02-29", "2024-03-31"],
  ];
  for (const [anchor, cycle, index, startsOn, endsOn] of cases) {
    expect(periodAt(anchor, cycle, index)).toEqual({ startsOn, endsOn });
  }
});

Deno.test("each period ends where the next begins, within the month that its number says", () => {
  const inputs = fc.record({
    day: fc.integer({ min: 0, max: 4000 }),
    cycle: fc.constantFrom(...CYCLES),
    index: fc.integer({ min: 0, max: 240 }),
  });
  fc.assert(fc.property(inputs, ({ day, cycle, index }) => {
    const anchor = Temporal.PlainDate.from("2020-01-01").add({ days: day });
    const period = periodAt(anchor.toString(), cycle, index);
    expect(periodAt(anchor.toString(), cycle, index + 1).startsOn).toBe(period.endsOn);
    const month = anchor.toPlainYearMonth().add({ months: index * CYCLE_MONTHS[cycle] });
    const start = Temporal.PlainDate.from(period.startsOn);
    expect(start.toPlainYearMonth().equals(month)).toBe(true);
    expect(start.day).toBe(Math.min(anchor.day, month.daysInMonth));
  }));
});
