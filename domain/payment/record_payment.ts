/** Recording a payment: staff say what they saw arrive for an invoice. */
import { type AboveLimit, admitMove, type OwnAccount } from "@/domain/approval/mod.ts";
import { amountDue, checkInvoice, type Invoice, readInvoice } from "@/domain/invoice/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { compare, toDecimal } from "@/domain/shared/money.ts";
import {
  type Conflict,
  fail,
  type Failure,
  invalid,
  type NotFound,
  notFound,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { type BookedReceipt, stageBookedReceipt } from "./book_receipt.ts";
import { checkPaymentForm, type PaymentForm, type TypedReceipt } from "./check_payment_form.ts";

/** Somebody has recorded the payment of this invoice already. */
export interface AlreadyPaid extends Failure {
  readonly code: "already_paid";
}

/** Why a payment isn't recorded. */
export type RecordPaymentError =
  | ValidationError
  | NotFound
  | OwnAccount
  | AlreadyPaid
  | AboveLimit
  | Conflict;

/** What staff send. */
export interface RecordPaymentInput {
  actor: StaffActor;
  invoiceId: string;
  form: PaymentForm;
  requestId?: string;
}

/**
 * Records money that was received for an invoice; needs `payments.record`. One receipt (method, currency and
 * reference) is booked once. Another amount than what is due needs `accept_difference`, and so does a second receipt
 * for an invoice that is paid: it becomes credit. Above the limit of the settings nothing is recorded, see `submitPayment()`, and nothing ever on an account of one's own.
 */
export async function recordPayment(
  deps: Deps,
  input: RecordPaymentInput,
): Promise<Result<BookedReceipt, RecordPaymentError>> {
  const { actor, invoiceId } = input;
  if (!actor.permissions.has("payments.record") || !isId("inv", invoiceId)) return notFound();
  if (input.form.invoice_id !== undefined && input.form.invoice_id !== invoiceId) return notFound();
  const invoice = await readInvoice(deps.kv, invoiceId);
  if (!invoice) return notFound();
  const receipt = checkPaymentForm(deps, { form: input.form, currency: invoice.currency });
  if (!receipt.ok) return receipt;
  const { amount } = receipt.value;
  return await transact(deps, async (tx): Promise<Result<BookedReceipt, RecordPaymentError>> => {
    const shares = [{ customerId: invoice.customerId, amount }];
    const admitted = await admitMove(tx, deps, { actor, shares });
    if (!admitted.ok) return admitted;
    if (admitted.value === "proposed") return fail({ code: "above_limit" });
    return await stageRecorded(tx, deps, { ...input, receipt: receipt.value });
  });
}

/** Stages a receipt that makes sense by itself, if it makes sense for its invoice, too; at most seven checks. */
export async function stageRecorded(
  tx: Tx,
  deps: Deps,
  input: Omit<RecordPaymentInput, "form"> & { receipt: TypedReceipt },
): Promise<Result<BookedReceipt, ValidationError | NotFound | AlreadyPaid>> {
  const { actor, invoiceId, receipt, requestId } = input;
  const invoice = await checkInvoice(tx, invoiceId);
  if (!invoice) return notFound();
  if (invoice.status === "paid" && !receipt.acceptsDifference) {
    return fail({ code: "already_paid" });
  }
  const problem = whyNotAmount(invoice, receipt);
  const booked = await stageBookedReceipt(tx, deps, {
    actor,
    customerId: invoice.customerId,
    invoiceId,
    receipt,
    source: "staff",
    requestId,
  });
  if (!booked.ok) return booked.error.code === "already_booked" ? invalid(REPEATED) : notFound();
  // Asked last, so that a receipt that is known is called so whatever its amount: nothing is committed then.
  return problem ? invalid({ amount: problem }) : booked;
}

const REPEATED = {
  reference: "This payment is recorded already. Enter the bank's or chain's own number " +
    "of the transaction if this is another one.",
};

function whyNotAmount(
  invoice: Invoice,
  { amount, acceptsDifference }: TypedReceipt,
): string | null {
  if (invoice.status !== "open" || acceptsDifference) return null;
  const due = amountDue(invoice);
  if (compare(amount, due) === 0) return null;
  const what = compare(amount, due) > 0
    ? "What is too much would stay in the customer's wallet."
    : "The invoice would stay open for the rest.";
  return `${toDecimal(due)} ${due.currency} are due. ${what} ` +
    `Tick "accept difference" if that is right.`;
}
