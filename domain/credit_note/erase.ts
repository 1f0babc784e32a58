/** Takes the buyer out of credit notes that needn't be kept any more. */
import type { Deps } from "@/domain/shared/deps.ts";
import { ERASED } from "@/domain/shared/erasing.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import {
  getCreditNoteRecord,
  pageCreditNotes,
  replaceCreditNote,
  scanCreditNotesOf,
} from "./repo.ts";
import { creditNoteSeals } from "./seal.ts";
import { eraseCreditProposals } from "./submit_credit_note.ts";

/** The day of an invoice's last credit note; `null` if it has none. */
export async function lastCreditedOn(
  deps: Pick<Deps, "kv">,
  invoiceId: string,
): Promise<string | null> {
  const { items: [last] } = await pageCreditNotes(deps.kv, { invoiceId }, { limit: 1 });
  return last?.issuedAt.slice(0, 10) ?? null;
}

/** Erases the buyer of an invoice's credit notes, and why some were proposed; numbers and sums stay. Running it again changes nothing. */
export async function eraseCreditNotes(
  deps: Pick<Deps, "kv" | "lanes">,
  invoiceId: string,
): Promise<void> {
  await eraseCreditProposals(deps, invoiceId);
  for await (const { id } of scanCreditNotesOf(deps.kv, invoiceId)) {
    unwrap(
      await transact(deps, async (tx) => {
        const note = await getCreditNoteRecord(tx, id);
        if (!note || note.buyer.name === ERASED) return ok(undefined);
        await creditNoteSeals.stageErase(tx, id);
        replaceCreditNote(tx, {
          ...note,
          buyer: { name: ERASED, email: null, addressLines: [], country: null, taxNumber: null },
          reason: ERASED,
        });
        return ok(undefined);
      }),
    );
  }
}
