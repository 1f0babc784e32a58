/** Seals of credit notes: signatures that another library checks, and codes that anybody may ask with. */
import { expect } from "expect";
import { compactVerify, createLocalJWKSet } from "jose";
import {
  type CreditNote,
  creditNoteSeals,
  eraseCreditNotes,
  getCreditNote,
  issueCreditNote,
  readCreditNote,
  sealOldCreditNotes,
} from "@/domain/credit_note/mod.ts";
import { invoiceSeals } from "@/domain/invoice/mod.ts";
import { getCreditNotePdf, verifyDocument } from "@/domain/invoice_document/mod.ts";
import { publicKeySet } from "@/domain/seal/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { countKeys } from "@/tests/helpers/dump.ts";
import { readPdf } from "@/tests/helpers/pdf_text.ts";
import { makeStaff } from "../order/fixtures.ts";
import { type Debt, makeDebt, pay } from "../payment/fixtures.ts";

const REASON = "Ada asked for it";

/** A paid invoice with a credit note of a part of it. */
async function makeNote(deps: Deps): Promise<{ debt: Debt; note: CreditNote }> {
  const debt = await makeDebt(deps);
  unwrap(await pay(deps, debt));
  return { debt, note: await issue(deps, debt) };
}

async function issue(deps: Deps, { invoice }: Debt): Promise<CreditNote> {
  const input = { actor: makeStaff("billing"), invoiceId: invoice.id, amounts: ["10.00"] };
  return unwrap(await issueCreditNote(deps, { ...input, reason: REASON }));
}

async function verify(deps: Deps, id: string) {
  const { code } = (await creditNoteSeals.read(deps.kv, id))!;
  return unwrap(await verifyDocument(deps, { code, ip: "192.0.2.7" }));
}

Deno.test("another library checks the file in a credit note's PDF with the published keys", async () => {
  await using deps = await makeDeps();
  const { debt, note } = await makeNote(deps);

  const pdf = unwrap(await getCreditNotePdf(deps, { viewer: debt.customer, id: note.id }));
  const { files, pages } = await readPdf(pdf.content);
  const signed = new TextDecoder().decode(files.get(`${note.number}.jws`));
  const { payload } = await compactVerify(signed, createLocalJWKSet(await publicKeySet(deps.kv)));
  const text = new TextDecoder().decode(payload);

  const { number, invoiceNumber, total, returned } = note;
  expect(JSON.parse(text)).toMatchObject({ number, invoiceNumber, total, returned });
  for (const personal of [note.buyer.name, note.buyer.email!, REASON]) {
    expect(text).not.toContain(personal);
  }
  expect(pages.flat()).toContain("Check that the credit note is genuine");
});

Deno.test("verifyDocument() tells what a credit note is and for which invoice, and nothing about the buyer", async () => {
  await using deps = await makeDeps();
  const { note } = await makeNote(deps);

  const verified = await verify(deps, note.id);

  const { keyId, code, ...rest } = verified;
  expect([typeof keyId, code.length]).toEqual(["string", 23]);
  expect(rest).toEqual({
    kind: "credit_note",
    number: "CN-2026-000001",
    invoiceNumber: note.invoiceNumber,
    issuedOn: "2026-03-01",
    total: note.total,
    seller: note.seller.name,
    isGenuine: true,
  });
});

Deno.test("a credit note that was changed after it was signed isn't genuine, whatever was changed", async () => {
  await using deps = await makeDeps();
  const { note } = await makeNote(deps);
  const [line] = note.lines;
  const changes: Array<Partial<CreditNote>> = [
    { total: { ...note.total, minor: note.total.minor + 1 } },
    { returned: { ...note.returned, minor: 0 } },
    { lines: [{ ...line!, label: "Something else" }] },
    { invoiceNumber: "INV-2026-000999" },
    { number: "CN-2026-000999" },
    { buyer: { ...note.buyer, name: "Somebody else" } },
    { seller: { ...note.seller, name: "Somebody else" } },
    { reason: "Another one" },
    { taxRule: { ...note.taxRule, note: "None" } },
  ];

  for (const change of changes) {
    await deps.kv.set(["credit_notes", note.id], { ...note, ...change });
    expect([change, (await verify(deps, note.id)).isGenuine]).toEqual([change, false]);
  }
  await deps.kv.set(["credit_notes", note.id], note);
  expect((await verify(deps, note.id)).isGenuine).toBe(true);
});

Deno.test("a credit note stays genuine after its buyer was erased, and only if they really were", async () => {
  await using deps = await makeDeps();
  const { debt, note } = await makeNote(deps);

  await eraseCreditNotes(deps, debt.invoice.id);

  const erased = (await readCreditNote(deps.kv, note.id))!;
  expect((await creditNoteSeals.read(deps.kv, note.id))!.buyerSalt).toBe(null);
  expect((await verify(deps, note.id)).isGenuine).toBe(true);
  await deps.kv.set(["credit_notes", note.id], { ...erased, buyer: note.buyer });
  expect((await verify(deps, note.id)).isGenuine).toBe(false);
});

Deno.test("a credit note of before there were seals still shows, and sealOldCreditNotes() seals it once", async () => {
  await using deps = await makeDeps();
  await using other = await makeDeps({ kv: deps.kv });
  const { debt, note } = await makeNote(deps);
  const { code } = (await creditNoteSeals.read(deps.kv, note.id))!;
  await deps.kv.delete(["credit_note_seals", note.id]);
  await deps.kv.delete(["credit_note_codes", code]);
  const viewer = debt.customer;

  expect(unwrap(await getCreditNote(deps, { viewer, id: note.id })).number).toBe(note.number);
  const plain = await readPdf(
    unwrap(await getCreditNotePdf(deps, { viewer, id: note.id })).content,
  );
  expect([plain.files.size, plain.pages.flat().includes("Check that the credit note is genuine")])
    .toEqual([0, false]);

  const counts = await Promise.all([deps, other, deps].map(sealOldCreditNotes));
  expect(counts.toSorted()).toEqual([0, 0, 1]);
  expect((await verify(deps, note.id)).isGenuine).toBe(true);
  expect(await countKeys(deps.kv, ["credit_note_codes"])).toBe(1);
  expect(await sealOldCreditNotes(deps)).toBe(0);
});

Deno.test("a stored seal of version 1 is an invoice's, and is read as one of today", async () => {
  await using deps = await makeDeps();
  const { invoice } = await makeDebt(deps);
  const seal = (await invoiceSeals.read(deps.kv, invoice.id))!;
  const { documentId, ...rest } = seal;
  await deps.kv.set(["invoice_seals", invoice.id], {
    ...rest,
    schemaVersion: 1,
    invoiceId: documentId,
  });

  expect(await invoiceSeals.read(deps.kv, invoice.id)).toEqual(seal);
  const { code } = seal;
  expect(unwrap(await verifyDocument(deps, { code, ip: "192.0.2.7" })).isGenuine).toBe(true);
});
