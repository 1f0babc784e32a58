/** The company's logo: who sets it, what of it is kept, and that documents stay as they were issued. */
import { expect } from "expect";
import { creditNoteSeals, issueCreditNote } from "@/domain/credit_note/mod.ts";
import { invoiceSeals, readInvoice, sealOldInvoices } from "@/domain/invoice/mod.ts";
import {
  getCreditNotePdf,
  getInvoicePdf,
  type InvoicePaper,
} from "@/domain/invoice_document/mod.ts";
import {
  getLogo,
  readCurrentLogoFile,
  readLogoContent,
  removeLogo,
  setLogo,
} from "@/domain/letterhead/mod.ts";
import { getSettings, updateSettings } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import { imagesOf } from "@/tests/helpers/pdf_images.ts";
import { readPdf } from "@/tests/helpers/pdf_text.ts";
import { asFile, LOGO_JPEG, makePng } from "@/tests/helpers/pictures.ts";
import { makeStaff } from "../order/fixtures.ts";
import { type Debt, makeDebt, pay, placeDebt } from "../payment/fixtures.ts";

const actor = makeStaff("owner");
const WIDE = makePng([200, 50]);
const SQUARE = makePng([64, 64], [200, 30, 30]);

async function set(deps: Deps, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return unwrap(await setLogo(deps, { actor, file: asFile(bytes) })).sha256;
}

async function pdfOf(deps: Deps, { customer, invoice }: Debt, paper: InvoicePaper = "invoice") {
  return unwrap(await getInvoicePdf(deps, { viewer: customer, id: invoice.id, paper })).content;
}

function payloadOf(jws: string): string {
  const bytes = Uint8Array.fromBase64(jws.split(".")[1]!, { alphabet: "base64url" });
  return new TextDecoder().decode(bytes);
}

async function rename(deps: TestDeps, name: string): Promise<void> {
  const values = { ...await getSettings(deps, "company"), name };
  unwrap(await updateSettings(deps, { actor, section: "company", values }));
}

Deno.test("a logo is kept once by its content, is given back as it is kept, and is in the audit", async () => {
  await using deps = await makeDeps();

  const first = await set(deps, WIDE);
  const second = await set(deps, LOGO_JPEG);
  expect(await set(deps, WIDE)).toBe(first);

  expect(second).not.toBe(first);
  expect(await countKeys(deps.kv, ["logos"])).toBe(2);
  expect(await countKeys(deps.kv, ["upload_chunks"])).toBe(2);
  expect(await countKeys(deps.kv, ["uploads_open"])).toBe(0);
  expect(unwrap(await getLogo(deps, { viewer: actor })))
    .toMatchObject({ sha256: first, width: 200, height: 50, contentType: "image/png" });
  const file = unwrap(await readCurrentLogoFile(deps, { viewer: actor }));
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(file.content));
  expect(new Uint8Array(digest).toHex()).toBe(first);
  unwrap(await removeLogo(deps, { actor }));
  expect(unwrap(await getLogo(deps, { viewer: actor }))).toBe(null);
  const events = await Array.fromAsync(
    deps.kv.list<{ action: string; before: unknown; after: unknown }>({ prefix: ["audit_events"] }),
  );
  expect(
    events.map(({ value }) => value).filter(({ action }) => action.startsWith("logo."))
      .map(({ action, before, after }) => [action, before, after]),
  ).toEqual([
    ["logo.changed", null, expect.objectContaining({ sha256: first, width: 200 })],
    ["logo.changed", { sha256: first }, expect.objectContaining({ sha256: second })],
    ["logo.changed", { sha256: second }, expect.objectContaining({ sha256: first })],
    ["logo.removed", { sha256: first }, null],
  ]);
});

Deno.test("staff without the right, and files that are no logo, change nothing", async () => {
  await using deps = await makeDeps();
  await set(deps, WIDE);
  const before = await dumpKv(deps.kv);
  const billing = makeStaff("billing");

  const tries: Array<[code: string, result: Promise<{ ok: boolean }>]> = [
    ["not_found", setLogo(deps, { actor: billing, file: asFile(SQUARE) })],
    ["not_found", removeLogo(deps, { actor: billing })],
    ["not_found", getLogo(deps, { viewer: billing })],
    ["not_found", readCurrentLogoFile(deps, { viewer: billing })],
    ["validation", setLogo(deps, { actor, file: null })],
    ["validation", setLogo(deps, { actor, file: asFile(makePng([10, 10])) })],
  ];
  for (const [code, result] of tries) {
    expect(await result).toMatchObject({ ok: false, error: { code } });
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("parallel uploads of one picture keep it once", async () => {
  await using deps = await makeDeps();

  await Promise.all(Array.from({ length: 8 }, () => set(deps, WIDE)));

  expect(await countKeys(deps.kv, ["upload_chunks"])).toBe(1);
  expect(await countKeys(deps.kv, ["uploads_open"])).toBe(0);
});

Deno.test("an invoice, its receipt and its credit note have the logo in its own proportions, on each page", async () => {
  await using deps = await makeDeps();
  await set(deps, WIDE);
  const debt = await makeDebt(deps);
  const openPdf = await pdfOf(deps, debt);
  unwrap(await pay(deps, debt));
  const note = unwrap(
    await issueCreditNote(deps, {
      actor: makeStaff("billing"),
      invoiceId: debt.invoice.id,
      amounts: ["1.00"],
      reason: "A day of outage",
    }),
  );
  const credited = await getCreditNotePdf(deps, { viewer: debt.customer, id: note.id });

  for (const pdf of [openPdf, await pdfOf(deps, debt, "receipt"), unwrap(credited).content]) {
    const images = await imagesOf(pdf);
    const { pages, roles } = await readPdf(pdf);
    expect(images.map(({ page }) => page)).toEqual(pages.map((_, index) => index + 1));
    for (const { width, height } of images) expect(width / height).toBeCloseTo(4, 3);
    expect(images[0]!.height).toBeLessThanOrEqual(42);
    expect(roles[0]!.indexOf("Figure")).toBe(roles[0]!.indexOf("H1") - 1);
    // The logo holds the name.
    expect(pages[0]![0]).not.toContain("CloudNest");
  }
});

Deno.test("a JPEG is drawn too, and beside a logo that isn't wide stands the name", async () => {
  await using deps = await makeDeps();
  await set(deps, SQUARE);
  const debt = await makeDebt(deps);
  await set(deps, LOGO_JPEG);
  const other = await placeDebt(deps, debt.customer, "other.example.com");

  const [square, jpeg] = [await pdfOf(deps, debt), await pdfOf(deps, other)];

  const [drawn] = await imagesOf(square);
  expect([drawn!.width, drawn!.height]).toEqual([30, 30]);
  expect((await readPdf(square)).pages[0]![0]).toBe("CloudNest Invoice");
  const [second] = await imagesOf(jpeg);
  expect(second!.width / second!.height).toBeCloseTo(96 / 40, 3);
});

Deno.test("what was issued keeps its logo and name to the byte, whatever becomes of them later", async () => {
  await using deps = await makeDeps();
  const plain = await makeDebt(deps);
  await set(deps, WIDE);
  const debt = await placeDebt(deps, plain.customer, "other.example.com");
  const [plainPdf, pdf] = [await pdfOf(deps, plain), await pdfOf(deps, debt)];

  await set(deps, SQUARE);
  await rename(deps, "Another name");
  const later = await placeDebt(deps, plain.customer, "later.example.com");
  unwrap(await removeLogo(deps, { actor }));

  expect(await pdfOf(deps, plain)).toEqual(plainPdf);
  expect(await pdfOf(deps, debt)).toEqual(pdf);
  expect((await imagesOf(plainPdf)).length).toBe(0);
  expect((await readPdf(await pdfOf(deps, later))).pages[0]![0]).toBe("Another name Invoice");
});

Deno.test("the letterhead is signed: another logo on an invoice or a credit note isn't genuine", async () => {
  await using deps = await makeDeps();
  await set(deps, WIDE);
  const debt = await makeDebt(deps);
  const invoice = (await readInvoice(deps.kv, debt.invoice.id))!;
  const note = unwrap(
    await issueCreditNote(deps, {
      actor: makeStaff("billing"),
      invoiceId: invoice.id,
      amounts: ["1.00"],
      reason: "A day of outage",
    }),
  );
  const [seal, noteSeal] = [
    (await invoiceSeals.read(deps.kv, invoice.id))!,
    (await creditNoteSeals.read(deps.kv, note.id))!,
  ];
  const letterhead = { name: "CloudNest", logo: "0".repeat(64) };

  expect(await invoiceSeals.isGenuine(deps.kv, invoice, seal)).toBe(true);
  expect(await invoiceSeals.isGenuine(deps.kv, { ...invoice, letterhead }, seal)).toBe(false);
  expect(await creditNoteSeals.isGenuine(deps.kv, note, noteSeal)).toBe(true);
  expect(await creditNoteSeals.isGenuine(deps.kv, { ...note, letterhead }, noteSeal)).toBe(false);
});

Deno.test("an invoice of before letterheads were kept is read, printed without a logo, and still genuine", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const { letterhead: _, ...old } = (await readInvoice(deps.kv, debt.invoice.id))!;
  await deps.kv.set(["invoices", old.id], old);
  await deps.kv.delete(["invoice_seals", old.id]);
  await sealOldInvoices(deps);
  await set(deps, WIDE);
  await rename(deps, "Another name");

  const pdf = await pdfOf(deps, debt);

  const invoice = (await readInvoice(deps.kv, old.id))!;
  const seal = (await invoiceSeals.read(deps.kv, old.id))!;
  expect(await invoiceSeals.isGenuine(deps.kv, invoice, seal)).toBe(true);
  // What was signed then had no such member.
  expect(payloadOf(invoiceSeals.signed(invoice, seal))).not.toContain("letterhead");
  expect((await imagesOf(pdf)).length).toBe(0);
  expect((await readPdf(pdf)).pages[0]![0]).toBe("Another name Invoice");
});

Deno.test("a logo whose content was damaged is left out, and the log says so", async () => {
  await using deps = await makeDeps();
  const sha256 = await set(deps, WIDE);
  const debt = await makeDebt(deps);
  for await (const { key } of deps.kv.list({ prefix: ["upload_chunks"] })) {
    await deps.kv.set(key, LOGO_JPEG);
  }

  expect(await readLogoContent(deps, sha256)).toBe(null);
  expect((await imagesOf(await pdfOf(deps, debt))).length).toBe(0);
  expect(deps.takeErrors().map(({ event }) => event)).toEqual(["logo.damaged", "logo.damaged"]);
});
