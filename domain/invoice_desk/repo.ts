/**
 * Keys of the invoice desk: `["invoice_drafts", id]`, and `["invoice_staff_notes", invoiceId]` for what staff note about an
 * invoice among themselves.
 */
import { z } from "zod";
import { isId } from "@/domain/shared/ids.ts";
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "@/domain/shared/kv.ts";
import { type Draft, draftSchema } from "./model.ts";

const draftKey = (id: string) => ["invoice_drafts", id];
const notesKey = (invoiceId: string) => ["invoice_staff_notes", invoiceId];

const notesSchema = z.strictObject({
  schemaVersion: z.literal(1),
  text: z.string(),
  updatedBy: z.string(),
  updatedAt: z.string(),
});

/** What staff have noted about an invoice. */
export type StaffNotes = z.infer<typeof notesSchema>;

/** A draft, under check. */
export async function getDraft(tx: Tx, id: string): Promise<Draft | null> {
  const stored = await tx.get(draftKey(id));
  return stored === null ? null : draftSchema.parse(stored);
}

/** A draft as it stands now. */
export async function readDraft(kv: Deno.Kv, id: string): Promise<Draft | null> {
  const { value } = await kv.get(draftKey(id));
  return value === null ? null : draftSchema.parse(value);
}

/** Writes a new draft, or one that was read with `getDraft()`. */
export function writeDraft(tx: Tx, draft: Draft): void {
  tx.set(draftKey(draft.id), draftSchema.parse(draft));
}

/** Deletes a draft that was read with `getDraft()`. */
export function dropDraft(tx: Tx, id: string): void {
  tx.delete(draftKey(id));
}

/** One page of drafts, newest first. */
export async function pageDrafts(kv: Deno.Kv, request: PageRequest): Promise<Page<Draft>> {
  if (request.after !== undefined && !isId("drf", request.after)) return { items: [], next: null };
  const page = await pageIds(kv, ["invoice_drafts"], request);
  const stored = await getAll(kv, page.items.map(draftKey));
  const items = stored.flatMap((draft) => draft === null ? [] : [draftSchema.parse(draft)]);
  return { items, next: page.next };
}

/** What staff have noted about an invoice, under check. */
export async function getStaffNotes(tx: Tx, invoiceId: string): Promise<StaffNotes | null> {
  const stored = await tx.get(notesKey(invoiceId));
  return stored === null ? null : notesSchema.parse(stored);
}

/** What staff have noted about an invoice. */
export async function readStaffNotes(kv: Deno.Kv, invoiceId: string): Promise<string> {
  const { value } = await kv.get(notesKey(invoiceId));
  return value === null ? "" : notesSchema.parse(value).text;
}

/** Writes notes that were read with `getStaffNotes()`. */
export function setStaffNotes(tx: Tx, invoiceId: string, notes: StaffNotes): void {
  tx.set(notesKey(invoiceId), notesSchema.parse(notes));
}

/** Deletes what staff have noted about an invoice. */
export async function deleteStaffNotes(kv: Deno.Kv, invoiceId: string): Promise<void> {
  await kv.delete(notesKey(invoiceId));
}

/** Deletes the drafts for a customer. Walks all drafts, which are few: for a job. */
export async function deleteDraftsFor(kv: Deno.Kv, customerId: string): Promise<void> {
  for await (const { key, value } of kv.list({ prefix: ["invoice_drafts"] })) {
    if (draftSchema.parse(value).customerId === customerId) await kv.delete(key);
  }
}
