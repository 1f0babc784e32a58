/** What is on paper of discounts and taxes, in any script, as pdf.js reads it back. */
import { expect } from "expect";
import { issueCreditNote } from "@/domain/credit_note/mod.ts";
import { updateProfile } from "@/domain/customer/mod.ts";
import { type Invoice, type InvoiceLineInput, readInvoice, totals } from "@/domain/invoice/mod.ts";
import { getCreditNotePdf, getInvoicePdf } from "@/domain/invoice_document/mod.ts";
import { createPromotion } from "@/domain/promotion/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { readPdf } from "@/tests/helpers/pdf_text.ts";
import { makeWorld } from "@/tests/helpers/world.ts";
import { SCRIPTS } from "../document/sample.ts";
import { makeStaff, mustPlace, openShop, orderForm, setTax } from "../order/fixtures.ts";

const EU = { mode: "by_country" as const, usesDestinationRates: true };
const REVERSE_CHARGE =
  "Reverse charge: the customer accounts for the VAT, Article 196 of Directive 2006/112/EC.";

/** All that is on paper without spaces, as words are broken where a line ends. */
async function paperOf(pdf: Uint8Array): Promise<{ text: string; pages: number }> {
  const { pages } = await readPdf(pdf);
  return { text: bare(pages.flat().join("")), pages: pages.length };
}

function bare(text: string): string {
  return text.normalize("NFC").replace(/\s/g, "");
}

function expectAll(text: string, parts: readonly string[]): void {
  for (const part of parts) expect(text).toContain(bare(part));
}

async function pdfOf(deps: Deps, viewer: CustomerActor, id: string): Promise<Uint8Array> {
  return unwrap(await getInvoicePdf(deps, { viewer, id, paper: "invoice" })).content;
}

async function openDiscounts(deps: Deps): Promise<CustomerActor> {
  const ada = await openShop(deps);
  const promote = async (form: Record<string, string>) =>
    unwrap(await createPromotion(deps, { actor: makeStaff(), form: { name: "X", ...form } }));
  await promote({ code: "SUMMER20", benefit: "percent", percent: "20" });
  await promote({ code: "TENOFF", benefit: "fixed", amounts: "10 EUR" });
  await promote({ code: "NOSETUP", benefit: "free_setup" });
  return ada;
}

const ORDERS: Record<string, { form: Parameters<typeof orderForm>[0]; printed: string[] }> = {
  SUMMER20: {
    form: {},
    printed: [
      "Promotion SUMMER20: 20 % off (VPS Grow, annual)20 % of €120.00",
      "Promotion SUMMER20: 20 % off (Extra IPv4 address)20 % of €40.00",
      "-€24.00",
      "-€8.00",
    ],
  },
  TENOFF: {
    form: {},
    printed: [
      "Promotion TENOFF: 10.00 EUR off (VPS Grow, annual)",
      "Promotion TENOFF: 10.00 EUR off (Extra IPv4 address)",
      "-€7.50",
      "-€2.50",
    ],
  },
  NOSETUP: {
    form: { plan: "dedicated-core", cycle: "monthly", addons: [] },
    printed: [
      "Dedicated Core, setup",
      "Promotion NOSETUP: free setup (Dedicated Core, setup)100 % of €49.00",
      "-€49.00",
    ],
  },
};

Deno.test("every line of every kind of discount is on paper, with the tax on top, in the price, and reversed", async () => {
  await using deps = await makeDeps();
  const ada = await openDiscounts(deps);
  const taxes: Array<[Parameters<typeof setTax>[1], Record<string, string>, string[]]> = [
    [EU, { country: "DE" }, ["Subtotal", "VAT 19 %"]],
    [{ ...EU, pricesIncludeTax: true }, { country: "FR" }, [
      "Amount with VAT",
      "Without VAT",
      "VAT 20 %",
    ]],
    [EU, { country: "AT", tax_number: "ATU13585627" }, [
      "VAT 0 %",
      "€0.00",
      REVERSE_CHARGE,
      "Tax number ATU13585627",
    ]],
  ];

  for (const [tax, place, printed] of taxes) {
    await setTax(deps, tax, { country: "DE" });
    unwrap(await updateProfile(deps, { actor: ada, form: { name: "Ada", ...place } }));
    for (const [promo, order] of Object.entries(ORDERS)) {
      deps.clock.advance({ minutes: 15 });
      const { invoiceId } = await mustPlace(deps, ada, { ...order.form, promo });
      const { text } = await paperOf(await pdfOf(deps, ada, invoiceId));
      expectAll(text, [...order.printed, ...printed]);
    }
  }
});

Deno.test("a credit note of a reversed tax has the law's words, too", async () => {
  await using deps = await makeDeps();
  const ada = await openDiscounts(deps);
  await setTax(deps, EU, { country: "DE" });
  const form = { name: "Ada", country: "AT", tax_number: "ATU13585627" };
  unwrap(await updateProfile(deps, { actor: ada, form }));
  const { invoiceId } = await mustPlace(deps, ada, { promo: "SUMMER20" });

  const note = unwrap(
    await issueCreditNote(deps, {
      actor: makeStaff(),
      invoiceId,
      amounts: [],
      isWhole: true,
      reason: SCRIPTS.japanese,
    }),
  );

  const pdf = unwrap(await getCreditNotePdf(deps, { viewer: ada, id: note.id }));
  expectAll((await paperOf(pdf.content)).text, [
    "Promotion SUMMER20: 20 % off (VPS Grow, annual)",
    "-€24.00",
    REVERSE_CHARGE,
    SCRIPTS.japanese,
  ]);
});

for (
  const script of ["latin", "arabic", "simplified", "traditional", "japanese", "korean"] as const
) {
  Deno.test(`lines, discounts, the words on tax and notes are on paper in ${script}`, async () => {
    await using deps = await makeDeps();
    const ada = await openShop(deps);
    const { invoiceId } = await mustPlace(deps, ada);
    const text = SCRIPTS[script];
    const stored = (await readInvoice(deps.kv, invoiceId))!;
    const taxRule = {
      ...stored.taxRule,
      treatment: "reverse_charge" as const,
      note: `§ 13b ${text}`,
    };
    const eur = (minor: number) => money(minor, "EUR");
    const line = (part: Partial<InvoiceLineInput> & Pick<InvoiceLineInput, "unit">) => ({
      kind: "plan" as const,
      slug: "x",
      label: text,
      quantity: 1,
      amount: part.unit,
      ...part,
    });
    const lines: InvoiceLineInput[] = [
      line({ unit: eur(3_000), period: { startsOn: "2026-03-01", endsOn: "2026-04-01" } }),
      line({
        kind: "discount",
        label: `Promotion −20 %: ${text}`,
        unit: eur(-600),
        basis: { rule: "percent", of: eur(3_000), basisPoints: -2_000 },
      }),
      line({ kind: "discount", label: `Promotion −1: ${text}`, unit: eur(-100) }),
    ];
    const notes = `${text}\nNote 2: ${text}`;
    const invoice: Invoice = { ...stored, ...totals(lines, taxRule, "EUR"), taxRule, notes };
    await deps.kv.set(["invoices", invoiceId], invoice);

    const paper = await paperOf(await pdfOf(deps, ada, invoiceId));

    const printed = paper.text.split(bare(text)).length - 1;
    // A line, two discounts, the words on tax, and two lines of notes.
    expect(printed).toBe(6);
    expectAll(paper.text, [
      `Promotion −20 %: ${text}`,
      `Promotion −1: ${text}`,
      "20 % of €30.00",
      `§ 13b ${text}`,
      "-€6.00",
      "-€1.00",
      `Note 2: ${text}`,
      "Total€23.00",
    ]);
  });
}

Deno.test("an invoice of few lines with its seal and the ways to pay it is one page", async () => {
  await using deps = await makeDeps({ config: { development: true } });
  const { people } = await makeWorld(deps);
  const ada = people.customer.customer;
  await setTax(deps, EU, { country: "DE" });
  const place = { country: "DE", address: "Wolkenallee 7\n10115 Berlin" };
  unwrap(await updateProfile(deps, { actor: ada, form: { name: "Ada", ...place } }));
  const form = { name: "X", code: "NOSETUP", benefit: "free_setup" };
  unwrap(await createPromotion(deps, { actor: makeStaff(), form }));
  deps.clock.advance({ minutes: 15 });
  const { invoiceId } = await mustPlace(deps, ada, { ...ORDERS.NOSETUP!.form, promo: "NOSETUP" });

  const { text, pages } = await paperOf(await pdfOf(deps, ada, invoiceId));

  expectAll(text, ["Pay by bank transfer", "cryptocurrency", "Check that the invoice is genuine"]);
  expect(pages).toBe(1);
});
