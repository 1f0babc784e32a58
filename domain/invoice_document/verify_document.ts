/** Whether a document is genuine, for anybody who holds it: by the code that is printed on it, without signing in. */
import { type CreditNote, creditNoteSeals, readCreditNote } from "@/domain/credit_note/mod.ts";
import { type Invoice, invoiceSeals, readInvoice } from "@/domain/invoice/mod.ts";
import { printCode, type Seal } from "@/domain/seal/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { networkOf } from "@/domain/shared/network.ts";
import { type RateLimited, takeRateLimit } from "@/domain/shared/rate_limit.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import type { VerifiedCreditNoteView, VerifiedInvoiceView, VerifiedView } from "./view.ts";

/** Checks from one network in an hour: enough for a bookkeeper, and 100 bits can't be found by trying. */
const LIMIT = { limit: 60, windowSeconds: 3600 };

/**
 * Looks an invoice or a credit note up by its code.
 *
 * Errors: `not_found`, which for a printed code means that the paper is forged; `rate_limited`.
 */
export async function verifyDocument(
  deps: Deps,
  { code, ip }: { code: string; ip: string },
): Promise<Result<VerifiedView, NotFound | RateLimited>> {
  const limit = { scope: "verify.network", subject: networkOf(ip), ...LIMIT };
  const taken = await takeRateLimit(deps, limit);
  if (!taken.ok) return taken;
  const [invoiceId, noteId] = await Promise.all([
    invoiceSeals.findByCode(deps.kv, code),
    creditNoteSeals.findByCode(deps.kv, code),
  ]);
  const view = invoiceId !== null
    ? await invoiceOf(deps.kv, invoiceId)
    : noteId !== null
    ? await creditNoteOf(deps.kv, noteId)
    : null;
  return view === null ? notFound() : ok(view);
}

async function invoiceOf(kv: Deno.Kv, id: string): Promise<VerifiedInvoiceView | null> {
  const [invoice, seal] = await Promise.all([readInvoice(kv, id), invoiceSeals.read(kv, id)]);
  if (!invoice || !seal) return null;
  const { status, voidedAt, credited } = invoice;
  return {
    kind: "invoice",
    ...commonOf(invoice, seal),
    status,
    voidedOn: voidedAt?.slice(0, 10) ?? null,
    credited,
    isGenuine: await invoiceSeals.isGenuine(kv, invoice, seal),
  };
}

async function creditNoteOf(kv: Deno.Kv, id: string): Promise<VerifiedCreditNoteView | null> {
  const [note, seal] = await Promise.all([readCreditNote(kv, id), creditNoteSeals.read(kv, id)]);
  if (!note || !seal) return null;
  return {
    kind: "credit_note",
    ...commonOf(note, seal),
    invoiceNumber: note.invoiceNumber,
    isGenuine: await creditNoteSeals.isGenuine(kv, note, seal),
  };
}

function commonOf({ number, issuedAt, total, seller }: Invoice | CreditNote, seal: Seal) {
  return {
    code: printCode(seal.code),
    number,
    issuedOn: issuedAt.slice(0, 10),
    total,
    seller: seller.name,
    keyId: seal.keyId,
  };
}
