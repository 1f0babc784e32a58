/** Noting that a refund was sent, by the bank's or chain's own name of it: each is noted once. */
import { type OwnAccount, refuseOwn } from "@/domain/approval/mod.ts";
import { stageAudit } from "@/domain/audit/mod.ts";
import { comparableReference } from "@/domain/payment/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
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
import type { Refund } from "./model.ts";
import { getByReference, getRefundRecord, setReference, writeRefund } from "./repo.ts";

const MAX_REFERENCE = 140;

/** The refund isn't one that waits to be sent. */
export interface NotToSend extends Failure {
  readonly code: "not_to_send";
}

/** Notes the reference of a refund that was taken from the wallet; needs `payments.refund`. */
export async function noteRefundSent(
  deps: Deps,
  input: { actor: StaffActor; id: string; reference: string; requestId?: string },
): Promise<Result<Refund, ValidationError | NotFound | OwnAccount | NotToSend | Conflict>> {
  const { actor, id, requestId } = input;
  if (!actor.permissions.has("payments.refund") || !isId("rfd", id)) return notFound();
  const typed = input.reference.trim();
  const reference = comparableReference(typed);
  if (!/[\p{L}\p{N}]/u.test(reference) || /\p{C}/u.test(typed)) {
    return invalid({ reference: "Enter the bank's or chain's own name of this transfer." });
  }
  if (Math.max(typed.length, reference.length) > MAX_REFERENCE) {
    return invalid({ reference: `Use at most ${MAX_REFERENCE} characters.` });
  }
  return await transact(
    deps,
    async (tx): Promise<Result<Refund, ValidationError | NotFound | OwnAccount | NotToSend>> => {
      const before = await getRefundRecord(tx, id);
      if (!before) return notFound();
      const own = refuseOwn(actor, [before.customerId]);
      if (own) return fail(own);
      if (before.status !== "booked" || before.sentAt !== null) {
        return fail({ code: "not_to_send" });
      }
      const sent = { method: before.method, currency: before.amount.currency, reference };
      const other = await getByReference(tx, sent);
      if (other !== null) {
        return invalid({ reference: "This is noted for another refund already." });
      }
      setReference(tx, sent, id);
      const after: Refund = {
        ...before,
        reference: typed,
        sentAt: isoNow(deps.clock),
        sentBy: actor.id,
      };
      writeRefund(tx, after);
      stageAudit(tx, deps, {
        actor,
        action: "wallet.refund_sent",
        subject: { kind: "account", id: before.customerId },
        after: { refundId: id, reference: typed },
        requestId,
      });
      return ok(after);
    },
  );
}
