/** What invoices and receipts say on paper, in each state and under each tax rule. */
import { expect } from "expect";
import type { CreditNote } from "@/domain/credit_note/mod.ts";
import type { Block, DocumentDescription } from "@/domain/document/mod.ts";
import {
  getInvoice,
  type Invoice,
  type InvoiceLineInput,
  invoiceSeals,
  readInvoice,
  type TaxRule,
  totals,
} from "@/domain/invoice/mod.ts";
import { describeCreditNote } from "@/domain/invoice_document/describe_credit_note.ts";
import { describeInvoice } from "@/domain/invoice_document/describe_invoice.ts";
import { describeReceipt } from "@/domain/invoice_document/describe_receipt.ts";
import type { PaymentView } from "@/domain/payment/mod.ts";
import { money, times } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { readQr } from "@/tests/helpers/qr_reader.ts";
import { makeWorld } from "@/tests/helpers/world.ts";

const VAT: TaxRule = {
  label: "VAT",
  rateBasisPoints: 1900,
  country: "DE",
  treatment: "standard",
  isInclusive: false,
  note: "",
};

const LINES: InvoiceLineInput[] = [
  line("VPS Grow", 2490, { period: { startsOn: "2026-03-01", endsOn: "2026-04-01" } }),
  line("Rest of a month", 1065, {
    basis: { rule: "days", of: money(3000, "EUR"), days: 11, ofDays: 31 },
  }),
  line("Promotion", -249, {
    kind: "discount",
    basis: { rule: "percent", of: money(2490, "EUR"), basisPoints: -1000 },
  }),
];

function line(
  label: string,
  minor: number,
  more: Partial<InvoiceLineInput> = {},
): InvoiceLineInput {
  const unit = money(minor, "EUR");
  return { kind: "plan", slug: "x", label, quantity: 1, unit, amount: times(unit, 1), ...more };
}

/** An invoice of the shop with other lines, tax and state. */
async function makeInvoice(rule: Partial<TaxRule> = {}, part: Partial<Invoice> = {}) {
  await using deps = await makeDeps();
  const { orders, people } = await makeWorld(deps);
  const id = orders.unpaid.invoiceId;
  const taxRule = { ...VAT, ...rule };
  const stored = (await readInvoice(deps.kv, id))!;
  const invoice: Invoice = { ...stored, ...totals(LINES, taxRule, "EUR"), taxRule, ...part };
  await deps.kv.set(["invoices", id], invoice);
  const { instructions } = unwrap(
    await getInvoice(deps, { viewer: people.customer.customer, id }),
  );
  const seal = (await invoiceSeals.read(deps.kv, id))!;
  const appUrl = "https://cloudnest.example";
  const signed = invoiceSeals.signed(invoice, seal);
  const sealText = { seal, what: "invoice" as const, signed, appUrl };
  const letterhead = { sender: "CloudNest", logo: null };
  return { invoice, instructions, letterhead, appUrl, seal: sealText };
}

function blocksOf<Kind extends Block["kind"]>(
  { blocks }: DocumentDescription,
  kind: Kind,
): Array<Extract<Block, { kind: Kind }>> {
  return blocks.filter((block) => block.kind === kind) as Array<Extract<Block, { kind: Kind }>>;
}

function totalsOf(description: DocumentDescription): string[] {
  return blocksOf(description, "totals").flatMap(({ rows }) =>
    rows.map(({ label, value }) => `${label}: ${value}`)
  );
}

Deno.test("the sums of an invoice follow its tax rule and what was paid or credited", async () => {
  const cases: Array<[Partial<TaxRule>, Partial<Invoice>, string[]]> = [
    [{}, {}, ["Subtotal: €33.06", "VAT 19 %: €6.28", "Total: €39.34"]],
    [{ isInclusive: true }, {}, ["Without VAT: €27.78", "VAT 19 %: €5.28", "Total: €33.06"]],
    [
      { treatment: "reverse_charge", rateBasisPoints: 0 },
      {},
      ["Subtotal: €33.06", "VAT 0 %: €0.00", "Total: €33.06"],
    ],
    [{ treatment: "outside_scope", rateBasisPoints: 0 }, {}, ["Total: €33.06"]],
    [
      { treatment: "none", rateBasisPoints: 0 },
      { paid: money(1000, "EUR"), credited: money(306, "EUR") },
      ["Total: €33.06", "Credited: -€3.06", "Paid: -€10.00", "Amount due: €20.00"],
    ],
    [
      { treatment: "none", rateBasisPoints: 0 },
      { status: "paid", paid: money(3306, "EUR"), paidAt: "2026-03-02T10:00:00.000Z" },
      ["Total: €33.06", "Paid: -€33.06"],
    ],
  ];

  for (const [rule, part, sums] of cases) {
    expect(totalsOf(describeInvoice(await makeInvoice(rule, part)))).toEqual(sums);
  }
});

Deno.test("lines say what they are for and how they came about, the law's words stand below", async () => {
  const note = "Reverse charge: the recipient owes the tax.";
  const input = await makeInvoice({ treatment: "reverse_charge", rateBasisPoints: 0, note }, {
    notes: "One\n\nTwo",
  });
  const description = describeInvoice(input);

  const [table] = blocksOf(description, "table");
  expect(table!.rows.map(([first]) => first)).toEqual([
    { text: "VPS Grow", details: ["1 March 2026 – 31 March 2026"] },
    { text: "Rest of a month", details: ["11 of 31 days of €30.00"] },
    { text: "Promotion", details: ["10 % of €24.90"] },
  ]);
  expect(blocksOf(description, "text").slice(0, 2)).toEqual([
    { kind: "text", title: "Tax", paragraphs: [note] },
    { kind: "text", title: "Notes", paragraphs: ["One", "Two"] },
  ]);
});

Deno.test("an open invoice says how to pay what is due, and its codes lead banking apps and visitors there", async () => {
  const input = await makeInvoice({}, { paid: money(934, "EUR") });
  const description = describeInvoice(input);

  const [pay, check] = blocksOf(description, "panel");
  const transfer = readQr(pay!.code!.qr)!;
  expect(transfer).toContain("EUR30.00");
  expect(transfer).toContain(input.invoice.reference);
  expect(pay!.facts).toContainEqual({ label: "Amount", value: "€30.00" });
  const { code } = input.seal.seal;
  expect(readQr(check!.code!.qr)).toBe(
    `https://cloudnest.example/verify/${code.match(/.{5}/g)!.join("-")}`,
  );
  expect(description.attachments.map(({ name }) => name)).toEqual(["INV-2026-000001.jws"]);
});

Deno.test("an invoice that is settled, void or credited says so, and no way to pay it", async () => {
  const cases: Array<[Partial<Invoice>, string]> = [
    [{ status: "paid", paidAt: "2026-03-02T10:00:00.000Z" }, "Paid"],
    [{ status: "void", voidedAt: "2026-03-02T10:00:00.000Z" }, "Void"],
    [{ status: "paid", credited: money(3934, "EUR") }, "Credited"],
  ];

  for (const [part, badge] of cases) {
    const description = describeInvoice(await makeInvoice({}, part));
    expect(description.heading.badge?.text).toBe(badge);
    expect(blocksOf(description, "panel").map(({ title }) => title)).toEqual([
      "Check that the invoice is genuine",
    ]);
  }
  expect(describeInvoice(await makeInvoice()).heading.badge).toBe(null);
});

Deno.test("the payments on a receipt add up to what was paid, whatever came in", async () => {
  const paid = { status: "paid", paidAt: "2026-03-05T10:00:00.000Z" } as const;
  const input = await makeInvoice({}, { ...paid, paid: money(3934, "EUR") });
  const payment = (minor: number, part: Partial<PaymentView> = {}): PaymentView => ({
    id: "pay_1",
    invoiceId: input.invoice.id,
    amount: money(minor, "EUR"),
    method: "bank_transfer",
    receivedOn: "2026-03-04",
    outcome: "settled",
    recordedAt: "2026-03-05T10:00:00.000Z",
    ...part,
  });
  const rowsFor = (payments: PaymentView[]) =>
    blocksOf(describeReceipt({ ...input, payments }), "table")[0]!.rows
      .map((row) => row.map(({ text }) => text).join(" · "));

  expect(rowsFor([payment(3934)])).toEqual(["Bank transfer · 4 March 2026 · €39.34"]);
  expect(rowsFor([])).toEqual(["Wallet · 5 March 2026 · €39.34"]);
  expect(rowsFor([payment(4000, { outcome: "overpaid" })])).toEqual([
    "Bank transfer · 4 March 2026 · €40.00",
    "Kept in the wallet as credit · 5 March 2026 · -€0.66",
  ]);
  // Newest first, as lists are; what came after it was paid isn't part of it.
  expect(rowsFor([
    payment(500, { outcome: "credited" }),
    payment(1934, { method: "crypto_btc" }),
    payment(1000, { outcome: "underpaid", receivedOn: "2026-03-02" }),
  ])).toEqual([
    "Bank transfer · 2 March 2026 · €10.00",
    "Bitcoin (BTC) · 4 March 2026 · €19.34",
    "Wallet · 5 March 2026 · €10.00",
  ]);
});

Deno.test("a credit note says where the money went", async () => {
  const { invoice, letterhead } = await makeInvoice();
  const eur = (minor: number) => money(minor, "EUR");
  const note: Omit<CreditNote, "returned"> = {
    schemaVersion: 1,
    id: "crn_1",
    series: "CN",
    year: 2026,
    customerId: invoice.customerId,
    issuedBy: "acc_1",
    number: "CN-2026-000001",
    invoiceId: invoice.id,
    invoiceNumber: invoice.number,
    issuedAt: "2026-03-09T10:00:00.000Z",
    currency: "EUR",
    lines: [{ line: 0, label: "VPS Grow", net: eur(1000), tax: eur(190), gross: eur(1190) }],
    subtotal: eur(1000),
    tax: eur(190),
    total: eur(1190),
    buyer: invoice.buyer,
    seller: invoice.seller,
    letterhead: null,
    taxRule: VAT,
    reason: "It came late",
    basis: null,
  };
  const describe = (returned: number) =>
    describeCreditNote({ note: { ...note, returned: eur(returned) }, letterhead, seal: null });
  const told = (returned: number) => blocksOf(describe(returned), "text").at(-1)!.paragraphs[0];

  expect(totalsOf(describe(0))).toEqual([
    "Without VAT: €10.00",
    "VAT 19 %: €1.90",
    "Credited: €11.90",
  ]);
  expect(told(0)).toBe(`It lowers what is due for invoice ${invoice.number}.`);
  expect(told(1190)).toBe("€11.90 went back to the wallet.");
  expect(told(190)).toBe(
    `€1.90 of it went back to the wallet; the rest lowers what is due for invoice ${invoice.number}.`,
  );
});
