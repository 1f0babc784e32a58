/**
 * Issuing a credit note: staff take lines of an invoice back, or parts of them. What is due is lowered first; what was paid
 * goes back to the wallet. An invoice on which nothing is due any more is paid by that, and what it was for happens; one that
 * nobody should pay is voided instead.
 */
import { type AboveLimit, admitMove, type OwnAccount } from "@/domain/approval/mod.ts";
import { creditParts, type Invoice, type NotOpen } from "@/domain/invoice/mod.ts";
import { isPayable, stageFulfilment } from "@/domain/payment/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import {
  checkCreditForm,
  type CreditForm,
  type CreditWords,
  type NotCreditable,
  prepareCredit,
  type PreparedCredit,
  USED,
} from "./asked.ts";
import type { CreditNote } from "./model.ts";
import { getCreditNoteRecord } from "./repo.ts";
import { CREDIT_NOTE_LANE, stageNote } from "./stage_note.ts";

/** Why no credit note was issued; messages are beside `amounts` and `reason`. */
export type IssueCreditNoteError =
  | ValidationError
  | NotFound
  | OwnAccount
  | NotOpen
  | NotCreditable
  | AboveLimit
  | Conflict;

/** What staff ask for. */
export interface IssueCreditNoteInput extends CreditForm {
  actor: StaffActor;
  invoiceId: string;
  /** Made with the page, so that a form that is sent twice is one credit note. */
  id?: string;
  reason: string;
  requestId?: string;
}

/**
 * Issues a credit note for an open or paid invoice; needs `invoices.edit`. Above the limit of the settings nothing is issued:
 * see `submitCreditNote()`.
 */
export async function issueCreditNote(
  deps: Deps,
  input: IssueCreditNoteInput,
): Promise<Result<CreditNote, IssueCreditNoteError>> {
  const checked = checkCreditForm(deps, input);
  if (!checked.ok) return checked;
  const { actor } = input;
  const asking = { ...input, ...checked.value };
  return await transact(deps, async (tx): Promise<Result<CreditNote, IssueCreditNoteError>> => {
    const known = await getCreditNoteRecord(tx, asking.id);
    if (known) return known.invoiceId === input.invoiceId ? ok(known) : invalid({ "": USED });
    const prepared = await prepareCredit(tx, asking);
    if (!prepared.ok) return prepared;
    const { before, total } = prepared.value;
    const shares = [{ customerId: before.customerId, amount: total }];
    const admitted = await admitMove(tx, deps, { actor, shares });
    if (!admitted.ok) return admitted;
    if (admitted.value === "proposed") return fail({ code: "above_limit" });
    return await stageCreditNote(tx, deps, { ...asking, ...prepared.value });
  }, { lane: CREDIT_NOTE_LANE });
}

/** Checks number, wallet, and up to five records of what the invoice is for; credit note and invoice are checked already. */
export async function stageCreditNote(
  tx: Tx,
  deps: Deps,
  input: Pick<IssueCreditNoteInput, "actor" | "requestId"> & CreditWords & PreparedCredit,
): Promise<Result<CreditNote, NotOpen>> {
  const { actor, id, reason, requestId, before, asked } = input;
  const parts = creditParts(before, asked);
  const staged = { actor, id, invoice: before, parts, reason, basis: null, requestId };
  const { note, invoice } = await stageNote(tx, deps, staged);
  if (before.status === "open" && invoice.status === "paid") {
    if (!await mayBePaid(tx, before)) return fail({ code: "not_open" });
    await stageFulfilment(tx, deps, invoice);
  }
  return ok(note);
}

/** What an order or a change waits for can be over, though its invoice is still open for a moment. */
async function mayBePaid(tx: Tx, invoice: Invoice): Promise<boolean> {
  return invoice.kind !== "order" && invoice.kind !== "change" || await isPayable(tx, invoice);
}
