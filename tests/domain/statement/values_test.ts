import { expect } from "expect";
import fc from "fast-check";
import { money, toDecimal } from "@/domain/shared/money.ts";
import { findAccount } from "@/domain/statement/account_of.ts";
import { clean, cleanId, parseAmount } from "@/domain/statement/values.ts";
import { anyText } from "@/tests/helpers/any_text.ts";
import { ACCOUNTS } from "./samples.ts";

Deno.test("parseAmount() reads amounts as banks write them", () => {
  const cases: Array<[text: string, mark: "." | ",", minor: number | null]> = [
    ["12.50", ".", 1250],
    ["12,50", ",", 1250],
    ["1.234.567,89", ",", 123456789],
    ["1,234.5", ".", 123450],
    ["1'234.50", ".", 123450],
    ["1 234,50", ",", 123450],
    ["-5", ",", -500],
    ["- 5,00", ",", -500],
    ["\u22125,00", ",", -500],
    ["+5", ".", 500],
    ["5.00-", ".", -500],
    ["(5.00)", ".", -500],
    ["EUR 3,00", ",", 300],
    ["3,00 EUR", ",", 300],
    ["€3.00", ".", 300],
    ["12.5000", ".", 1250],
    ["12,50", ".", null],
    ["1.23.456,00", ",", null],
    ["12.505", ".", null],
    ["--5", ".", null],
    ["(-5)", ".", null],
    ["1e3", ".", null],
    ["", ".", null],
    ["12 USD", ".", null],
    ["99999999999999999", ".", null],
  ];
  for (const [text, mark, minor] of cases) {
    const read = parseAmount(text, { mark, currency: "EUR" });
    expect([text, read]).toEqual([text, minor === null ? null : money(minor, "EUR")]);
  }
});

Deno.test("parseAmount() reads back every amount, grouped or not, in currencies of any decimals", () => {
  fc.assert(fc.property(
    fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }),
    fc.constantFrom("EUR", "JPY", "KWD"),
    fc.constantFrom("", ".", "'", " "),
    (minor, currency, group) => {
      const amount = money(minor, currency);
      const [units, decimals] = toDecimal(amount).split(".");
      const grouped = units!.replace(/\B(?=(\d{3})+$)/g, group);
      const text = decimals === undefined ? grouped : `${grouped},${decimals}`;

      expect(parseAmount(text, { mark: ",", currency })).toEqual(amount);
    },
  ));
});

Deno.test("clean() makes one line of any text and keeps to its length", () => {
  expect(clean(" a\r\n\tb\u0000c\u200B ", 10)).toBe("a b c");
  expect(clean("abc def", 4)).toBe("abc");
  fc.assert(
    fc.property(anyText(), fc.integer({ min: 1, max: 9 }), (text, max) => {
      const cleaned = clean(text, max);
      expect(cleaned.length).toBeLessThanOrEqual(max);
      expect(cleaned.isWellFormed()).toBe(true);
      expect(cleaned).not.toMatch(/[\n\r\t]/);
    }),
  );
});

Deno.test("cleanId() takes what banks write for none as none", () => {
  for (
    const none of ["", "NONREF", "NOTPROVIDED", "Not Provided", "NONE", "0", "000", "-", "n/a"]
  ) {
    expect([none, cleanId(none)]).toEqual([none, null]);
  }
  expect(cleanId(" E2E-1 ")).toBe("E2E-1");
});

Deno.test("findAccount() knows the house's account in each way that banks write it, and no other", () => {
  const [german, dutch, british] = ACCOUNTS;
  const cases: Array<[account: string, currency: string, found: unknown]> = [
    ["DE89370400440532013000", "EUR", german],
    ["DE89370400440532013000EUR", "EUR", german],
    ["37040044/0532013000", "EUR", german],
    ["37040044/532013000", "EUR", german],
    ["370400440532013000", "EUR", german],
    ["ABNA0417164300", "EUR", dutch],
    ["GB82WEST12345698765432", "USD", british],
    ["DE89370400440532013000", "USD", null],
    ["0532013000", "EUR", null],
    ["37040044/0532013001", "EUR", null],
    ["37040045/0532013000", "EUR", null],
    ["DE02120300000000202051", "EUR", null],
    ["", "EUR", null],
    ["/", "EUR", null],
  ];
  for (const [account, currency, found] of cases) {
    expect([account, findAccount(ACCOUNTS, { account, currency })]).toEqual([account, found]);
  }
});
