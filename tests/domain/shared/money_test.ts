import { expect } from "expect";
import fc from "fast-check";
import {
  add,
  allocate,
  compare,
  type Money,
  money,
  parseMoney,
  share,
  subtract,
  sum,
  times,
  toDecimal,
  zero,
} from "@/domain/shared/money.ts";
import { moneySchema } from "@/domain/shared/money_schema.ts";

const SAFE = { min: -1_000_000_000_000, max: 1_000_000_000_000 };
const minors = fc.integer(SAFE);
const weights = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 20 })
  .filter((list) => list.some((weight) => weight > 0));

Deno.test("allocate() deals out the whole amount, each share within a unit of its exact part", () => {
  fc.assert(fc.property(minors, weights, (minor, list) => {
    const shares = allocate(money(minor, "EUR"), list);
    expect(sum(shares, "EUR")).toEqual(money(minor, "EUR"));
    const total = list.reduce((a, b) => a + b, 0);
    shares.forEach((part, index) => {
      const exact = BigInt(minor) * BigInt(list[index]!);
      const difference = exact - BigInt(part.minor) * BigInt(total);
      const distance = difference < 0n ? -difference : difference;
      expect(distance < BigInt(total)).toBe(true);
    });
  }));
});

Deno.test("allocate() gives nothing to a weight of zero, and equal weights differ by a unit at most", () => {
  expect(allocate(money(100, "EUR"), [1, 0, 2])).toEqual([
    money(33, "EUR"),
    money(0, "EUR"),
    money(67, "EUR"),
  ]);
  expect(allocate(money(-100, "EUR"), [1, 1, 1]).map((part) => part.minor)).toEqual([
    -34,
    -33,
    -33,
  ]);
  expect(allocate(money(2, "JPY"), [1, 1, 1]).map((part) => part.minor)).toEqual([1, 1, 0]);
});

Deno.test("allocate() refuses weights that are negative or all zero", () => {
  for (const bad of [[], [0, 0], [2, -1]]) {
    expect(() => allocate(money(1, "EUR"), bad)).toThrow(RangeError);
  }
});

Deno.test("share() is the nearest whole unit, halves away from zero", () => {
  const cases: Array<[number, bigint, bigint, number]> = [
    [1000, 19n, 100n, 190],
    [5, 1n, 10n, 1],
    [-5, 1n, 10n, -1],
    [4, 1n, 10n, 0],
    [15, 1n, 10n, 2],
    [25, 1n, 10n, 3],
    [-25, 1n, 10n, -3],
    [7, -1n, 2n, -4],
    [999, 0n, 1n, 0],
  ];
  for (const [minor, numerator, denominator, expected] of cases) {
    expect(share(money(minor, "EUR"), { numerator, denominator })).toEqual(money(expected, "EUR"));
  }
});

Deno.test("share() is never more than half a unit off, and turns its sign with the amount", () => {
  const parts = fc.tuple(minors, fc.bigInt(0n, 10_000n), fc.bigInt(1n, 10_000n));
  fc.assert(fc.property(parts, ([minor, numerator, denominator]) => {
    fc.pre(Math.abs(minor) * Number(numerator) / Number(denominator) < 2 ** 52);
    const rounded = share(money(minor, "EUR"), { numerator, denominator });
    const error = 2n * (BigInt(minor) * numerator - BigInt(rounded.minor) * denominator);
    expect((error < 0n ? -error : error) <= denominator).toBe(true);
    const turned = share(money(-minor, "EUR"), { numerator, denominator });
    expect(turned.minor + rounded.minor).toBe(0);
  }));
});

Deno.test("share() refuses a denominator that isn't positive", () => {
  for (const denominator of [0n, -1n]) {
    expect(() => share(money(1, "EUR"), { numerator: 1n, denominator })).toThrow(RangeError);
  }
});

Deno.test("parseMoney() reads what toDecimal() writes, in currencies of 0, 2 and 3 decimals", () => {
  const amounts = fc.record({
    minor: fc.integer({ min: 0, max: 10_000_000_000 }),
    currency: fc.constantFrom("EUR", "USD", "JPY", "KWD"),
  });
  fc.assert(fc.property(amounts, ({ minor, currency }) => {
    const decimal = toDecimal(money(minor, currency));
    expect(parseMoney(decimal, currency)).toEqual(money(minor, currency));
    expect(parseMoney(` ${decimal.replace(".", ",")} `, currency)).toEqual(money(minor, currency));
  }));
  expect(parseMoney("10000000000", "JPY")).toEqual(money(10_000_000_000, "JPY"));
});

Deno.test("toDecimal() writes all decimals of the currency", () => {
  const cases: Array<[Money, string]> = [
    [money(1250, "EUR"), "12.50"],
    [money(5, "EUR"), "0.05"],
    [money(-5, "EUR"), "-0.05"],
    [money(500, "JPY"), "500"],
    [money(1, "KWD"), "0.001"],
  ];
  for (const [amount, text] of cases) expect(toDecimal(amount)).toBe(text);
});

Deno.test("parseMoney() refuses what isn't a plain amount of the currency", () => {
  const bad = [
    ["", "EUR"],
    ["-1", "EUR"],
    ["+1", "EUR"],
    ["1e3", "EUR"],
    ["1.234", "EUR"],
    ["1,000.00", "EUR"],
    ["1.", "EUR"],
    [".5", "EUR"],
    ["0x10", "EUR"],
    ["١٢", "EUR"],
    ["1.5", "JPY"],
    ["1.2345", "KWD"],
    ["99999999999", "EUR"],
    ["100000000.01", "EUR"],
    ["NaN", "EUR"],
    ["1 000", "EUR"],
  ] as const;
  for (const [text, currency] of bad) {
    expect([text, parseMoney(text, currency)]).toEqual([text, null]);
  }
});

Deno.test("amounts beyond the safe integers, and fractions, don't exist", () => {
  for (const minor of [0.1, NaN, Infinity, 2 ** 53]) {
    expect(() => money(minor, "EUR")).toThrow(RangeError);
  }
  expect(() => add(money(Number.MAX_SAFE_INTEGER, "EUR"), money(1, "EUR"))).toThrow(RangeError);
  expect(() => times(money(2 ** 52, "EUR"), 4)).toThrow(RangeError);
  expect(() => times(money(1, "EUR"), 1.5)).toThrow(RangeError);
});

Deno.test("amounts of two currencies don't mix", () => {
  const [a, b] = [money(1, "EUR"), money(1, "USD")];
  for (const mix of [add, subtract, compare]) expect(() => mix(a, b)).toThrow(TypeError);
  expect(() => sum([a, b], "EUR")).toThrow(TypeError);
});

Deno.test("nothing is zero, never minus zero", () => {
  expect(Object.is(times(money(5, "EUR"), -0).minor, 0)).toBe(true);
  expect(Object.is(share(money(-1, "EUR"), { numerator: 0n, denominator: 1n }).minor, 0)).toBe(
    true,
  );
  expect(Object.is(subtract(zero("EUR"), zero("EUR")).minor, 0)).toBe(true);
});

Deno.test("a stored amount has a safe integer, a currency code and nothing else", () => {
  expect(moneySchema.safeParse({ minor: 1, currency: "EUR" }).success).toBe(true);
  const bad = [
    { minor: 1.5, currency: "EUR" },
    { minor: 2 ** 53, currency: "EUR" },
    { minor: "1", currency: "EUR" },
    { minor: 1, currency: "eur" },
    { minor: 1, currency: "EUR", extra: 1 },
    { minor: 1 },
  ];
  for (const value of bad) expect(moneySchema.safeParse(value).success).toBe(false);
});
