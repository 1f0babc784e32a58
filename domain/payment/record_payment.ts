/**
 * Recording a payment: the money goes from the house's account into the customer's wallet, and from there to the
 * invoice, with everything that follows from it, in one commit. Whatever the state of the invoice, money that arrived
 * is never lost: what doesn't settle an invoice stays in the wallet.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import {
  amountDue,
  checkInvoice,
  type Invoice,
  readInvoice,
  stagePaid,
  stageReceived,
} from "@/domain/invoice/mod.ts";
import { checkWalletBalance } from "@/domain/ledger/mod.ts";
import { checkOrder, serviceOrderOf, stageOrderHeld, stageOrderPaid } from "@/domain/order/mod.ts";
import { stageService } from "@/domain/service/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { add, compare, type Money, subtract, toDecimal, zero } from "@/domain/shared/money.ts";
import {
  type Conflict,
  fail,
  type Failure,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { checkPaymentForm, type PaymentForm, type Receipt } from "./check_payment_form.ts";
import type { Payment } from "./model.ts";
import { stagePaymentMail } from "./payment_mails.ts";
import { addPayment, getByReceipt, getFolder, setFolder } from "./repo.ts";
import { stageMoney } from "./stage_money.ts";
import type { PaymentOutcome } from "./view.ts";

/** Somebody has recorded the payment of this invoice already. */
export interface AlreadyPaid extends Failure {
  readonly code: "already_paid";
}

/** What came of it. */
export interface RecordedPayment {
  paymentId: string;
  outcome: PaymentOutcome;
  received: Money;
  /** Still due on the invoice. */
  due: Money;
  /** In the customer's wallet now. */
  credit: Money;
  orderId: string;
  /** The service that waits to be set up; `null` unless the invoice was settled. */
  serviceId: string | null;
}

/** Why a payment isn't recorded. */
export type RecordPaymentError = ValidationError | NotFound | AlreadyPaid | Conflict;

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
 * for an invoice that is paid: it becomes credit.
 */
export async function recordPayment(
  deps: Deps,
  input: RecordPaymentInput,
): Promise<Result<RecordedPayment, RecordPaymentError>> {
  const { actor, invoiceId } = input;
  if (!actor.permissions.has("payments.record") || !isId("inv", invoiceId)) return notFound();
  if (input.form.invoice_id !== undefined && input.form.invoice_id !== invoiceId) return notFound();
  const invoice = await readInvoice(deps.kv, invoiceId);
  if (!invoice) return notFound();
  const receipt = checkPaymentForm(deps, { form: input.form, currency: invoice.currency });
  if (!receipt.ok) return receipt;
  return await transact(deps, (tx) => stageReceipt(tx, deps, { ...input, receipt: receipt.value }));
}

/** At most nine checks: invoice, receipt, wallet, up to three transfers, order, proofs, mail. */
async function stageReceipt(
  tx: Tx,
  deps: Deps,
  input: RecordPaymentInput & { receipt: Receipt },
): Promise<Result<RecordedPayment, RecordPaymentError>> {
  const { receipt } = input;
  const invoice = await checkInvoice(tx, input.invoiceId);
  if (!invoice) return notFound();
  if (invoice.status === "paid" && !receipt.acceptsDifference) {
    return fail({ code: "already_paid" });
  }
  const known = await getByReceipt(tx, { ...receipt, currency: invoice.currency });
  if (known !== null) {
    return invalid({
      reference: "This payment is recorded already. Enter the bank's or chain's own number " +
        "of the transaction if this is another one.",
    });
  }
  const problem = whyNotAmount(invoice, receipt);
  if (problem) return invalid({ amount: problem });

  const { customerId, currency } = invoice;
  const held = await checkWalletBalance(tx, { accountId: customerId, currency });
  const outcome = await decide(tx, { invoice, receipt });
  const payment = paymentOf(deps, { ...input, invoice, outcome });
  const isSettled = outcome === "settled" || outcome === "overpaid";
  const booked = await stageMoney(tx, deps, { invoice, payment, isSettled });
  if (!booked.ok) throw new Error(`the books refuse a receipt: ${booked.error.code}`);
  addPayment(tx, payment);
  const after = stageInvoice(tx, deps, { invoice, payment, isSettled });
  const serviceId = isSettled ? await stageOrder(tx, deps, invoice) : null;
  if (outcome === "underpaid") await stageOrderHeld(tx, deps, { orderId: invoice.orderId });
  if (outcome !== "underpaid") await stageAccepted(tx, deps, payment);
  stageRecordedAudit(tx, deps, { ...input, invoice, after, payment, serviceId });
  await stagePaymentMail(tx, deps, { invoice: after, payment });
  const spent = isSettled ? invoice.total : zero(currency);
  return ok({
    paymentId: payment.id,
    outcome,
    received: payment.amount,
    due: amountDue(after),
    credit: subtract(add(held, payment.amount), spent),
    orderId: invoice.orderId,
    serviceId,
  });
}

function whyNotAmount(invoice: Invoice, { amount, acceptsDifference }: Receipt): string | null {
  if (invoice.status !== "open" || acceptsDifference) return null;
  const due = amountDue(invoice);
  if (compare(amount, due) === 0) return null;
  const what = compare(amount, due) > 0
    ? "What is too much would stay in the customer's wallet."
    : "The invoice would stay open for the rest.";
  return `${toDecimal(due)} ${due.currency} are due. ${what} ` +
    `Tick "accept difference" if that is right.`;
}

/** Settling needs the whole sum, and an order that still waits for it. */
async function decide(
  tx: Tx,
  { invoice, receipt }: { invoice: Invoice; receipt: Receipt },
): Promise<PaymentOutcome> {
  if (invoice.status !== "open") return "credited";
  const order = await checkOrder(tx, invoice.orderId);
  if (order?.status !== "pending_payment") return "credited";
  const difference = compare(add(invoice.paid, receipt.amount), invoice.total);
  return difference < 0 ? "underpaid" : difference > 0 ? "overpaid" : "settled";
}

function paymentOf(
  deps: Deps,
  input: RecordPaymentInput & { receipt: Receipt; invoice: Invoice; outcome: PaymentOutcome },
): Payment {
  const { receipt, invoice, outcome } = input;
  const { amount, method, reference, receivedOn } = receipt;
  return {
    schemaVersion: 1,
    id: deps.ids.next("pay"),
    invoiceId: invoice.id,
    orderId: invoice.orderId,
    customerId: invoice.customerId,
    amount,
    method,
    reference,
    receivedOn,
    outcome,
    recordedBy: input.actor.id,
    recordedAt: isoNow(deps.clock),
  };
}

function stageInvoice(
  tx: Tx,
  deps: Deps,
  { invoice, payment, isSettled }: { invoice: Invoice; payment: Payment; isSettled: boolean },
): Invoice {
  if (isSettled) return stagePaid(tx, deps, invoice);
  return payment.outcome === "underpaid" ? stageReceived(tx, invoice, payment.amount) : invoice;
}

async function stageOrder(tx: Tx, deps: Deps, invoice: Invoice): Promise<string> {
  const serviceId = deps.ids.next("svc");
  const at = deps.clock.now();
  const paid = await stageOrderPaid(tx, deps, { orderId: invoice.orderId, serviceId, at });
  if (!paid.ok) throw new Error(`order ${invoice.orderId} can't be paid: ${paid.error.code}`);
  stageService(tx, deps, { id: serviceId, order: serviceOrderOf(paid.value), at });
  return serviceId;
}

/** Money is here: the proofs that announced it have done their work. */
async function stageAccepted(tx: Tx, deps: Deps, payment: Payment): Promise<void> {
  const before = await getFolder(tx, payment.invoiceId);
  if (!before?.proofs.some((proof) => proof.status === "pending")) return;
  const decided = { decidedAt: isoNow(deps.clock), decidedBy: payment.recordedBy };
  const proofs = before.proofs.map((proof) =>
    proof.status === "pending" ? { ...proof, ...decided, status: "accepted" as const } : proof
  );
  setFolder(tx, before, { ...before, proofs });
}

function stageRecordedAudit(
  tx: Tx,
  deps: Deps,
  input: RecordPaymentInput & {
    invoice: Invoice;
    after: Invoice;
    payment: Payment;
    serviceId: string | null;
  },
): void {
  const { invoice, after, payment, serviceId } = input;
  const { id: paymentId, amount, method, reference, receivedOn, outcome } = payment;
  stageAudit(tx, deps, {
    actor: input.actor,
    action: "payment.recorded",
    subject: { kind: "invoice", id: invoice.id },
    before: { status: invoice.status, paid: invoice.paid },
    after: {
      status: after.status,
      paid: after.paid,
      paymentId,
      amount,
      method,
      reference,
      receivedOn,
      outcome,
      serviceId,
    },
    requestId: input.requestId,
  });
}
