/** What staff note about an invoice among themselves. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { getStaffNotes, readStaffNotes, setStaffNotes } from "./repo.ts";

const MAX_LENGTH = 2000;

/** Replaces the notes of an invoice, which no customer sees; needs `invoices.edit`. */
export async function noteInvoice(
  deps: Deps,
  input: { actor: StaffActor; invoiceId: string; text: string; requestId?: string },
): Promise<Result<void, ValidationError | NotFound | Conflict>> {
  const { actor, invoiceId, requestId } = input;
  if (!actor.permissions.has("invoices.edit") || !isId("inv", invoiceId)) return notFound();
  if (!await readInvoice(deps.kv, invoiceId)) return notFound();
  const text = input.text.trim();
  if (text.length > MAX_LENGTH) return invalid({ notes: `Use ${MAX_LENGTH} characters at most.` });
  return await transact(deps, async (tx) => {
    const before = await getStaffNotes(tx, invoiceId);
    if (before?.text === text) return ok(undefined);
    const updatedAt = isoNow(deps.clock);
    setStaffNotes(tx, invoiceId, { schemaVersion: 1, text, updatedBy: actor.id, updatedAt });
    stageAudit(tx, deps, {
      actor,
      action: "invoice.noted",
      subject: { kind: "invoice", id: invoiceId },
      before: { notes: before?.text ?? "" },
      after: { notes: text },
      requestId,
    });
    return ok(undefined);
  });
}

/** The notes of an invoice; empty without `invoices.view`. */
export async function readInvoiceNotes(
  deps: Pick<Deps, "kv">,
  { viewer, invoiceId }: { viewer: StaffActor; invoiceId: string },
): Promise<string> {
  const maySee = viewer.permissions.has("invoices.view") && isId("inv", invoiceId);
  return maySee ? await readStaffNotes(deps.kv, invoiceId) : "";
}
