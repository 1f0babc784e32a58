/** Cancelling an unpaid order, by the customer whose it is or by staff. */
import { stageAudit } from "../audit/mod.ts";
import { mayUse, type Viewer } from "../shared/actor.ts";
import type { Deps } from "../shared/deps.ts";
import { isId } from "../shared/ids.ts";
import { transact } from "../shared/kv.ts";
import {
  type Conflict,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "../shared/result.ts";
import { stageOrderClosed, type WrongState } from "./change_order.ts";
import type { Order } from "./model.ts";
import { stageCancelledMail } from "./order_mails.ts";
import { getOrderRecord } from "./repo.ts";

const MAX_REASON_LENGTH = 500;

/**
 * Cancels an order that isn't paid: stock back, invoice void, mail to the customer. Staff need `orders.cancel` and a
 * reason that the customer can read; customers need none.
 */
export async function cancelOrder(
  deps: Deps,
  input: { actor: Viewer; id: string; reason?: string; requestId?: string },
): Promise<Result<void, ValidationError | NotFound | WrongState | Conflict>> {
  const { actor, id, requestId } = input;
  if (!isId("ord", id)) return notFound();
  if (actor.kind === "staff" && !actor.permissions.has("orders.cancel")) return notFound();
  const typed = (input.reason ?? "").trim();
  if (actor.kind === "staff" && typed === "") {
    return invalid({ reason: "Say why: the customer gets this by mail." });
  }
  if (typed.length > MAX_REASON_LENGTH) {
    return invalid({ reason: `Use ${MAX_REASON_LENGTH} characters at most.` });
  }
  const reason = typed || "Cancelled at the customer's wish.";
  return await transact(deps, async (tx) => {
    const order = await getOrderRecord(tx, id);
    if (!order || !mayCancel(actor, order)) return notFound();
    const closed = await stageOrderClosed(tx, deps, { order, status: "cancelled", reason });
    if (!closed.ok) return closed;
    stageAudit(tx, deps, {
      actor,
      action: "order.cancelled",
      subject: { kind: "order", id },
      before: { status: order.status },
      after: { status: closed.value.order.status, reason },
      ...(requestId ? { requestId } : {}),
    });
    await stageCancelledMail(tx, deps, { ...closed.value, reason });
    return ok(undefined);
  });
}

function mayCancel(actor: Viewer, order: Order): boolean {
  return actor.kind === "staff" ||
    actor.id === order.customerId && mayUse(actor, "orders");
}
