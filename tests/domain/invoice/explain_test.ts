/** Every invoice equals its explanation, and one that was changed doesn't. */
import { expect } from "expect";
import fc from "fast-check";
import {
  type ExplainedInvoice,
  explainInvoice,
  type InvoiceLineInput,
  type LineBasis,
  replayUnit,
  scanInvoices,
  type TaxRule,
  totals,
} from "@/domain/invoice/mod.ts";
import { money, times } from "@/domain/shared/money.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { makeWorld } from "@/tests/helpers/world.ts";

const amount = fc.integer({ min: 0, max: 1_000_000 }).map((minor) => money(minor, "EUR"));

const basis: fc.Arbitrary<LineBasis> = fc.oneof(
  fc.constant({ rule: "price" as const }),
  fc.tuple(amount, fc.integer({ min: 1, max: 366 }), fc.nat()).map(([of, ofDays, days]) => ({
    rule: "days" as const,
    of,
    days: days % (ofDays + 1),
    ofDays,
  })),
  fc.tuple(amount, fc.integer({ min: 0, max: 10_000 })).map(([of, basisPoints]) => ({
    rule: "percent" as const,
    of,
    basisPoints,
  })),
);

const line: fc.Arbitrary<InvoiceLineInput> = fc.tuple(
  basis,
  amount,
  fc.integer({ min: 1, max: 20 }),
).map(([basis, price, quantity]) => {
  const unit = replayUnit(basis) ?? price;
  return {
    kind: "item",
    slug: "item",
    label: "Something",
    quantity,
    unit,
    amount: times(unit, quantity),
    basis,
  };
});

const taxRule: fc.Arbitrary<TaxRule> = fc.record({
  label: fc.constant("VAT"),
  rateBasisPoints: fc.integer({ min: 0, max: 10_000 }),
  country: fc.constant("DE"),
  treatment: fc.constant("standard" as const),
  isInclusive: fc.boolean(),
  note: fc.constant(""),
});

const invoice: fc.Arbitrary<ExplainedInvoice> = fc.tuple(
  fc.array(line, { minLength: 1, maxLength: 12 }),
  taxRule,
).map(([lines, rule]) => ({ ...totals(lines, rule, "EUR"), taxRule: rule, currency: "EUR" }));

Deno.test("explainInvoice() comes to what the invoice says, for any lines and any tax", () => {
  fc.assert(fc.property(invoice, (one) => {
    const { isRight, subtotal, tax, total } = explainInvoice(one);
    expect({ isRight, subtotal, tax, total }).toEqual({
      isRight: true,
      subtotal: one.subtotal,
      tax: one.tax,
      total: one.total,
    });
  }));
});

Deno.test("explainInvoice() finds any figure that was changed", () => {
  const places = ["unit", "amount", "net", "tax", "subtotal", "sumOfTax", "total"] as const;
  fc.assert(
    fc.property(invoice, fc.constantFrom(...places), fc.nat(), (one, place, at) => {
      const changed = structuredClone(one) as ExplainedInvoice & Record<string, { minor: number }>;
      const target = changed.lines[at % changed.lines.length]!;
      if (place === "unit" && target.basis.rule === "price") target.unit.minor++;
      else if (place === "unit" || place === "amount") target[place].minor++;
      else if (place === "net" || place === "tax") target[place].minor++;
      else if (place === "sumOfTax") changed.tax.minor++;
      else changed[place]!.minor++;

      expect(explainInvoice(changed).isRight).toBe(false);
    }),
  );
});

Deno.test("every invoice of a shop equals its explanation", async () => {
  await using deps = await makeDeps();
  await makeWorld(deps);

  const invoices = await Array.fromAsync(scanInvoices(deps.kv));
  expect(invoices.length).toBeGreaterThan(4);
  for (const one of invoices) expect(explainInvoice(one).isRight).toBe(true);
});
