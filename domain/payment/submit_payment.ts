/**
 * What staff say that they saw arrive: recorded at once, or, above the limit of the settings, kept until another member of
 * staff has approved it, who finds the same refusals then. Key: `["proposed_receipts", id]`, gone with the decision.
 */
import { z } from "zod";
import { type ApprovalEffect, stageProposal } from "@/domain/approval/mod.ts";
import { stageAudit } from "@/domain/audit/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, Tx } from "@/domain/shared/kv.ts";
import { type Money, toDecimal } from "@/domain/shared/money.ts";
import { moneySchema } from "@/domain/shared/money_schema.ts";
import { fail, notFound, ok, type Result } from "@/domain/shared/result.ts";
import type { BookedReceipt } from "./book_receipt.ts";
import { checkPaymentForm, type TypedReceipt } from "./check_payment_form.ts";
import {
  recordPayment,
  type RecordPaymentError,
  type RecordPaymentInput,
  stageRecorded,
} from "./record_payment.ts";
import { RECEIPT_METHOD_LABELS, RECEIPT_METHODS } from "./view.ts";

const proposedSchema = z.strictObject({
  schemaVersion: z.literal(1),
  approvalId: z.string(),
  invoiceId: z.string(),
  receipt: z.strictObject({
    amount: moneySchema,
    method: z.enum(RECEIPT_METHODS),
    reference: z.string(),
    receivedOn: z.string(),
    acceptsDifference: z.boolean(),
  }),
});

/** A receipt that waits for a second pair of eyes. */
export interface ProposedPayment {
  outcome: "proposed";
  received: Money;
  approvalId: string;
}

const proposedKey = (id: string) => ["proposed_receipts", id];

/** Records a payment, or proposes it above the limit; needs `payments.record`. Refuses what `recordPayment()` does. */
export async function submitPayment(
  deps: Deps,
  input: RecordPaymentInput,
): Promise<Result<BookedReceipt | ProposedPayment, RecordPaymentError>> {
  const recorded = await recordPayment(deps, input);
  if (recorded.ok || recorded.error.code !== "above_limit") return recorded;
  return await proposePayment(deps, input);
}

async function proposePayment(
  deps: Deps,
  input: RecordPaymentInput,
): Promise<Result<ProposedPayment, RecordPaymentError>> {
  const { actor, invoiceId, requestId } = input;
  const invoice = await readInvoice(deps.kv, invoiceId);
  if (!invoice) return notFound();
  const checked = checkPaymentForm(deps, { form: input.form, currency: invoice.currency });
  if (!checked.ok) return checked;
  const receipt = checked.value;
  // What can't be booked isn't proposed: this is tried on a commit that is never made.
  const tried = await stageRecorded(new Tx(deps.kv), deps, { actor, invoiceId, receipt });
  if (!tried.ok) return tried;
  return await transact(deps, (tx) => {
    const id = deps.ids.next("rcp");
    const { number, customerId } = invoice;
    const { amount } = receipt;
    const approval = stageProposal(tx, deps, {
      kind: "manual_receipt",
      subjectId: id,
      customerId,
      amount,
      summary: summaryOf(number, receipt),
      actor,
    });
    const { method, reference, receivedOn, acceptsDifference } = receipt;
    const kept = { amount, method, reference, receivedOn, acceptsDifference };
    const proposed = { schemaVersion: 1, approvalId: approval.id, invoiceId, receipt: kept };
    tx.create(proposedKey(id), proposedSchema.parse(proposed));
    stageAudit(tx, deps, {
      actor,
      action: "payment.proposed",
      subject: { kind: "invoice", id: invoiceId },
      after: { amount, method, reference, receivedOn, approvalId: approval.id },
      requestId,
    });
    return Promise.resolve(
      ok({ outcome: "proposed" as const, received: amount, approvalId: approval.id }),
    );
  });
}

function summaryOf(number: string, { amount, method, receivedOn }: TypedReceipt): string {
  return `${RECEIPT_METHOD_LABELS[method]} of ${toDecimal(amount)} ${amount.currency} for ` +
    `${number}, received on ${receivedOn}.`;
}

/** What the decision of a second member of staff does with a proposed receipt. */
export const manualReceiptEffect: ApprovalEffect = {
  async approve(tx, deps, { approval, actor, requestId }) {
    const proposed = await takeProposed(tx, approval.subjectId);
    if (!proposed) return fail({ code: "already_decided" });
    const { invoiceId, receipt } = proposed;
    const booked = await stageRecorded(tx, deps, { actor, invoiceId, receipt, requestId });
    return booked.ok ? ok(undefined) : booked;
  },
  async reject(tx, _deps, { approval }) {
    const proposed = await takeProposed(tx, approval.subjectId);
    return proposed ? ok(undefined) : fail({ code: "already_decided" });
  },
};

/** The proposed receipt, which ends on this commit; one check. */
async function takeProposed(tx: Tx, id: string): Promise<z.infer<typeof proposedSchema> | null> {
  const stored = await tx.get(proposedKey(id));
  if (stored === null) return null;
  tx.delete(proposedKey(id));
  return proposedSchema.parse(stored);
}
