/**
 * Money that arrived: it goes from the house's account into the customer's wallet and from there, as far as something is
 * due, to the invoice that it came for, with everything that follows from it, in one commit. One receipt is booked once,
 * whoever finds it. Whatever the state of the invoice, money that arrived is never lost: what settles nothing stays in
 * the wallet.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { isChangeWaiting } from "@/domain/change/mod.ts";
import {
  amountDue,
  checkInvoice,
  type Invoice,
  peekInvoice,
  settlementTransfers,
  stageSettled,
} from "@/domain/invoice/mod.ts";
import {
  checkWalletBalance,
  type Coins,
  houseAccount,
  stageTransfers,
  type TransferInput,
  walletAccount,
} from "@/domain/ledger/mod.ts";
import { checkOrder, stageOrderHeld } from "@/domain/order/mod.ts";
import type { StaffActor, SystemActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { add, compare, type Money, subtract, zero } from "@/domain/shared/money.ts";
import {
  type Conflict,
  fail,
  type Failure,
  type NotFound,
  notFound,
  ok,
  type Result,
} from "@/domain/shared/result.ts";
import { fulfilmentOf, isPointless, NOTHING_FULFILLED, stageFulfilment } from "./fulfil.ts";
import type { Payment, PaymentSource } from "./model.ts";
import { stageReceiptMail } from "./payment_mails.ts";
import { addPayment, getByReceipt, getFolder, setFolder } from "./repo.ts";
import type { PaymentOutcome, ReceiptMethod } from "./view.ts";

/** What arrived. */
export interface Receipt {
  /** More than zero. */
  amount: Money;
  method: ReceiptMethod;
  /** The bank's or chain's own name of it: with method and currency, what makes it one receipt. */
  reference: string;
  /** Day, `2026-03-01`. */
  receivedOn: string;
  /** What came on a chain, where it is known. */
  coins?: Coins;
}

/** What is booked, and for whom. */
export interface BookReceiptInput {
  /** Staff who say that it arrived, or the task that saw it. */
  actor: StaffActor | SystemActor;
  customerId: string;
  /** What it was paid for; `null` for money that just goes into the wallet. */
  invoiceId: string | null;
  receipt: Receipt;
  source: PaymentSource;
  requestId?: string;
}

/** What came of it. */
export interface BookedReceipt {
  paymentId: string;
  outcome: PaymentOutcome;
  received: Money;
  /** Still due on the invoice. */
  due: Money;
  /** In the customer's wallet now. */
  credit: Money;
  /** The order that it was for; `null` for anything else. */
  orderId: string | null;
  /** The service that waits to be set up; `null` unless an order was settled. */
  serviceId: string | null;
}

/** The receipt was booked before, as that payment. */
export interface AlreadyBooked extends Failure {
  readonly code: "already_booked";
  readonly paymentId: string;
}

/** The invoice is in another currency than what arrived. */
export interface WrongCurrency extends Failure {
  readonly code: "wrong_currency";
}

/** Why a receipt isn't booked. */
export type BookReceiptError = NotFound | AlreadyBooked | WrongCurrency | Conflict;

/** Books a receipt in a commit of its own. The caller has made sure that the money is there. */
export function bookReceipt(
  deps: Deps,
  input: BookReceiptInput,
): Promise<Result<BookedReceipt, BookReceiptError>> {
  return transact(deps, (tx) => stageBookedReceipt(tx, deps, input));
}

/** Checks invoice, receipt, wallet and proofs, and up to four records of what the invoice is for. */
export async function stageBookedReceipt(
  tx: Tx,
  deps: Deps,
  input: BookReceiptInput,
): Promise<Result<BookedReceipt, Exclude<BookReceiptError, Conflict>>> {
  const { receipt, customerId } = input;
  const { amount } = receipt;
  const invoiceId = input.invoiceId === null ? null : await payableId(tx, input.invoiceId);
  const invoice = invoiceId === null ? null : await checkInvoice(tx, invoiceId);
  if (invoiceId !== null && invoice?.customerId !== customerId) return notFound();
  if (invoice && invoice.currency !== amount.currency) return fail({ code: "wrong_currency" });
  const known = await getByReceipt(tx, { ...receipt, currency: amount.currency });
  if (known !== null) return fail({ code: "already_booked", paymentId: known });

  const held = await checkWalletBalance(tx, { accountId: customerId, currency: amount.currency });
  const due = invoice && await isPayable(tx, invoice) ? amountDue(invoice) : zero(amount.currency);
  const settled = compare(amount, due) < 0 ? amount : due;
  const payment = paymentOf(deps, { ...input, invoice, outcome: outcomeOf(amount, due) });
  const transfers = transfersOf({ payment, invoice, settled, coins: receipt.coins });
  const booked = await stageTransfers(tx, deps, transfers);
  if (!booked.ok) throw new Error(`the books refuse a receipt: ${booked.error.code}`);
  addPayment(tx, payment);

  const after = invoice && due.minor > 0
    ? stageSettled(tx, deps, { invoice, amount: settled })
    : invoice;
  const isPaid = payment.outcome === "settled" || payment.outcome === "overpaid";
  const fulfilment = after && isPaid ? await stageFulfilment(tx, deps, after) : NOTHING_FULFILLED;
  const { serviceId, renewed } = fulfilment;
  if (payment.outcome === "underpaid" && invoice?.orderId) {
    await stageOrderHeld(tx, deps, { orderId: invoice.orderId });
  }
  if (payment.outcome !== "underpaid") await stageAccepted(tx, deps, payment);
  stageBookedAudit(tx, deps, { ...input, before: invoice, after, payment, serviceId });
  await stageReceiptMail(tx, deps, { invoice: after, payment, renewed });
  const spent = invoice?.kind === "top_up" ? zero(amount.currency) : settled;
  return ok({
    paymentId: payment.id,
    outcome: payment.outcome,
    received: amount,
    due: after ? amountDue(after) : zero(amount.currency),
    credit: subtract(add(held, amount), spent),
    orderId: invoice?.orderId ?? null,
    serviceId,
  });
}

/** Where money for an invoice goes: one that was merged into another is part of that for good, so nothing has to check it. */
async function payableId(tx: Tx, invoiceId: string): Promise<string> {
  const invoice = await peekInvoice(tx, invoiceId);
  return invoice?.mergedIntoId ? await payableId(tx, invoice.mergedIntoId) : invoiceId;
}

/** An open invoice takes money; that of an order or a change while that waits for it, that of services while they are there. */
export async function isPayable(tx: Tx, invoice: Invoice): Promise<boolean> {
  if (invoice.status !== "open") return false;
  switch (fulfilmentOf(invoice)) {
    case "order":
      return (await checkOrder(tx, invoice.orderId!))?.status === "pending_payment";
    case "change":
      return await isChangeWaiting(tx, invoice.id);
    default:
      return !await isPointless(tx, invoice);
  }
}

function outcomeOf(amount: Money, due: Money): PaymentOutcome {
  if (due.minor === 0) return "credited";
  const difference = compare(amount, due);
  return difference < 0 ? "underpaid" : difference > 0 ? "overpaid" : "settled";
}

function paymentOf(
  deps: Deps,
  input: BookReceiptInput & { invoice: Invoice | null; outcome: PaymentOutcome },
): Payment {
  const { receipt, invoice, outcome, source, actor, customerId } = input;
  return {
    schemaVersion: 1,
    id: deps.ids.next("pay"),
    invoiceId: invoice?.id ?? null,
    orderId: invoice?.orderId ?? null,
    customerId,
    amount: receipt.amount,
    method: receipt.method,
    reference: receipt.reference,
    receivedOn: receipt.receivedOn,
    source,
    outcome,
    recordedBy: actor.id,
    recordedAt: isoNow(deps.clock),
  };
}

const ASSETS: Readonly<Record<ReceiptMethod, string>> = {
  bank_transfer: "bank",
  crypto_btc: "crypto:BTC",
  crypto_eth: "crypto:ETH",
  crypto_usdt: "crypto:USDT",
  crypto_usdc: "crypto:USDC",
};

/** The house's account that money by a method reaches or leaves: `bank`, `crypto:BTC`. */
export function houseAssetOf(method: ReceiptMethod): string {
  return ASSETS[method];
}

/** Id of the transfer that brings a payment's money into the wallet. */
export function receiptTransferId(paymentId: string): string {
  return `receipt:${paymentId}`;
}

function transfersOf(
  { payment, invoice, settled, coins }: {
    payment: Payment;
    invoice: Invoice | null;
    settled: Money;
    coins: Coins | undefined;
  },
): TransferInput[] {
  const { currency } = payment.amount;
  const links = {
    paymentId: payment.id,
    ...(payment.invoiceId !== null && { invoiceId: payment.invoiceId }),
    ...(payment.orderId !== null && { orderId: payment.orderId }),
  };
  const receipt: TransferInput = {
    id: receiptTransferId(payment.id),
    debitAccount: houseAccount(houseAssetOf(payment.method), currency),
    creditAccount: walletAccount(payment.customerId, currency),
    amount: payment.amount,
    code: "receipt",
    isOwned: true,
    links,
    ...(coins && { coins }),
  };
  if (!invoice || settled.minor === 0) return [receipt];
  return [receipt, ...settlementTransfers(invoice, settled, { paymentId: payment.id })];
}

/** Money is here: the proofs that announced it have done their work. */
async function stageAccepted(tx: Tx, deps: Deps, payment: Payment): Promise<void> {
  if (payment.invoiceId === null) return;
  const before = await getFolder(tx, payment.invoiceId);
  if (!before?.proofs.some((proof) => proof.status === "pending")) return;
  const decided = { decidedAt: isoNow(deps.clock), decidedBy: payment.recordedBy };
  const proofs = before.proofs.map((proof) =>
    proof.status === "pending" ? { ...proof, ...decided, status: "accepted" as const } : proof
  );
  setFolder(tx, before, { ...before, proofs });
}

function stageBookedAudit(
  tx: Tx,
  deps: Deps,
  input: BookReceiptInput & {
    before: Invoice | null;
    after: Invoice | null;
    payment: Payment;
    serviceId: string | null;
  },
): void {
  const { before, after, payment, serviceId } = input;
  const { id: paymentId, amount, method, reference, receivedOn, outcome, source } = payment;
  stageAudit(tx, deps, {
    actor: input.actor,
    action: "payment.recorded",
    subject: before
      ? { kind: "invoice", id: before.id }
      : { kind: "account", id: payment.customerId },
    ...(before && { before: { status: before.status, paid: before.paid } }),
    after: {
      ...(after && { status: after.status, paid: after.paid }),
      paymentId,
      amount,
      method,
      reference,
      receivedOn,
      outcome,
      source,
      serviceId,
    },
    requestId: input.requestId,
  });
}
