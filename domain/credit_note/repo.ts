/**
 * Keys of credit notes: `["credit_notes", id]`, and owned by it `["credit_notes_by_number", number]`,
 * `["credit_notes_by_customer", customerId, id]`, `["credit_notes_by_invoice", invoiceId, id]`. Their numbers are counted with
 * those of the invoices.
 */
import { isId } from "@/domain/shared/ids.ts";
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "@/domain/shared/kv.ts";
import { type CreditNote, creditNoteSchema } from "./model.ts";
import { recordsAfter, type Walked } from "@/domain/shared/walk_records.ts";

const noteKey = (id: string) => ["credit_notes", id];

/** A credit note, under check. */
export async function getCreditNoteRecord(tx: Tx, id: string): Promise<CreditNote | null> {
  const stored = await tx.get(noteKey(id));
  return stored === null ? null : creditNoteSchema.parse(stored);
}

/** A credit note as it stands now. */
export async function readCreditNote(kv: Deno.Kv, id: string): Promise<CreditNote | null> {
  const stored = (await kv.get(noteKey(id))).value;
  return stored === null ? null : creditNoteSchema.parse(stored);
}

/** Writes a credit note that `getCreditNoteRecord()` didn't find. */
export function addCreditNote(tx: Tx, note: CreditNote): void {
  const { id, number, customerId, invoiceId } = note;
  tx.set(["credit_notes_by_number", number], id);
  tx.set(["credit_notes_by_customer", customerId, id], id);
  tx.set(["credit_notes_by_invoice", invoiceId, id], id);
  tx.set(noteKey(id), creditNoteSchema.parse(note));
}

/** Writes a credit note whose buyer was erased. */
export function replaceCreditNote(tx: Tx, note: CreditNote): void {
  tx.set(noteKey(note.id), creditNoteSchema.parse(note));
}

/** What a list is narrowed to. */
export type CreditNoteFilter = { customerId?: string; invoiceId?: string };

/** One page of credit notes, newest first; an empty one where cursor or filter are no ids. */
export async function pageCreditNotes(
  kv: Deno.Kv,
  { customerId, invoiceId }: CreditNoteFilter,
  request: PageRequest,
): Promise<Page<CreditNote>> {
  const isMalformed = request.after !== undefined && !isId("crn", request.after) ||
    customerId !== undefined && !isId("cus", customerId) ||
    invoiceId !== undefined && !isId("inv", invoiceId);
  if (isMalformed) return { items: [], next: null };
  const index = invoiceId !== undefined
    ? ["credit_notes_by_invoice", invoiceId]
    : customerId !== undefined
    ? ["credit_notes_by_customer", customerId]
    : ["credit_notes"];
  const page = await pageIds(kv, index, request);
  const stored = await getAll(kv, page.items.map(noteKey));
  return { items: stored.map((note) => creditNoteSchema.parse(note)), next: page.next };
}

/** All credit notes of an invoice, for the audit of the books. */
export async function* scanCreditNotesOf(
  kv: Deno.Kv,
  invoiceId: string,
): AsyncGenerator<CreditNote> {
  let after: string | null = null;
  do {
    const request = { limit: 100, ...(after !== null && { after }) };
    const page: Page<CreditNote> = await pageCreditNotes(kv, { invoiceId }, request);
    yield* page.items;
    after = page.next;
  } while (after !== null);
}

/** The credit note with that number; `null` if there is none. */
export async function findByNumber(kv: Deno.Kv, number: string): Promise<CreditNote | null> {
  const { value: id } = await kv.get<string>(["credit_notes_by_number", number]);
  return id === null ? null : await readCreditNote(kv, id);
}

/** All credit notes in the order of their making, for audits and reports. */
export async function* scanCreditNotes(kv: Deno.Kv): AsyncGenerator<CreditNote> {
  for await (const { value } of kv.list({ prefix: ["credit_notes"] })) {
    yield creditNoteSchema.parse(value);
  }
}

/** The next credit notes after an id, for the audit of the books. */
export function creditNotesAfter(
  kv: Deno.Kv,
  request: { after: string; limit: number },
): Promise<Walked<CreditNote>[]> {
  const stored = { prefix: ["credit_notes"], ...request };
  return recordsAfter(kv, stored, (value) => creditNoteSchema.parse(value));
}

/** Ids by the numbers of credit notes, `null` where a number is on none. */
export function readIdsOfNumbers(
  kv: Deno.Kv,
  numbers: readonly string[],
): Promise<(string | null)[]> {
  return getAll<string>(kv, numbers.map((number) => ["credit_notes_by_number", number]));
}

/** Credit notes by their ids, those that there are. */
export async function readCreditNotes(
  kv: Deno.Kv,
  ids: readonly string[],
): Promise<CreditNote[]> {
  const stored = await getAll(kv, ids.map(noteKey));
  return stored.flatMap((note) => note === null ? [] : [creditNoteSchema.parse(note)]);
}
