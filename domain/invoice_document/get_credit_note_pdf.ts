/** The PDF of a credit note, made when it is asked for. */
import { getCreditNote } from "@/domain/credit_note/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import type { CustomerActor, StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type NotFound, ok, type Result } from "@/domain/shared/result.ts";
import { describeCreditNote } from "./describe_credit_note.ts";
import { type PdfDownload, toPdf } from "./pdf_download.ts";

/** A credit note's PDF for whoever may see the credit note. */
export async function getCreditNotePdf(
  deps: Deps,
  { viewer, id }: { viewer: CustomerActor | StaffActor; id: string },
): Promise<Result<PdfDownload, NotFound>> {
  const note = viewer.kind === "staff"
    ? await getCreditNote(deps, { viewer, id })
    : await getCreditNote(deps, { viewer, id });
  if (!note.ok) return note;
  const { name: sender } = await getSettings(deps, "company");
  const description = describeCreditNote({ note: note.value, sender });
  return ok(await toPdf(deps, description, { name: note.value.number }));
}
