/** How what is paid is dealt to revenue and tax, and what lines are made of. */
import { expect } from "expect";
import fc from "fast-check";
import { oneLine, splitOf, taxed, totals } from "@/domain/invoice/mod.ts";
import { parseInvoice } from "@/domain/invoice/model.ts";
import { money } from "@/domain/shared/money.ts";

Deno.test("splitOf() in any number of parts ends at the invoice's own net and tax, each part not below zero", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 10_000_000 }),
    fc.integer({ min: 0, max: 10_000 }),
    fc.array(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 20 }),
    (netMinor, rateBasisPoints, cuts) => {
      const { net, tax } = taxed(money(netMinor, "EUR"), { rateBasisPoints, isInclusive: false });
      const total = money(net.minor + tax.minor, "EUR");
      const stops = [...cuts.filter((cut) => cut < total.minor).sort((a, b) => a - b), total.minor];
      let last = { revenue: money(0, "EUR"), tax: money(0, "EUR") };
      for (const stop of stops) {
        const split = splitOf(
          { tax, total, credited: money(0, "EUR"), lineCredits: [] },
          money(stop, "EUR"),
        );
        expect(split.revenue.minor + split.tax.minor).toBe(stop);
        expect(split.revenue.minor).toBeGreaterThanOrEqual(last.revenue.minor);
        expect(split.tax.minor).toBeGreaterThanOrEqual(last.tax.minor);
        last = split;
      }
      expect(last).toEqual({ revenue: net, tax });
    },
  ));
});

Deno.test("taxed() with the tax inside the price takes it out, to the cent", () => {
  const rule = { rateBasisPoints: 1900, isInclusive: true };
  expect(taxed(money(11_900, "EUR"), rule))
    .toEqual({ net: money(10_000, "EUR"), tax: money(1900, "EUR") });
  expect(taxed(money(999, "EUR"), rule)).toEqual({
    net: money(839, "EUR"),
    tax: money(160, "EUR"),
  });
  expect(taxed(money(-999, "EUR"), rule))
    .toEqual({ net: money(-839, "EUR"), tax: money(-160, "EUR") });
});

Deno.test("totals() refuses a line that its basis doesn't give, and a sum below zero", () => {
  const rule = { rateBasisPoints: 0, isInclusive: false };
  const discount = (minor: number) =>
    oneLine({
      kind: "discount",
      slug: "spring",
      label: "Spring",
      unit: money(minor, "EUR"),
      basis: { rule: "percent", of: money(1000, "EUR"), basisPoints: -2500 },
    });
  const plan = oneLine({ kind: "plan", slug: "a", label: "A", unit: money(1000, "EUR") });

  expect(totals([plan, discount(-250)], rule, "EUR").total).toEqual(money(750, "EUR"));
  expect(() => totals([plan, discount(-251)], rule, "EUR")).toThrow("basis");
  expect(() => totals([discount(-250)], rule, "EUR")).toThrow("below zero");
});

Deno.test("a stored invoice of version 1 is read: what was only received isn't settled, and is in the wallet", () => {
  const eur = (minor: number) => money(minor, "EUR");
  const party = { name: "A", email: null, addressLines: [], country: null, taxNumber: null };
  const stored = {
    schemaVersion: 1,
    id: "inv_1",
    series: "INV",
    year: 2026,
    number: "INV-2026-000001",
    kind: "order",
    customerId: "cus_1",
    orderId: "ord_1",
    status: "open",
    lines: [
      {
        kind: "plan",
        slug: "a",
        label: "A",
        quantity: 1,
        unit: eur(1000),
        amount: eur(1000),
        tax: eur(190),
      },
    ],
    currency: "EUR",
    subtotal: eur(1000),
    tax: eur(190),
    total: eur(1190),
    paid: eur(500),
    buyer: party,
    seller: party,
    taxRule: { label: "VAT", rateBasisPoints: 1900, country: "DE" },
    reference: "RF00",
    issuedAt: "2026-01-01T00:00:00.000Z",
    dueOn: "2026-01-08",
    paidAt: null,
    voidedAt: null,
    voidReason: null,
  };

  const open = parseInvoice(stored);
  const paid = parseInvoice({ ...stored, status: "paid", paid: eur(1190) });

  expect([open.paid, open.settlementCount]).toEqual([eur(0), 0]);
  expect([paid.paid, paid.settlementCount]).toEqual([eur(1190), 1]);
  expect(paid.taxRule).toMatchObject({ treatment: "standard", isInclusive: false });
  expect(paid.lines[0]).toMatchObject({ net: eur(1000), basis: { rule: "price" }, period: null });
});
