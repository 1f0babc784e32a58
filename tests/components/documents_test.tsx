/** What invoices, credit notes and orders say on pages of the tax and in notes: all that is on paper, too. */
import { expect } from "expect";
import { CreditNoteDocument } from "@/components/billing/CreditNotes.tsx";
import { InvoiceDocument } from "@/components/billing/InvoiceDocument.tsx";
import { OrderLines } from "@/components/order/OrderLines.tsx";
import { getCreditNote, issueCreditNote } from "@/domain/credit_note/mod.ts";
import { ERASED } from "@/domain/shared/erasing.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeStaff } from "@/tests/domain/order/fixtures.ts";
import { makeDebt } from "@/tests/domain/payment/fixtures.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { render } from "./render.tsx";

const NOTE = "Reverse charge: the customer accounts for the VAT.";

Deno.test("an invoice on a page has the law's words on tax, its notes, and countries by their names", async () => {
  await using deps = await makeDeps();
  const { invoice } = await makeDebt(deps);
  const taxRule = { ...invoice.taxRule, note: NOTE };
  const buyer = { ...invoice.buyer, country: "AT" };
  const seller = { ...invoice.seller, country: ERASED };

  const html = render(
    <InvoiceDocument
      invoice={{ ...invoice, taxRule, buyer, seller, notes: "Order 4711\nThanks" }}
    />,
  );

  for (const text of [NOTE, "Order 4711\nThanks", "Austria", ERASED]) expect(html).toContain(text);
});

Deno.test("a credit note on a page has the law's words on tax", async () => {
  await using deps = await makeDeps();
  const { invoice, customer } = await makeDebt(deps);
  const input = { actor: makeStaff(), invoiceId: invoice.id, amounts: ["1.00"], reason: "A day" };
  const { id } = unwrap(await issueCreditNote(deps, input));
  const note = unwrap(await getCreditNote(deps, { viewer: customer, id }));
  const taxRule = { ...note.taxRule, note: NOTE };

  expect(render(<CreditNoteDocument note={{ ...note, taxRule }} base="/dashboard" />))
    .toContain(NOTE);
});

Deno.test("an order's lines have the law's words on tax below them, wherever they are shown", () => {
  const amount = { minor: 9_600, currency: "EUR" };
  const props = {
    ...{ lines: [], trialDays: 0 },
    tax: { minor: 0, currency: "EUR" },
    ...{ total: amount, renewal: amount, nextTerm: amount, every: "every month" },
  };
  const taxRule = { label: "VAT", rateBasisPoints: 0, isInclusive: false };

  expect(render(<OrderLines {...props} taxRule={{ ...taxRule, note: NOTE }} />)).toContain(NOTE);
  expect(render(<OrderLines {...props} taxRule={taxRule} />)).not.toContain("Reverse");
});
