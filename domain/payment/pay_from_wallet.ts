/** Paying an invoice from the wallet, in full or in part: by the customer, by staff for them, or by the task that was asked. */
import { stageAudit } from "@/domain/audit/mod.ts";
import {
  amountDue,
  checkInvoice,
  type Invoice,
  type NotOpen,
  SETTLE_JOB,
  settlementTransfers,
  stageSettled,
} from "@/domain/invoice/mod.ts";
import type { JobHandlers } from "@/domain/job/mod.ts";
import { checkWalletBalance, stageTransfers } from "@/domain/ledger/mod.ts";
import {
  type Actor,
  type CustomerActor,
  maySpend,
  type StaffActor,
} from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { answerOf, type KeyReused, stageAnswer } from "@/domain/shared/idempotency.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { compare, type Money, parseMoney } from "@/domain/shared/money.ts";
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
import { isPayable } from "./book_receipt.ts";
import { NOTHING_FULFILLED, stageFulfilment } from "./fulfil.ts";
import { stagePaidMail } from "./payment_mails.ts";

/** Wallets can't pay for what fills them. */
export interface NotFromWallet extends Failure {
  readonly code: "not_from_wallet";
}

/** The wallet has less. */
export interface InsufficientFunds extends Failure {
  readonly code: "insufficient_funds";
  readonly balance: Money;
}

/** What came of it. */
export interface PaidFromWallet {
  paid: Money;
  /** Still due on the invoice. */
  due: Money;
  orderId: string | null;
  /** The service that waits to be set up; `null` unless an order was settled. */
  serviceId: string | null;
}

/** Why nothing was paid; messages are beside `amount`. */
export type PayFromWalletError =
  | ValidationError
  | NotFound
  | NotOpen
  | NotFromWallet
  | InsufficientFunds
  | KeyReused
  | Conflict;

/**
 * Pays `amount` as typed of an invoice from its customer's wallet: what is due unless told. Staff need `payments.record`,
 * customers the right to their bills; staff who act as a customer spend nothing of theirs. With a key the same payment is
 * made once, however often it is asked for.
 */
export async function payFromWallet(
  deps: Deps,
  input: {
    actor: CustomerActor | StaffActor;
    invoiceId: string;
    amount?: string;
    idempotencyKey?: string;
    requestId?: string;
  },
): Promise<Result<PaidFromWallet, PayFromWalletError>> {
  const { actor, invoiceId, idempotencyKey: key } = input;
  if (!isId("inv", invoiceId) || !mayPay(actor)) return notFound();
  const request = `invoice.pay ${invoiceId} ${(input.amount ?? "").trim()}`;
  const act = key === undefined ? null : { accountId: actor.id, key, request };
  return await transact(deps, async (tx): Promise<Result<PaidFromWallet, PayFromWalletError>> => {
    const before = act && await answerOf<PaidFromWallet>(tx, deps, act);
    if (before && (!before.ok || before.value !== null)) {
      return before.ok ? ok(before.value!) : before;
    }
    const invoice = await checkInvoice(tx, invoiceId);
    if (!invoice || actor.kind === "customer" && actor.id !== invoice.customerId) return notFound();
    const due = amountDue(invoice);
    const typed = (input.amount ?? "").trim();
    const amount = typed === "" ? due : parseMoney(typed, invoice.currency);
    if (invoice.status === "open" && (!amount || amount.minor === 0 || compare(amount, due) > 0)) {
      return invalid({ amount: "Enter an amount of more than zero, and no more than is due." });
    }
    const paid = await stageFromWallet(tx, deps, { ...input, invoice, amount: amount ?? due });
    if (act && paid.ok) stageAnswer(tx, deps, { ...act, answer: paid.value });
    return paid;
  });
}

function mayPay(actor: CustomerActor | StaffActor): boolean {
  return actor.kind === "staff"
    ? actor.permissions.has("payments.record")
    : maySpend(actor, "billing");
}

/** Checks invoice and wallet, and up to four records of what the invoice is for. */
export async function stageFromWallet(
  tx: Tx,
  deps: Deps,
  input: { actor: Actor; invoice: Invoice; amount: Money; requestId?: string },
): Promise<Result<PaidFromWallet, NotOpen | NotFromWallet | InsufficientFunds>> {
  const { invoice, amount } = input;
  if (!await isPayable(tx, invoice)) return fail({ code: "not_open" });
  if (invoice.kind === "top_up") return fail({ code: "not_from_wallet" });
  const transfers = settlementTransfers(invoice, amount);
  const booked = await stageTransfers(tx, deps, transfers);
  if (!booked.ok) {
    if (booked.error.code === "insufficient_funds") return fail(booked.error);
    throw new Error(`the books refuse a settlement: ${booked.error.code}`);
  }
  const after = stageSettled(tx, deps, { invoice, amount });
  const isPaid = after.status === "paid";
  const { serviceId, renewed } = isPaid
    ? await stageFulfilment(tx, deps, after)
    : NOTHING_FULFILLED;
  stageAudit(tx, deps, {
    actor: input.actor,
    action: "invoice.paid_from_wallet",
    subject: { kind: "invoice", id: invoice.id },
    before: { status: invoice.status, paid: invoice.paid },
    after: { status: after.status, paid: after.paid, amount, serviceId },
    requestId: input.requestId,
  });
  if (isPaid) await stagePaidMail(tx, deps, { invoice: after, amount, renewed });
  return ok({ paid: amount, due: amountDue(after), orderId: invoice.orderId, serviceId });
}

/** Settles an invoice as far as the wallet goes; one that costs nothing is paid by that. Comes to the same end twice. */
export async function settleFromWallet(
  deps: Deps,
  invoiceId: string,
): Promise<Result<void, NotFound | NotOpen | NotFromWallet | InsufficientFunds | Conflict>> {
  return await transact(deps, async (tx) => {
    const invoice = await checkInvoice(tx, invoiceId);
    if (!invoice) return notFound();
    const { customerId: accountId, currency } = invoice;
    const held = await checkWalletBalance(tx, { accountId, currency });
    const due = amountDue(invoice);
    const amount = compare(held, due) < 0 ? held : due;
    if (invoice.status !== "open" || amount.minor === 0 && due.minor > 0) return ok(undefined);
    const actor = { kind: "system", id: SETTLE_JOB } as const;
    const paid = await stageFromWallet(tx, deps, { actor, invoice, amount });
    if (!paid.ok) return paid.error.code === "not_open" ? ok(undefined) : paid;
    return ok(undefined);
  });
}

/** The job that settles what was asked to be paid from the wallet, or costs nothing. */
export const settleJobHandlers: JobHandlers = {
  [SETTLE_JOB]: async (deps, { payload }) => {
    const settled = await settleFromWallet(deps, String(payload.invoiceId));
    if (settled.ok) return settled;
    return fail({ code: settled.error.code, isFinal: settled.error.code === "not_found" });
  },
};
