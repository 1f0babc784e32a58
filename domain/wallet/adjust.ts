/**
 * Credit and debit of a wallet by staff, with a reason that the customer reads. Above the limit of the currency it is
 * proposed, and booked when another member of staff approves it.
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
import type { InsufficientFunds } from "@/domain/payment/mod.ts";
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
import { type Adjustment, adjustmentTransferId } from "./model.ts";
import { getAdjustmentRecord, writeAdjustment } from "./repo.ts";
import { DIRECTIONS } from "./view.ts";
import { stageAdjustedMail } from "./wallet_mails.ts";

const schema = z.strictObject({
  ...bookingFields,
  direction: z.enum(DIRECTIONS, "Choose whether to give or to take."),
  id: z.string().optional(),
});

/** Why nothing was booked or proposed. */
export type AdjustError =
  | ValidationError
  | NotFound
  | OwnAccount
  | InsufficientFunds
  | Conflict;

/**
 * Books `form` (`id direction amount currency reason`) on a customer's wallet, or proposes it; needs `wallets.adjust`. The
 * same `id` is booked once.
 */
export async function adjustWallet(
  deps: Deps,
  input: { actor: StaffActor; accountId: string; form: BookingForm; requestId?: string },
): Promise<Result<Adjustment, AdjustError>> {
  const { actor, accountId, requestId } = input;
  if (!actor.permissions.has("wallets.adjust")) return notFound();
  const checked = checkBookingForm(schema, input.form);
  if (!checked.ok) return checked;
  const { typed, amount } = checked.value;
  const id = bookingId(deps, "adj", typed.id);
  if (!id.ok) return id;
  return await transact(deps, async (tx): Promise<Result<Adjustment, AdjustError>> => {
    const known = await getAdjustmentRecord(tx, id.value);
    const adjustment: Adjustment = {
      schemaVersion: 1,
      id: id.value,
      customerId: accountId,
      direction: typed.direction,
      amount,
      reason: typed.reason,
      status: "proposed",
      approvalId: null,
      createdBy: actor.id,
      createdAt: isoNow(deps.clock),
      bookedAt: null,
    };
    if (known) return isSame(known, adjustment) ? ok(known) : invalid({ "": USED });
    const admitted = await admitBooking(tx, deps, { actor, accountId, amount });
    if (!admitted.ok) return admitted;
    if (admitted.value === "alone") {
      return await stageBooked(tx, deps, { adjustment, actor, requestId });
    }
    const short = await lacking(tx, adjustment);
    return short ? fail(short) : ok(stageProposed(tx, deps, { adjustment, actor, requestId }));
  });
}

const USED = "Something else was booked with this form. Reload the page.";

/** What a decision about an adjustment does. */
export const adjustmentEffect: ApprovalEffect = {
  async approve(tx, deps, { approval, actor, requestId }) {
    const adjustment = await getAdjustmentRecord(tx, approval.subjectId);
    if (adjustment?.status !== "proposed" || !await hasWallet(deps, adjustment.customerId)) {
      return notFound();
    }
    const booked = await stageBooked(tx, deps, { adjustment, actor, requestId });
    return booked.ok ? ok(undefined) : booked;
  },
  async reject(tx, _deps, { approval }) {
    const adjustment = await getAdjustmentRecord(tx, approval.subjectId);
    if (adjustment?.status !== "proposed") return notFound();
    writeAdjustment(tx, { ...adjustment, status: "rejected" });
    return ok(undefined);
  },
};

interface Staged {
  adjustment: Adjustment;
  actor: StaffActor;
  requestId: string | undefined;
}

function stageProposed(tx: Tx, deps: Deps, { adjustment, actor, requestId }: Staged): Adjustment {
  const { id, customerId, reason } = adjustment;
  const amount = signed(adjustment);
  const about = { kind: "adjustment", subjectId: id, customerId, amount } as const;
  const approval = stageProposal(tx, deps, { ...about, summary: reason, actor });
  const proposed = { ...adjustment, approvalId: approval.id };
  writeAdjustment(tx, proposed);
  stageAudit(tx, deps, {
    actor,
    action: "wallet.adjustment_proposed",
    subject: { kind: "account", id: customerId },
    after: { adjustmentId: id, amount, reason },
    requestId,
  });
  return proposed;
}

/** Checks wallet and mail; the adjustment is checked already, and owns its transfer. */
async function stageBooked(
  tx: Tx,
  deps: Deps,
  { adjustment, actor, requestId }: Staged,
): Promise<Result<Adjustment, InsufficientFunds>> {
  const { id, customerId, amount, direction, reason } = adjustment;
  const wallet = walletAccount(customerId, amount.currency);
  const house = houseAccount("adjustments", amount.currency);
  const booked = await stageTransfer(tx, deps, {
    id: adjustmentTransferId(id),
    debitAccount: direction === "credit" ? house : wallet,
    creditAccount: direction === "credit" ? wallet : house,
    amount,
    code: "adjustment",
    isOwned: true,
    links: { adjustmentId: id },
  });
  if (!booked.ok) {
    if (booked.error.code === "insufficient_funds") return fail(booked.error);
    throw new Error(`the books refuse an adjustment: ${booked.error.code}`);
  }
  const after: Adjustment = { ...adjustment, status: "booked", bookedAt: isoNow(deps.clock) };
  writeAdjustment(tx, after);
  stageAudit(tx, deps, {
    actor,
    action: "wallet.adjusted",
    subject: { kind: "account", id: customerId },
    after: { adjustmentId: id, amount: signed(adjustment), reason, proposedBy: after.createdBy },
    requestId,
  });
  await stageAdjustedMail(tx, deps, after);
  return ok(after);
}

/** Whether a debit would take more than there is, so that nobody proposes it. One check. */
async function lacking(tx: Tx, adjustment: Adjustment): Promise<InsufficientFunds | null> {
  const { direction, customerId: accountId, amount } = adjustment;
  if (direction === "credit") return null;
  const balance = await checkWalletBalance(tx, { accountId, currency: amount.currency });
  return compare(balance, amount) < 0 ? { code: "insufficient_funds", balance } : null;
}

function signed({ direction, amount }: Adjustment) {
  return direction === "credit" ? amount : money(-amount.minor, amount.currency);
}

function isSame(one: Adjustment, other: Adjustment): boolean {
  return one.customerId === other.customerId && one.direction === other.direction &&
    one.amount.minor === other.amount.minor && one.amount.currency === other.amount.currency &&
    one.reason === other.reason && one.createdBy === other.createdBy;
}
