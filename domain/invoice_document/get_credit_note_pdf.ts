/** The PDF of a credit note, made when it is asked for. */
import { creditNoteSeals, getCreditNote, readCreditNote } from "@/domain/credit_note/mod.ts";
import type { CustomerActor, StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { describeCreditNote } from "./describe_credit_note.ts";
import { letterheadOf } from "./letterhead.ts";
import { type PdfDownload, toPdf } from "./pdf_download.ts";

/** A credit note's PDF for whoever may see the credit note. */
export async function getCreditNotePdf(
  deps: Deps,
  { viewer, id }: { viewer: CustomerActor | StaffActor; id: string },
): Promise<Result<PdfDownload, NotFound>> {
  const seen = viewer.kind === "staff"
    ? await getCreditNote(deps, { viewer, id })
    : await getCreditNote(deps, { viewer, id });
  if (!seen.ok) return seen;
  const [note, seal] = await Promise.all([
    readCreditNote(deps.kv, id),
    creditNoteSeals.read(deps.kv, id),
  ]);
  if (!note) return notFound();
  const { appUrl } = deps.config;
  const description = describeCreditNote({
    note,
    letterhead: await letterheadOf(deps, note),
    seal: seal &&
      { seal, what: "credit note", signed: creditNoteSeals.signed(note, seal), appUrl },
  });
  return ok(await toPdf(deps, description, { name: note.number }));
}
