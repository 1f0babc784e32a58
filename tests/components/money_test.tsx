/** Amounts and times as text. */
import { expect } from "expect";
import * as fc from "fast-check";
import {
  DateTime,
  decimalText,
  formatDateTime,
  formatDay,
  formatMoney,
  Money,
} from "@/components/ui/mod.ts";
import { attribute, render, tag, text } from "./render.tsx";

Deno.test("formatMoney() takes the digits of each currency", () => {
  const table: Array<[minor: number, currency: string, expected: string]> = [
    [1299, "EUR", "€12.99"],
    [5, "EUR", "€0.05"],
    [0, "USD", "$0.00"],
    [-5, "EUR", "-€0.05"],
    [129900, "GBP", "£1,299.00"],
    [1299, "JPY", "¥1,299"],
    [1299, "KWD", "KWD\u00a01.299"],
    [9007199254740991, "USD", "$90,071,992,547,409.91"],
  ];
  for (const [minor, currency, expected] of table) {
    expect(formatMoney({ minor, currency })).toBe(expected);
  }
});

Deno.test("formatMoney() follows the locale and trims whole amounts only when asked", () => {
  const amount = { minor: 120000, currency: "EUR" };

  expect(formatMoney(amount, { locale: "de" })).toBe("1.200,00\u00a0€");
  expect(formatMoney(amount, { trimZeros: true })).toBe("€1,200");
  expect(formatMoney({ minor: 120050, currency: "EUR" }, { trimZeros: true })).toBe("€1,200.50");
});

Deno.test("formatMoney() refuses what is no amount", () => {
  for (const minor of [12.5, NaN, Infinity, 2 ** 53]) {
    expect(() => formatMoney({ minor, currency: "EUR" })).toThrow(RangeError);
  }
});

Deno.test("decimalText() keeps every digit of any amount", () => {
  fc.assert(fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 4 }), (minor, digits) => {
    const decimal = decimalText(minor, digits);
    expect(BigInt(decimal.replace(".", ""))).toBe(BigInt(minor));
    expect(decimal).toMatch(digits === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${digits}}$`));
  }));
});

Deno.test("Money never breaks over a line and has tabular figures", () => {
  const html = render(<Money amount={{ minor: 1299, currency: "EUR" }} />);

  expect(text(html)).toBe("€12.99");
  expect(html).toContain("whitespace-nowrap tabular-nums");
});

Deno.test("DateTime is exact for machines and in UTC for people", () => {
  const instant = render(<DateTime value="2026-11-22T23:41:06Z" />);
  const day = render(<DateTime value="2026-11-22" />);

  expect(attribute(tag(instant, /^<time/), "datetime")).toBe("2026-11-22T23:41:06Z");
  expect(text(instant)).toBe("22 Nov 2026, 23:41 UTC");
  expect(text(day)).toBe("22 Nov 2026");
  expect(formatDateTime("2026-11-22T23:41:06Z", { timeZone: "Asia/Tokyo" })).toContain(
    "23 Nov 2026, 08:41",
  );
  expect(formatDay("2026-01-31", { locale: "en-US" })).toBe("Jan 31, 2026");
});
