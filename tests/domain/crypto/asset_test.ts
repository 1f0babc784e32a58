import { expect } from "expect";
import fc from "fast-check";
import { ASSET_FACTS, formatUnits, parseUnits, toMinor, toUnits } from "@/domain/crypto/asset.ts";
import { rateOf } from "@/domain/crypto/price.ts";
import { type Asset, ASSETS } from "@/domain/settings/mod.ts";
import { money } from "@/domain/shared/money.ts";

const eur = (minor: number) => money(minor, "EUR");
const rate = (euros: string) => rateOf(euros, "EUR");

Deno.test("toUnits() is exact, and rounds up to the last decimal that is asked for", () => {
  const table: [asset: Asset, minor: number, price: string, units: bigint][] = [
    // 10 EUR at 50,000 EUR a bitcoin
    ["BTC", 1000, "50000", 20_000n],
    // 1 cent at 30,000 EUR: 33.3 satoshi
    ["BTC", 1, "30000", 34n],
    ["ETH", 200_000, "2000", 10n ** 18n],
    // A third of a coin, up to the 8th decimal
    ["ETH", 100_000, "3000", 333_333_340_000_000_000n],
    ["USDT", 1000, "0.92", 10_869_600n],
    ["USDC", 100, "1", 1_000_000n],
    ["BTC", 0, "50000", 0n],
    // More than a double can count
    ["ETH", 9_000_000_000_000_001, "0.01", 9_000_000_000_000_001n * 10n ** 18n],
  ];
  for (const [asset, minor, price, units] of table) {
    expect([asset, toUnits(eur(minor), { asset, rate: rate(price) })]).toEqual([asset, units]);
  }
});

Deno.test("toUnits() never asks for less than the amount is worth, nor for a cent more", () => {
  const cases = fc.record({
    asset: fc.constantFrom<Asset>(...ASSETS),
    minor: fc.integer({ min: 1, max: 10_000_000 }),
    cents: fc.integer({ min: 1, max: 20_000_000 }),
  });
  fc.assert(fc.property(cases, ({ asset, minor, cents }) => {
    const price = { numerator: BigInt(cents), denominator: 1n };
    const units = toUnits(eur(minor), { asset, rate: price });
    const { decimals, quotedDecimals } = ASSET_FACTS[asset];
    const step = 10n ** BigInt(decimals - quotedDecimals);

    expect(units % step).toBe(0n);
    expect(toMinor(units, { asset, rate: price })).toBeGreaterThanOrEqual(minor);
    expect(toMinor(units - step, { asset, rate: price })).toBeLessThan(minor);
  }));
});

Deno.test("toUnits() refuses a rate of nothing and a negative amount", () => {
  for (const bad of [{ numerator: 0n, denominator: 1n }, { numerator: 1n, denominator: 0n }]) {
    expect(() => toUnits(eur(1), { asset: "BTC", rate: bad })).toThrow(RangeError);
  }
  expect(() => toUnits(eur(-1), { asset: "BTC", rate: rate("1") })).toThrow(RangeError);
});

Deno.test("toMinor() rounds down", () => {
  expect(toMinor(33n, { asset: "BTC", rate: rate("30000") })).toBe(0);
  expect(toMinor(34n, { asset: "BTC", rate: rate("30000") })).toBe(1);
  expect(toMinor(10n ** 18n - 1n, { asset: "ETH", rate: rate("2000") })).toBe(199_999);
});

Deno.test("formatUnits() writes what parseUnits() reads, without needless zeros", () => {
  const table: [units: bigint, asset: Asset, text: string][] = [
    [0n, "BTC", "0"],
    [12_000n, "BTC", "0.00012"],
    [1n, "ETH", "0.000000000000000001"],
    [10n ** 18n, "ETH", "1"],
    [3_500_000n, "USDT", "3.5"],
    [1_200_000_000n, "USDC", "1200"],
  ];
  for (const [units, asset, text] of table) {
    expect(formatUnits(units, asset)).toBe(text);
    expect(parseUnits(text, asset)).toBe(units);
  }
  expect(formatUnits(-1n, "BTC")).toBe("-0.00000001");
  const any = fc.tuple(
    fc.bigInt({ min: 0n, max: 10n ** 18n }),
    fc.constantFrom<Asset>(...ASSETS),
  );
  fc.assert(fc.property(any, ([units, asset]) => {
    expect(parseUnits(formatUnits(units, asset), asset)).toBe(units);
  }));
});

Deno.test("parseUnits() takes no signs, exponents, grouping, nor more decimals than the asset has", () => {
  for (const bad of ["", "-1", "+1", "1e8", "1,000.5", "0.000000001", ".5", "1.", "١", "1 2"]) {
    expect([bad, parseUnits(bad, "BTC")]).toEqual([bad, null]);
  }
  expect(parseUnits("0,5", "BTC")).toBe(50_000_000n);
});
