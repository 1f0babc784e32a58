/** A line above the limit: proposed by one member of staff, booked or given back by the decision of another. */
import { type ApprovalEffect, stageProposal } from "@/domain/approval/mod.ts";
import { stageAudit } from "@/domain/audit/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { fail, ok } from "@/domain/shared/result.ts";
import { stageDecided } from "./book_parts.ts";
import type { LinePart, LineRecord } from "./record.ts";
import { getLineRecord, writeLine } from "./repo.ts";
import { type Allocation, words } from "./suggestion.ts";

/** Stages the question for a second pair of eyes, with the line that it is about. */
export function stageProposed(
  tx: Tx,
  deps: Deps,
  input: {
    actor: StaffActor;
    before: LineRecord;
    allocations: readonly Allocation[];
    requestId?: string;
  },
): void {
  const { actor, before, allocations } = input;
  const { amount, counterpartyName, bookedOn } = before.line;
  const customers = [...new Set(allocations.map(({ customerId }) => customerId))];
  const approval = stageProposal(tx, deps, {
    kind: "receipt",
    subjectId: before.id,
    customerId: customers.length === 1 ? customers[0]! : null,
    amount,
    summary: `Transfer of ${words(amount)} from ${counterpartyName || "somebody"}, booked on ` +
      `${bookedOn}, for ${
        allocations.length === 1 ? "one purpose" : `${allocations.length} purposes`
      }.`,
    actor,
  });
  const parts: LinePart[] = allocations.map((each) => ({ ...each, paymentId: null }));
  const after: LineRecord = { ...before, status: "proposed", parts, approvalId: approval.id };
  writeLine(tx, before, after);
  stageAudit(tx, deps, {
    actor,
    action: "statement_line.proposed",
    subject: { kind: "statement_line", id: before.id },
    before: { status: before.status },
    after: { status: after.status, amount, parts: allocations, approvalId: approval.id },
    requestId: input.requestId,
  });
}

/** What the decision of a second member of staff does with a line. */
export const receiptEffect: ApprovalEffect = {
  async approve(tx, deps, { approval, actor, requestId }) {
    const before = await getLineRecord(tx, approval.subjectId);
    if (before?.status !== "proposed" || before.approvalId !== approval.id) {
      return fail({ code: "line_decided" });
    }
    if (before.parts.some(({ customerId }) => customerId === actor.id)) {
      return fail({ code: "not_second_person" });
    }
    const allocations = before.parts.map(({ paymentId: _, ...allocation }) => allocation);
    const decidedBy = approval.proposedBy;
    return await stageDecided(tx, deps, { actor, before, allocations, decidedBy, requestId });
  },
  async reject(tx, deps, { approval, actor, note, requestId }) {
    const before = await getLineRecord(tx, approval.subjectId);
    if (before?.status !== "proposed" || before.approvalId !== approval.id) {
      return fail({ code: "line_decided" });
    }
    writeLine(tx, before, { ...before, status: "open", parts: [], approvalId: null });
    stageAudit(tx, deps, {
      actor,
      action: "statement_line.returned",
      subject: { kind: "statement_line", id: before.id },
      before: { status: before.status, parts: before.parts },
      after: { status: "open", note },
      requestId,
    });
    return ok(undefined);
  },
};
