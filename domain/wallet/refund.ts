/**
 * Money that goes from a wallet to the outside, by hand: staff enter where it goes, the wallet is debited, and somebody sends
 * it at the bank or from the house's own keys and notes the bank's or chain's name of it. The wallet is debited first, so that
 * what was sent and not noted can't be sent from the same money again. Nothing leaves while the customer's payouts are frozen
 * or the books don't add up; above the limit another member of staff has to approve.
 */
import { z } from "zod";
import { type ApprovalEffect, type OwnAccount, stageProposal } from "@/domain/approval/mod.ts";
import { stageAudit } from "@/domain/audit/mod.ts";
import {
  checkWalletBalance,
  houseAccount,
  stageTransfer,
  walletAccount,
} from "@/domain/ledger/mod.ts";
import { houseAssetOf, type InsufficientFunds, RECEIPT_METHODS } from "@/domain/payment/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { compare, money } from "@/domain/shared/money.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import {
  admitBooking,
  bookingFields,
  type BookingForm,
  bookingId,
  checkBookingForm,
  hasWallet,
} from "./check_booking.ts";
import { type Refund, refundTransferId } from "./model.ts";
import { type PayoutsFrozen, whyFrozen } from "./payout_check.ts";
import { getRefundRecord, writeRefund } from "./repo.ts";
import { stageRefundMail } from "./wallet_mails.ts";

/** Why nothing was booked or proposed. */
export type RefundError =
  | ValidationError
  | NotFound
  | OwnAccount
  | PayoutsFrozen
  | InsufficientFunds
  | Conflict;

const schema = z.strictObject({
  ...bookingFields,
  method: z.enum(RECEIPT_METHODS, "Choose how it is sent."),
  destination: z.string("Enter where it goes.").trim()
    .min(4, "Enter the account or address that it goes to.")
    .max(140, "Use at most 140 characters.")
    .refine((text) => !/\p{C}/u.test(text), "Use plain text on one line."),
  id: z.string().optional(),
});

/**
 * Takes `form` (`id amount currency method destination reason`) from a customer's wallet to be sent, or proposes it; needs
 * `payments.refund`. The same `id` is booked once.
 */
export async function refundWallet(
  deps: Deps,
  input: { actor: StaffActor; accountId: string; form: BookingForm; requestId?: string },
): Promise<Result<Refund, RefundError>> {
  const { actor, accountId, requestId } = input;
  if (!actor.permissions.has("payments.refund")) return notFound();
  const checked = checkBookingForm(schema, input.form);
  if (!checked.ok) return checked;
  const { typed, amount } = checked.value;
  const id = bookingId(deps, "rfd", typed.id);
  if (!id.ok) return id;
  return await transact(deps, async (tx): Promise<Result<Refund, RefundError>> => {
    const known = await getRefundRecord(tx, id.value);
    const refund: Refund = {
      schemaVersion: 1,
      id: id.value,
      customerId: accountId,
      amount,
      method: typed.method,
      destination: typed.destination,
      reference: "",
      reason: typed.reason,
      status: "proposed",
      approvalId: null,
      createdBy: actor.id,
      createdAt: isoNow(deps.clock),
      bookedAt: null,
      sentAt: null,
      sentBy: null,
    };
    if (known) return isSame(known, refund) ? ok(known) : invalid({ "": USED });
    const admitted = await admitBooking(tx, deps, { actor, accountId, amount });
    if (!admitted.ok) return admitted;
    return admitted.value === "proposed"
      ? await stageProposed(tx, deps, { refund, actor, requestId })
      : await stageBooked(tx, deps, { refund, actor, requestId });
  });
}

const USED = "Something else was booked with this form. Reload the page.";

/** What a decision about a refund does. */
export const refundEffect: ApprovalEffect = {
  async approve(tx, deps, { approval, actor, requestId }) {
    const refund = await getRefundRecord(tx, approval.subjectId);
    if (refund?.status !== "proposed" || !await hasWallet(deps, refund.customerId)) {
      return notFound();
    }
    const booked = await stageBooked(tx, deps, { refund, actor, requestId });
    return booked.ok ? ok(undefined) : booked;
  },
  async reject(tx, _deps, { approval }) {
    const refund = await getRefundRecord(tx, approval.subjectId);
    if (refund?.status !== "proposed") return notFound();
    writeRefund(tx, { ...refund, status: "rejected" });
    return ok(undefined);
  },
};

interface Staged {
  refund: Refund;
  actor: StaffActor;
  requestId: string | undefined;
}

/** Checks account, stop and wallet. */
async function stageProposed(
  tx: Tx,
  deps: Deps,
  { refund, actor, requestId }: Staged,
): Promise<Result<Refund, PayoutsFrozen | InsufficientFunds>> {
  const { id, customerId, amount, reason, method, destination } = refund;
  const frozen = await whyFrozen(tx, customerId);
  if (frozen) return fail(frozen);
  const { currency } = amount;
  const balance = await checkWalletBalance(tx, { accountId: customerId, currency });
  if (compare(balance, amount) < 0) return fail({ code: "insufficient_funds", balance });
  const approval = stageProposal(tx, deps, {
    kind: "refund",
    subjectId: id,
    customerId,
    amount: money(-amount.minor, currency),
    summary: `${reason} · ${destination}`,
    actor,
  });
  const proposed = { ...refund, approvalId: approval.id };
  writeRefund(tx, proposed);
  stageAudit(tx, deps, {
    actor,
    action: "wallet.refund_proposed",
    subject: { kind: "account", id: customerId },
    after: { refundId: id, amount, reason, method, destination },
    requestId,
  });
  return ok(proposed);
}

/** Checks account, stop, wallet and mail; the refund is checked already, and owns its transfer. */
async function stageBooked(
  tx: Tx,
  deps: Deps,
  { refund, actor, requestId }: Staged,
): Promise<Result<Refund, PayoutsFrozen | InsufficientFunds>> {
  const { id, customerId, amount, reason, method, destination } = refund;
  const frozen = await whyFrozen(tx, customerId);
  if (frozen) return fail(frozen);
  const booked = await stageTransfer(tx, deps, {
    id: refundTransferId(id),
    debitAccount: walletAccount(customerId, amount.currency),
    creditAccount: houseAccount(houseAssetOf(method), amount.currency),
    amount,
    code: "refund",
    isOwned: true,
    links: { refundId: id },
  });
  if (!booked.ok) {
    if (booked.error.code === "insufficient_funds") return fail(booked.error);
    throw new Error(`the books refuse a refund: ${booked.error.code}`);
  }
  const after: Refund = { ...refund, status: "booked", bookedAt: isoNow(deps.clock) };
  writeRefund(tx, after);
  stageAudit(tx, deps, {
    actor,
    action: "wallet.refunded",
    subject: { kind: "account", id: customerId },
    after: { refundId: id, amount, reason, method, destination, proposedBy: after.createdBy },
    requestId,
  });
  await stageRefundMail(tx, deps, after);
  return ok(after);
}

function isSame(one: Refund, other: Refund): boolean {
  return one.customerId === other.customerId && one.method === other.method &&
    one.amount.minor === other.amount.minor && one.amount.currency === other.amount.currency &&
    one.destination === other.destination && one.reason === other.reason &&
    one.createdBy === other.createdBy;
}
