/**
 * What staff ask to be credited: issued at once, or, above the limit of the settings, kept until another member of staff has
 * approved it, who finds the same refusals then. Keys: `["proposed_credit_notes", id]` by the id that the credit note will have,
 * and owned by it `["proposed_credit_notes_by_invoice", invoiceId, id]`. They stay: whether it was issued, its approval says.
 */
import { z } from "zod";
import { type ApprovalEffect, stageProposal } from "@/domain/approval/mod.ts";
import { stageAudit } from "@/domain/audit/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { ERASED } from "@/domain/shared/erasing.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import type { Money } from "@/domain/shared/money.ts";
import { fail, invalid, ok, type Result, unwrap } from "@/domain/shared/result.ts";
import { checkCreditForm, prepareCredit, USED } from "./asked.ts";
import {
  issueCreditNote,
  type IssueCreditNoteError,
  type IssueCreditNoteInput,
  stageCreditNote,
} from "./issue_credit_note.ts";
import type { CreditNote } from "./model.ts";
import { getCreditNoteRecord } from "./repo.ts";

const proposedSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  approvalId: z.string(),
  invoiceId: z.string(),
  amounts: z.array(z.string()),
  isWhole: z.boolean(),
  reason: z.string(),
  proposedBy: z.string(),
});

type Proposed = z.infer<typeof proposedSchema>;

/** What came of it. */
export type SubmittedCreditNote =
  | { outcome: "issued"; note: CreditNote }
  | { outcome: "proposed"; amount: Money; approvalId: string };

const proposedKey = (id: string) => ["proposed_credit_notes", id];

/** Issues a credit note, or proposes it above the limit; needs `invoices.edit`. Refuses what `issueCreditNote()` does. */
export async function submitCreditNote(
  deps: Deps,
  input: IssueCreditNoteInput,
): Promise<Result<SubmittedCreditNote, IssueCreditNoteError>> {
  const issued = await issueCreditNote(deps, input);
  if (issued.ok) return ok({ outcome: "issued", note: issued.value });
  return issued.error.code === "above_limit" ? await proposeCreditNote(deps, input) : issued;
}

async function proposeCreditNote(
  deps: Deps,
  input: IssueCreditNoteInput,
): Promise<Result<SubmittedCreditNote, IssueCreditNoteError>> {
  const checked = checkCreditForm(deps, input);
  if (!checked.ok) return checked;
  const { actor, invoiceId, amounts, isWhole = false, requestId } = input;
  const { id, reason } = checked.value;
  return await transact(
    deps,
    async (tx): Promise<Result<SubmittedCreditNote, IssueCreditNoteError>> => {
      const prepared = await prepareCredit(tx, input);
      if (!prepared.ok) return prepared;
      const { before: { number, customerId }, total } = prepared.value;
      const stored = await tx.get(proposedKey(id));
      const written = { id, invoiceId, amounts: [...amounts], isWhole, reason };
      const known = stored === null ? null : proposedSchema.parse(stored);
      if (known) {
        return isSame(known, { ...written, proposedBy: actor.id })
          ? ok({ outcome: "proposed", amount: total, approvalId: known.approvalId })
          : invalid({ "": USED });
      }
      const approval = stageProposal(tx, deps, {
        kind: "credit_note",
        subjectId: id,
        customerId,
        amount: total,
        summary: `Credit note for ${number}: ${reason}`,
        actor,
      });
      const approvalId = approval.id;
      setProposed(tx, { schemaVersion: 1, ...written, approvalId, proposedBy: actor.id });
      stageAudit(tx, deps, {
        actor,
        action: "invoice.credit_proposed",
        subject: { kind: "invoice", id: invoiceId },
        after: { creditNoteId: id, amount: total, reason, approvalId },
        requestId,
      });
      return ok({ outcome: "proposed", amount: total, approvalId });
    },
  );
}

/** What the decision of a second member of staff does with a proposed credit note. */
export const creditNoteEffect: ApprovalEffect = {
  async approve(tx, deps, { approval, actor, requestId }) {
    const proposed = await peekProposed(tx, approval.subjectId);
    if (!proposed || await getCreditNoteRecord(tx, proposed.id)) {
      return fail({ code: "already_decided" });
    }
    const prepared = await prepareCredit(tx, { ...proposed, actor });
    if (!prepared.ok && prepared.error.code !== "validation") return prepared;
    // Something else of the invoice was credited meanwhile: this isn't what was agreed on any more
    if (!prepared.ok || prepared.value.total.minor !== approval.amount.minor) {
      return fail({ code: "outdated" });
    }
    const { id, reason } = proposed;
    const input = { actor, id, reason, requestId, ...prepared.value };
    const issued = await stageCreditNote(tx, deps, input);
    return issued.ok ? ok(undefined) : issued;
  },
  async reject(tx, _deps, { approval }) {
    const proposed = await peekProposed(tx, approval.subjectId);
    return proposed ? ok(undefined) : fail({ code: "already_decided" });
  },
};

/** Takes the reasons out of what was proposed for an invoice; the approvals lose theirs by themselves. Running it again changes nothing. */
export async function eraseCreditProposals(
  deps: Pick<Deps, "kv" | "lanes">,
  invoiceId: string,
): Promise<void> {
  const prefix = ["proposed_credit_notes_by_invoice", invoiceId];
  for await (const { key } of deps.kv.list<string>({ prefix })) {
    const id = String(key.at(-1));
    unwrap(
      await transact(deps, async (tx) => {
        const stored = await tx.get(proposedKey(id));
        if (stored !== null) setProposed(tx, { ...proposedSchema.parse(stored), reason: ERASED });
        return ok(undefined);
      }),
    );
  }
}

/** Its approval owns it: the commit that decides checks that. */
async function peekProposed(tx: Tx, id: string): Promise<Proposed | null> {
  const stored = await tx.peek(proposedKey(id));
  return stored === null ? null : proposedSchema.parse(stored);
}

function setProposed(tx: Tx, proposed: Proposed): void {
  const { id, invoiceId, approvalId } = proposed;
  tx.set(["proposed_credit_notes_by_invoice", invoiceId, id], approvalId);
  tx.set(proposedKey(id), proposedSchema.parse(proposed));
}

function isSame(known: Proposed, asked: Omit<Proposed, "schemaVersion" | "approvalId">): boolean {
  return known.invoiceId === asked.invoiceId && known.isWhole === asked.isWhole &&
    known.reason === asked.reason && known.proposedBy === asked.proposedBy &&
    JSON.stringify(known.amounts) === JSON.stringify(asked.amounts);
}
