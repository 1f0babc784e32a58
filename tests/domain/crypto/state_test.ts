/** The life of a payment on a chain, as pure rules. */
import { expect } from "expect";
import fc from "fast-check";
import { confirmationsFor } from "@/domain/crypto/look.ts";
import { currentQuote, isFinal } from "@/domain/crypto/model.ts";
import { nextLookAt } from "@/domain/crypto/schedule.ts";
import { restOfQuote } from "@/domain/crypto/worth.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { money } from "@/domain/shared/money.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import {
  type ArrivalInput,
  arrivalOf,
  booked,
  minute,
  paymentOf,
  quoteOf,
  RULES,
  seeing,
  stateAt,
} from "./fixtures.ts";

/** The state after one look at `at`, at which the chain with a tip of 100 has these arrivals. */
function after(at: number, ...arrivals: ArrivalInput[]) {
  return stateAt(seeing(paymentOf(), at, { arrivals: arrivals.map(arrivalOf) }), at);
}

Deno.test("nothing has come: waiting until the rate runs out, then expired", () => {
  expect(stateAt(paymentOf(), 0)).toEqual({ phase: "waiting" });
  expect(stateAt(paymentOf(), 15)).toEqual({ phase: "waiting" });
  expect(stateAt(paymentOf(), 15.1)).toEqual({ phase: "expired" });
  expect(after(20)).toEqual({ phase: "expired" });
});

Deno.test("it is in no block yet: seen, and flagged if its sender may replace it", () => {
  expect(after(5, { isReplaceable: true }))
    .toEqual({ phase: "seen", received: 200_000n, isReplaceable: true });
  expect(after(5, { units: "90000" }))
    .toEqual({ phase: "seen", received: 90_000n, isReplaceable: false });
});

Deno.test("it is in a block: confirming by count, its own block the first", () => {
  const counts = [100, 99].map((height) => after(5, { height }));
  expect(counts).toEqual([
    { phase: "confirming", received: 200_000n, confirmations: 1, needed: 3 },
    { phase: "confirming", received: 200_000n, confirmations: 2, needed: 3 },
  ]);
});

Deno.test("of several payments the one that has farthest to go counts", () => {
  const both = [{ units: "150000", height: 97 }, { key: "b:0", units: "50000", height: 100 }];
  expect(after(5, ...both))
    .toEqual({ phase: "confirming", received: 200_000n, confirmations: 1, needed: 3 });
  expect(after(5, both[0]!, { ...both[1], height: undefined }))
    .toMatchObject({ phase: "seen", received: 200_000n });
});

Deno.test("it is booked: exact, underpaid or overpaid, by what was asked for and the tolerance", () => {
  const table: [units: string, tolerance: number, phase: string, difference: bigint | undefined][] =
    [
      ["200000", 0, "exact", undefined],
      ["199999", 0, "underpaid", 1n],
      ["200001", 0, "overpaid", 1n],
      ["190000", 500, "exact", undefined],
      ["189999", 500, "underpaid", 10_001n],
      ["198999", 50, "underpaid", 1_001n],
      ["199000", 50, "exact", undefined],
    ];
  for (const [units, toleranceBasisPoints, phase, difference] of table) {
    const arrivals = [arrivalOf({ units, height: 98 })];
    const seen = seeing(paymentOf(quoteOf({ toleranceBasisPoints })), 5, { arrivals });
    expect(seen.sightings.map((sighting) => isFinal(sighting, seen.tip))).toEqual([true]);
    const state = stateAt(booked(seen), 5);
    expect(state).toMatchObject({ phase, received: BigInt(units) });
    if ("missing" in state) expect(state.missing).toBe(difference);
    if ("excess" in state) expect(state.excess).toBe(difference);
  }
});

Deno.test("the rest of what was underpaid comes in time on the same quote, and it is exact", () => {
  const first = arrivalOf({ units: "150000", height: 98 });
  const part = booked(seeing(paymentOf(), 5, { arrivals: [first] }));
  const rest = arrivalOf({ key: "b:0", units: "50000", height: 101 });
  const whole = seeing(part, 10, { tip: 103, arrivals: [first, rest] });

  expect(stateAt(part, 5)).toMatchObject({ phase: "underpaid", missing: 50_000n });
  expect(stateAt(booked(whole), 10)).toEqual({ phase: "exact", received: 200_000n });
});

Deno.test("a fresh quote for the rest begins anew, and its payment is measured by it alone", () => {
  const first = arrivalOf({ units: "150000", height: 98 });
  const part = booked(seeing(paymentOf(), 5, { arrivals: [first] }));
  const rest = quoteOf({
    number: 2,
    units: "51000",
    due: money(2500, "EUR"),
    lockedAt: "2026-03-01T12:20:00.000Z",
  });
  const asked = { ...part, quotes: [...part.quotes, rest] };
  const arrival = arrivalOf({ key: "b:0", units: "51000", height: 103, minedAt: 22 });
  const whole = seeing(asked, 25, { tip: 105, arrivals: [first, arrival] });

  expect(stateAt(asked, 21)).toEqual({ phase: "waiting" });
  expect(whole.sightings[1]).toMatchObject({ quoteNumber: 2, match: "on_time" });
  expect(stateAt(booked(whole), 25)).toEqual({ phase: "exact", received: 51_000n });
});

Deno.test("it comes after the rate has run out: late, unless its block was made in time", () => {
  const late = seeing(paymentOf(), 16, { arrivals: [arrivalOf({ height: 98, minedAt: 15.5 })] });
  const unseen = seeing(paymentOf(), 90, { arrivals: [arrivalOf({ height: 98, minedAt: 14 })] });

  expect(late.sightings[0]!.match).toBe("late");
  expect(stateAt(late, 16))
    .toEqual({ phase: "late", asset: "BTC", units: "200000", waitsForStaff: false });
  expect(unseen.sightings[0]!.match).toBe("on_time");
});

Deno.test("it was seen in time, but waited more than a day for its block: late", () => {
  const seen = seeing(paymentOf(), 5, { arrivals: [arrivalOf()] });
  const dayLater = 15 + 24 * 60;
  const mined = (minedAt: number) =>
    seeing(seen, minedAt, { arrivals: [arrivalOf({ height: 98, minedAt })] }).sightings[0]!.match;

  expect(seen.sightings[0]!.match).toBe("on_time");
  expect([mined(dayLater), mined(dayLater + 1)]).toEqual(["on_time", "late"]);
});

Deno.test("it comes in another asset: wrong asset, left to staff or booked by its rate as the settings say", () => {
  const usdc = paymentOf(quoteOf({ asset: "USDC" }));
  const arrivals = [arrivalOf({ asset: "ETH", units: "50000000000000000", height: 98 })];
  const asked = seeing(usdc, 5, { arrivals });
  const byRate = { ...RULES, wrongAssetRule: "rate_at_confirmation" as const };
  const rated = seeing(usdc, 5, { arrivals, rules: byRate });

  expect(stateAt(asked, 5)).toEqual({
    phase: "wrong_asset",
    asset: "ETH",
    units: "50000000000000000",
    waitsForStaff: true,
  });
  expect(stateAt(rated, 5)).toMatchObject({ phase: "wrong_asset", waitsForStaff: false });
  expect(asked.sightings[0]!.booking).toBeNull();
});

Deno.test("who changes the asset may still pay what was asked before, for as long as that holds", () => {
  const ether = quoteOf({ asset: "ETH" });
  const usdc = quoteOf({ asset: "USDC", number: 2, lockedAt: "2026-03-01T12:05:00.000Z" });
  const arrivals = [arrivalOf({ asset: "ETH", units: ether.units, height: 98, minedAt: 9 })];
  const match = (at: number, minedAt = at) =>
    seeing(paymentOf(ether, usdc), at, {
      arrivals: [{
        ...arrivals[0]!,
        block: { ...arrivals[0]!.block!, at: minute(minedAt).toString() },
      }],
    }).sightings[0]!;

  expect(match(10)).toMatchObject({ match: "on_time", quoteNumber: 1 });
  expect(match(17)).toMatchObject({ match: "late", quoteNumber: 1 });
});

Deno.test("the chain no longer has it: reorganised, and back when it is there again", () => {
  const mined = seeing(paymentOf(), 5, { arrivals: [arrivalOf({ height: 100 })] });
  const gone = seeing(mined, 6);
  const back = seeing(gone, 7, { tip: 101, arrivals: [arrivalOf({ height: 101 })] });
  const withdrawn = seeing(seeing(paymentOf(), 5, { arrivals: [arrivalOf()] }), 6);

  expect(stateAt(gone, 6)).toEqual({ phase: "reorganised", wasInBlock: true });
  expect(stateAt(withdrawn, 6)).toEqual({ phase: "reorganised", wasInBlock: false });
  expect(stateAt(back, 7)).toMatchObject({ phase: "confirming", confirmations: 1 });
  expect(back.sightings).toHaveLength(1);
  expect(back.sightings[0]).toMatchObject({ firstSeenAt: "2026-03-01T12:05:00.000Z" });
});

Deno.test("a payment whose fee was raised is as timely as the one that it replaces", () => {
  const seen = seeing(paymentOf(), 14, { arrivals: [arrivalOf({ isReplaceable: true })] });
  const raised = seeing(seen, 16, { arrivals: [arrivalOf({ key: "b:0", isReplaceable: true })] });
  const smaller = seeing(seen, 16, { arrivals: [arrivalOf({ key: "b:0", units: "100000" })] });

  expect(raised.sightings.map(({ status, match }) => [status, match]))
    .toEqual([["gone", "on_time"], ["live", "on_time"]]);
  expect(smaller.sightings.map(({ status, match }) => [status, match]))
    .toEqual([["gone", "on_time"], ["live", "late"]]);
});

Deno.test("what was booked and is gone is lost, whatever else comes; staff hear of it", () => {
  const paid = booked(seeing(paymentOf(), 5, { arrivals: [arrivalOf({ height: 98 })] }));
  const lost = seeing(paid, 60);
  const more = seeing(lost, 61, { arrivals: [arrivalOf({ key: "b:0" })] });

  expect([stateAt(lost, 60), stateAt(more, 61)]).toEqual([{ phase: "lost" }, { phase: "lost" }]);
  expect(lost.sightings[0]!.booking).not.toBeNull();
});

Deno.test("what is worth nothing changes no state", () => {
  const dusted = seeing(paymentOf(), 5, { arrivals: [arrivalOf({ units: "19" })] });
  expect(dusted.sightings).toEqual([]);
  expect(stateAt(dusted, 5)).toEqual({ phase: "waiting" });
});

Deno.test("an address that somebody fills with dust keeps a list of forty, the first ones", () => {
  const arrivals = Array.from({ length: 60 }, (_, n) => arrivalOf({ key: `d${n}:0`, units: "20" }));
  const dusted = seeing(paymentOf(), 5, { arrivals });
  expect(dusted.sightings.map(({ key }) => key)).toEqual(
    arrivals.slice(0, 40).map(({ key }) => key),
  );
});

Deno.test("looking twice at the same chain changes nothing but the time of the look", () => {
  const input = fc.array(
    fc.record({
      key: fc.constantFrom("a:0", "b:0", "c:1"),
      units: fc.constantFrom("20", "100000", "200000", "300000"),
      height: fc.option(fc.integer({ min: 90, max: 100 }), { nil: undefined }),
      minedAt: fc.integer({ min: -5, max: 30 }),
    }),
    { maxLength: 3 },
  ).map((list) => [...new Map(list.map((each) => [each.key, arrivalOf(each)])).values()]);
  fc.assert(fc.property(input, input, fc.integer({ min: 0, max: 2000 }), (first, second, at) => {
    const once = seeing(seeing(paymentOf(), at, { arrivals: first }), at + 1, { arrivals: second });
    const twice = seeing(once, at + 1, { arrivals: second });
    expect(twice).toEqual(once);
    const keys = once.sightings.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual(expect.arrayContaining([...first, ...second].map(({ key }) => key)));
  }));
});

Deno.test("confirmationsFor() takes the lowest step that the amount fits in, and the most without one", async () => {
  await using deps = await makeDeps();
  const { steps } = await getSettings(deps, "confirmations");
  const of = (minor: number, currency = "EUR", network: "bitcoin" | "ethereum" = "bitcoin") =>
    confirmationsFor(steps, { network, amount: money(minor, currency) });

  expect([1, 10_000, 10_001, 100_000, 500_000, 500_001].map((minor) => of(minor)))
    .toEqual([1, 1, 2, 2, 3, 6]);
  expect([of(100, "JPY"), of(101, "JPY"), of(100_000, "KWD")]).toEqual([1, 2, 1]);
  expect([of(10_000, "EUR", "ethereum"), of(9e9, "EUR", "ethereum")]).toEqual([12, 64]);
  expect(confirmationsFor([], { network: "bitcoin", amount: money(1, "EUR") })).toBe(6);
});

Deno.test("more than was asked for needs the confirmations of what it is worth", () => {
  const steps = [
    { network: "bitcoin", upTo: 100, confirmations: 1 },
    { network: "bitcoin", upTo: 0, confirmations: 6 },
  ] as const;
  const rules = { ...RULES, steps: [...steps] };
  const needs = (units: string) =>
    seeing(paymentOf(), 5, { rules, arrivals: [arrivalOf({ units })] }).sightings[0]!.confirmations;

  expect([needs("100"), needs("200000"), needs("200100")]).toEqual([1, 1, 6]);
});

Deno.test("a chain is asked every minute while it matters, then ever more rarely, and in the end no more", () => {
  const quiet = paymentOf();
  const pause = (payment: typeof quiet, at: number) => {
    const next = nextLookAt(payment, minute(at));
    return next && minute(at).until(next).total("minutes");
  };
  const hours = (n: number) => 15 + n * 60;

  expect([0, 14, hours(1.9), hours(3), hours(25), hours(8 * 24), hours(61 * 24)]
    .map((at) => pause(quiet, at))).toEqual([1, 1, 1, 10, 60, 720, null]);
  const waiting = seeing(quiet, hours(100), { arrivals: [arrivalOf()] });
  expect(pause(waiting, hours(200))).toBe(1);
  expect(pause(booked(waiting), hours(100))).toBe(1);
  expect(pause({ ...quiet, origin: null }, 0)).toBeNull();
  expect(currentQuote(quiet).number).toBe(1);
});

Deno.test("what is left to be sent is what was asked for less what has come, confirmed or not", () => {
  const rest = (units?: string, toleranceBasisPoints = 0) => {
    const payment = paymentOf(quoteOf({ toleranceBasisPoints }));
    const arrivals = units === undefined ? [] : [arrivalOf({ units })];
    const { units: left, due } = restOfQuote(
      seeing(payment, 5, { arrivals }),
      currentQuote(payment),
    );
    return [left, due.minor];
  };

  expect(rest()).toEqual([200_000n, 10_000]);
  expect(rest("50000")).toEqual([150_000n, 7500]);
  expect(rest("66667")).toEqual([133_333n, 6667]);
  expect(rest("199999")).toEqual([1n, 1]);
  expect(rest("200000")).toEqual([0n, 0]);
  expect(rest("300000")).toEqual([0n, 0]);
  expect(rest("190000", 500)).toEqual([0n, 0]);
});
