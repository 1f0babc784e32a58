/** What an explanation says: each way in which a line comes about, in words. */
import { expect } from "expect";
import { stepsOf } from "@/components/billing/explain.ts";
import {
  explainInvoice,
  type InvoiceLineInput,
  replayUnit,
  type TaxRule,
  totals,
} from "@/domain/invoice/mod.ts";
import { money, times } from "@/domain/shared/money.ts";

const VAT: TaxRule = {
  label: "VAT",
  rateBasisPoints: 1900,
  country: "DE",
  treatment: "standard",
  isInclusive: false,
  note: "",
};

/** The steps of the second of two lines: the first keeps the sum above zero. */
function steps(
  { basis = { rule: "price" }, kind = "plan", price = 1000, quantity = 1 }:
    & Partial<Pick<InvoiceLineInput, "basis" | "kind" | "quantity">>
    & { price?: number },
  rule: Partial<TaxRule> = {},
): string[] {
  const taxRule = { ...VAT, ...rule };
  const unit = replayUnit(basis) ?? money(price, "EUR");
  const first = { kind: "item" as const, slug: "a", label: "A", quantity: 1 };
  const inputs: InvoiceLineInput[] = [
    { ...first, unit: money(99_900, "EUR"), amount: money(99_900, "EUR") },
    { kind, slug: "b", label: "B", quantity, unit, amount: times(unit, quantity), basis },
  ];
  const invoice = { ...totals(inputs, taxRule, "EUR"), taxRule, currency: "EUR" };
  return stepsOf(explainInvoice(invoice).lines[1]!, taxRule);
}

Deno.test("a line is told in words: price, days, percent, quantity and tax", () => {
  const of = money(3100, "EUR");
  const cases: Array<[string[], string[]]> = [
    [steps({}), [
      "The price for one, as it was when the invoice was issued: €10.00.",
      "VAT comes on top: 19 % of €10.00 = €1.90.",
    ]],
    [steps({ quantity: 3 }), [
      "The price for one, as it was when the invoice was issued: €10.00.",
      "3 × €10.00 = €30.00.",
      "VAT comes on top: 19 % of €30.00 = €5.70.",
    ]],
    [steps({ basis: { rule: "days", of, days: 11, ofDays: 31 } }), [
      "11 of 31 days are charged: €31.00 × 11 ÷ 31 = €11.00.",
      "VAT comes on top: 19 % of €11.00 = €2.09.",
    ]],
    [
      steps({
        basis: { rule: "days", of: money(-1000, "EUR"), days: 1, ofDays: 3 },
        kind: "unused",
      }),
      [
        "1 of 3 days are given back: -€10.00 × 1 ÷ 3 = -€3.33, rounded once.",
        "VAT comes on top: 19 % of -€3.33 = -€0.63, rounded once.",
      ],
    ],
    [steps({ basis: { rule: "percent", of, basisPoints: -1250 }, kind: "discount" }), [
      "-12.5 % of €31.00 = -€3.88, rounded once.",
      "VAT comes on top: 19 % of -€3.88 = -€0.74, rounded once.",
    ]],
    [steps({ kind: "setup" }, { isInclusive: true }), [
      "The price for setting it up, once: €10.00.",
      "VAT is in the price: €10.00 × 19 ÷ 119 = €1.60, rounded once; €8.40 without it.",
    ]],
    [steps({ kind: "top_up" }, { treatment: "outside_scope", rateBasisPoints: 0 }), [
      "Money for the wallet: €10.00.",
      "No VAT is charged: it isn't taxed here.",
    ]],
    [steps({ kind: "late_fee" }, { treatment: "reverse_charge", rateBasisPoints: 0 }), [
      "The fee for paying late is fixed: €10.00.",
      "No VAT is charged: the buyer owes it where they are (reverse charge).",
    ]],
  ];

  for (const [told, expected] of cases) expect(told).toEqual(expected);
});
