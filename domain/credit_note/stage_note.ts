/** A credit note on the commit of its cause: the invoice is credited, the wallet gets what was paid, the customer is told. */
import { stageAudit } from "@/domain/audit/mod.ts";
import {
  amountDue,
  type CreditPart,
  type Invoice,
  stageCredited,
  takeNumber,
} from "@/domain/invoice/mod.ts";
import { currentLetterhead } from "@/domain/letterhead/mod.ts";
import type { Actor } from "@/domain/shared/actor.ts";
import { dayOf, isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { sum } from "@/domain/shared/money.ts";
import { stageCreditNoteMail } from "./credit_note_mail.ts";
import { type CreditBasis, type CreditNote, creditNoteNumber, SERIES } from "./model.ts";
import { addCreditNote } from "./repo.ts";
import { creditNoteSeals } from "./seal.ts";

/** Name of the lane in which commits that issue credit notes take turns. */
export const CREDIT_NOTE_LANE = "credit_note_numbers";

/** What is credited of which invoice, and why. */
export interface NoteInput {
  actor: Actor;
  /** An id for which `getCreditNoteRecord()` found nothing. */
  id: string;
  /** As `checkInvoice()` read it. */
  invoice: Invoice;
  parts: readonly CreditPart[];
  reason: string;
  basis: CreditBasis | null;
  requestId?: string;
}

/**
 * Stages a credit note of an open or paid invoice; what follows where the invoice is paid by that is the caller's to stage.
 * Checks the number, and the wallet if something goes back to it.
 */
export async function stageNote(
  tx: Tx,
  deps: Deps,
  input: NoteInput,
): Promise<{ note: CreditNote; invoice: Invoice }> {
  const { actor, id, invoice: before, parts, reason, basis, requestId } = input;
  const credited = await stageCredited(tx, deps, { invoice: before, creditNoteId: id, parts });
  const { invoice, returned } = credited;
  const { year } = Temporal.PlainDate.from(dayOf(deps.clock.now()));
  const { id: invoiceId, currency, customerId, buyer, seller, taxRule } = before;
  const note: CreditNote = {
    schemaVersion: 1,
    id,
    series: SERIES,
    year,
    number: creditNoteNumber(year, await takeNumber(tx, SERIES, year)),
    ...{ invoiceId, invoiceNumber: before.number, customerId, currency, buyer, seller, taxRule },
    ...{ reason, basis },
    lines: parts.map((part) => ({ ...part, label: before.lines[part.line]!.label })),
    subtotal: sum(parts.map(({ net }) => net), currency),
    tax: sum(parts.map(({ tax }) => tax), currency),
    total: sum(parts.map(({ gross }) => gross), currency),
    returned,
    letterhead: await currentLetterhead(deps),
    issuedAt: isoNow(deps.clock),
    issuedBy: actor.id,
  };
  addCreditNote(tx, note);
  await creditNoteSeals.stage(tx, deps, note);
  stageAudit(tx, deps, {
    actor,
    action: "invoice.credited",
    subject: { kind: "invoice", id: invoiceId },
    before: factsOf(before),
    after: { ...factsOf(invoice), creditNoteId: id, number: note.number, returned, reason },
    requestId,
  });
  await stageCreditNoteMail(tx, deps, { note, due: amountDue(invoice) });
  return { note, invoice };
}

function factsOf({ status, paid, credited }: Invoice) {
  return { status, paid, credited };
}
