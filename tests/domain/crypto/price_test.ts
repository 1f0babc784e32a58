import { expect } from "expect";
import fc from "fast-check";
import { agree, lowered, type Price, priceText, rateOf } from "@/domain/crypto/price.ts";
import { toUnits } from "@/domain/crypto/asset.ts";
import type { RateSource } from "@/domain/settings/mod.ts";
import { money } from "@/domain/shared/money.ts";

const NOW = Temporal.Instant.from("2026-03-01T12:00:00Z");
const LIMITS = { maxAgeMinutes: 5, maxSpreadBasisPoints: 200 };
const KINDS: RateSource[] = ["coinbase", "kraken", "bitstamp", "coingecko"];

function prices(...values: string[]): Price[] {
  return values.map((price, at) => ({ source: KINDS[at]!, price, at: "2026-03-01T11:59:30.000Z" }));
}

function judge(list: Price[]) {
  const agreed = agree(list, { limits: LIMITS, now: NOW });
  const { sources } = agreed.ok ? agreed.value : agreed.error;
  return {
    price: agreed.ok ? agreed.value.price : null,
    leftOut: sources.map((source) => source.leftOut),
  };
}

Deno.test("agree() takes the median, of two in the middle their exact mean", () => {
  const table: [values: string[], median: string][] = [
    [["50000", "50100", "50200"], "50100"],
    [["50200", "50000", "50100"], "50100"],
    [["50000", "50001", "50002.01", "50900"], "50001.505"],
    [["0.99999999", "1", "1.00000001"], "1"],
    [["90071992547409.93", "90071992547409.95", "90071992547409.99"], "90071992547409.95"],
  ];
  for (const [values, median] of table) expect(judge(prices(...values)).price).toBe(median);
});

Deno.test("agree() leaves out a price that is too far off, and needs three that aren't", () => {
  expect(judge(prices("50000", "50100", "50200", "60000"))).toEqual({
    price: "50100",
    leftOut: [null, null, null, "too_far"],
  });
  expect(judge(prices("50000", "50100", "60000"))).toEqual({
    price: null,
    leftOut: [null, null, "too_far"],
  });
  expect(judge(prices("50000", "50100"))).toEqual({ price: null, leftOut: [null, null] });
  expect(judge([])).toEqual({ price: null, leftOut: [] });
  // 2 % of 50,000: just within, and just outside
  expect(judge(prices("50000", "50000", "51000")).price).toBe("50000");
  expect(judge(prices("50000", "50000", "51000.01")).price).toBeNull();
});

Deno.test("agree() leaves out prices that are too old, of the future, or none", () => {
  const at = (time: string) => ({ source: "coingecko" as const, price: "50000", at: time });
  const three = prices("50000", "50000", "50000");

  expect(judge([...three, at("2026-03-01T11:55:00Z")]).leftOut.at(-1)).toBeNull();
  expect(judge([...three, at("2026-03-01T11:54:59Z")]).leftOut.at(-1)).toBe("too_old");
  expect(judge([...three, at("2026-03-01T12:02:01Z")]).leftOut.at(-1)).toBe("too_old");
  expect(judge(prices("50000", "50000", "0")).leftOut).toEqual([null, null, "not_a_price"]);
  expect(judge([...three.slice(0, 2), at("2026-03-01T11:00:00Z")]).price).toBeNull();
});

Deno.test("no single source moves a rate beyond what the others say", () => {
  const honest = fc.integer({ min: 5_000_000, max: 5_050_000 });
  const cases = fc.tuple(honest, honest, honest, fc.integer({ min: 1, max: 100_000_000 }));
  fc.assert(fc.property(cases, ([a, b, c, liar]) => {
    const texts = [a, b, c, liar].map((cents) => (cents / 100).toFixed(2));
    const { price } = judge(prices(...texts));
    const others = [a, b, c].map((cents) => cents / 100);
    expect(Number(price)).toBeGreaterThanOrEqual(Math.min(...others));
    expect(Number(price)).toBeLessThanOrEqual(Math.max(...others));
  }));
});

Deno.test("lowered() makes the asset worth less, so that more of it is asked for", () => {
  expect(lowered("50000", 100)).toBe("49500");
  expect(lowered("0.99", 0)).toBe("0.99");
  const eur = money(10_000, "EUR");
  const ask = (price: string) => toUnits(eur, { asset: "BTC", rate: rateOf(price, "EUR") });
  expect(ask("50000")).toBe(200_000n);
  expect(ask(lowered("50000", 100))).toBe(202_021n);
});

Deno.test("rateOf() counts in the currency's own minor unit", () => {
  const ask = (minor: number, currency: string) =>
    toUnits(money(minor, currency), { asset: "ETH", rate: rateOf("2000", currency) });
  expect(ask(200_000, "EUR")).toBe(10n ** 18n);
  expect(ask(2000, "JPY")).toBe(10n ** 18n);
  expect(ask(2_000_000, "KWD")).toBe(10n ** 18n);
});

Deno.test("priceText() takes texts and numbers in plain decimals, and nothing else", () => {
  expect(priceText("64321.10")).toBe("64321.1");
  expect(priceText(64321.12)).toBe("64321.12");
  for (const bad of ["", "-1", "0", "1e5", "NaN", "1,5", Infinity, 1e-7, -2, 1e21]) {
    expect([bad, priceText(bad)]).toEqual([bad, null]);
  }
});
