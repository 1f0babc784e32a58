/** What a promotion takes off: case by case, and what holds for all. */
import { expect } from "expect";
import fc from "fast-check";
import {
  type Benefit,
  benefitText,
  discountFor,
  offerProblem,
  type PromotionOffer,
} from "@/domain/promotion/mod.ts";
import { replayUnit, totals } from "@/domain/invoice/line.ts";
import { money } from "@/domain/shared/money.ts";
import { LINES } from "./fixtures.ts";

function offer(benefit: Benefit, change: Partial<PromotionOffer> = {}): PromotionOffer {
  return {
    promotionId: "prm_1",
    code: "SUMMER20",
    benefit,
    periods: 1,
    plans: [],
    cycles: [],
    ...change,
  };
}

const percent = (basisPoints: number): Benefit => ({ kind: "percent", basisPoints });
const fixed = (minor: number, currency = "EUR"): Benefit => ({
  kind: "fixed",
  amounts: [money(minor, currency)],
});
const FREE_SETUP: Benefit = { kind: "free_setup" };

const CASES: ReadonlyArray<[what: string, benefit: Benefit, minor: number[], label: string]> = [
  ["20 % of what the term costs, without the setup", percent(2000), [-2000, -100], "20 % off"],
  ["12.5 %, rounded once a line", percent(1250), [-1250, -63], "12.5 % off"],
  ["all of the term", percent(10_000), [-10_000, -500], "100 % off"],
  ["an amount, dealt by what the lines cost", fixed(999), [-951, -48], "9.99 EUR off"],
  ["an amount that is just the term", fixed(10_500), [-10_000, -500], "105.00 EUR off"],
  ["never more than the term costs", fixed(99_999), [-10_000, -500], "999.99 EUR off"],
  ["nothing in another currency", fixed(500, "USD"), [], ""],
  ["the setup", FREE_SETUP, [-3000], "free setup"],
  ["nothing where it rounds to nothing", percent(1), [-1], "0.01 % off"],
];

for (const [what, benefit, minor, label] of CASES) {
  Deno.test(`discountFor() takes off ${what}`, () => {
    const lines = discountFor(offer(benefit), LINES);
    expect(lines.map(({ amount }) => amount.minor)).toEqual(minor);
    for (const line of lines) expect(line.label).toContain(`Promotion SUMMER20: ${label} (`);
  });
}

Deno.test("discountFor() takes nothing off where there is nothing of its kind", () => {
  const cent = { ...LINES[0]!, amount: money(1, "EUR") };
  expect(discountFor(offer(FREE_SETUP), LINES.slice(0, 2))).toEqual([]);
  expect(discountFor(offer(percent(2000)), LINES.slice(2))).toEqual([]);
  expect(discountFor(offer(percent(2000)), [])).toEqual([]);
  expect(discountFor(offer(percent(2000)), [cent])).toEqual([]);
});

Deno.test("discountFor() reaches the first, the first few, or all terms; a setup is paid once", () => {
  const reached = (periods: number | null, benefit = percent(1000)) =>
    [0, 1, 2, 3, 99].filter((period) =>
      discountFor(offer(benefit, { periods }), LINES, { period }).length > 0
    );
  expect(reached(1)).toEqual([0]);
  expect(reached(3)).toEqual([0, 1, 2]);
  expect(reached(null)).toEqual([0, 1, 2, 3, 99]);
  expect(reached(null, FREE_SETUP)).toEqual([0]);
});

Deno.test("benefitText() says how long it lasts", () => {
  expect(benefitText(offer(percent(2000), { periods: 3 }), "EUR")).toBe(
    "20 % off, the first 3 terms",
  );
  expect(benefitText(offer(percent(750), { periods: null }), "EUR")).toBe("7.5 % off, every term");
  expect(benefitText(offer(fixed(1200, "JPY")), "JPY")).toBe("1200 JPY off");
});

Deno.test("offerProblem() says what a code is for", () => {
  const order = { plan: "vps-grow", cycle: "annual" as const, lines: LINES };
  const problem = (benefit: Benefit, change: Partial<PromotionOffer> = {}, lines = LINES) =>
    offerProblem(offer(benefit, change), { ...order, lines });

  expect(problem(percent(2000))).toBe(null);
  expect(problem(percent(2000), { plans: ["vps-grow"], cycles: ["annual"] })).toBe(null);
  expect(problem(percent(2000), { plans: ["web-start"] })).toMatch(/other plans/);
  expect(problem(percent(2000), { cycles: ["monthly"] })).toMatch(/other billing cycles/);
  expect(problem(FREE_SETUP, {}, LINES.slice(0, 1))).toMatch(/no setup fee/);
  expect(problem(fixed(500, "USD"))).toMatch(/takes nothing off/);
});

const anyBenefit: fc.Arbitrary<Benefit> = fc.oneof(
  fc.integer({ min: 1, max: 10_000 }).map(percent),
  fc.integer({ min: 1, max: 10_000_000 }).map((minor) => fixed(minor)),
  fc.constant(FREE_SETUP),
);
const anyLines = fc.array(
  fc.record({
    kind: fc.constantFrom("plan" as const, "panel" as const, "addon" as const, "setup" as const),
    unit: fc.integer({ min: 0, max: 5_000_000 }).map((minor) => money(minor, "EUR")),
  }),
  { minLength: 1, maxLength: 8 },
);

Deno.test("an invoice with any discount is never below zero, adds up, and can be replayed", () => {
  fc.assert(
    fc.property(
      anyBenefit,
      anyLines,
      fc.integer({ min: 0, max: 10_000 }),
      fc.boolean(),
      (benefit, given, rateBasisPoints, isInclusive) => {
        const lines = given.map(({ kind, unit }, at) => ({
          kind,
          slug: String(at),
          label: "",
          quantity: 1,
          unit,
          amount: unit,
        }));
        const discount = discountFor(offer(benefit), lines);
        const all = [...lines, ...discount];
        const rule = { rateBasisPoints, isInclusive };

        const sums = totals(all, rule, "EUR");

        const added = (pick: (line: (typeof sums.lines)[number]) => number) =>
          sums.lines.reduce((total, line) => total + pick(line), 0);
        expect(sums.total.minor).toBeGreaterThanOrEqual(0);
        expect(sums.subtotal.minor).toBe(added((line) => line.net.minor));
        expect(sums.tax.minor).toBe(added((line) => line.tax.minor));
        expect(sums.total.minor).toBe(sums.subtotal.minor + sums.tax.minor);
        const paid = added((line) => line.amount.minor);
        if (isInclusive) expect(sums.total.minor).toBe(paid);
        else expect(sums.subtotal.minor).toBe(paid);
        for (const line of discount) {
          expect(line.unit.minor).toBeLessThan(0);
          const replayed = replayUnit(line.basis);
          if (replayed) expect(replayed).toEqual(line.unit);
        }
        const covered = lines.filter(({ kind }) => (kind === "setup") === (benefit === FREE_SETUP));
        const most = covered.reduce((total, { amount }) => total + amount.minor, 0);
        const taken = discount.reduce((total, { amount }) => total - amount.minor, 0);
        expect(taken).toBeLessThanOrEqual(most);
        if (benefit.kind === "fixed") {
          expect(taken).toBe(Math.min(benefit.amounts[0]!.minor, most));
        }
      },
    ),
    { numRuns: 2000 },
  );
});
