/** Orders that nobody paid in time give their stock back. Runs from the clock, in any number of processes at once. */
import { stageAudit } from "../audit/mod.ts";
import type { Deps } from "../shared/deps.ts";
import { transact } from "../shared/kv.ts";
import { ok } from "../shared/result.ts";
import { stageOrderClosed } from "./change_order.ts";
import { stageExpiredMail } from "./order_mails.ts";
import { expiredIds, getOrderRecord } from "./repo.ts";

const ACTOR = { kind: "system", id: "orders.expire" } as const;

/**
 * Expires every order whose time is over. One that was paid meanwhile stays paid; one that can't be read or changed
 * is logged and doesn't hold up the others.
 *
 * @returns how many expired, and how many couldn't be dealt with.
 */
export async function expireOrders(deps: Deps): Promise<{ expired: number; failed: number }> {
  const report = { expired: 0, failed: 0 };
  for await (const id of expiredIds(deps.kv, deps.clock.now())) {
    try {
      if (await expireOrder(deps, id)) report.expired++;
    } catch (error) {
      report.failed++;
      deps.log.error("order.expiry_failed", { orderId: id, error });
    }
  }
  return report;
}

async function expireOrder(deps: Deps, id: string): Promise<boolean> {
  const result = await transact(deps, async (tx) => {
    const order = await getOrderRecord(tx, id);
    if (!order || order.status !== "pending_payment") return ok(false);
    const reason = "No payment was received in time.";
    const closed = await stageOrderClosed(tx, deps, { order, status: "expired", reason });
    if (!closed.ok) {
      deps.log.warn("order.expiry_skipped", { orderId: id, status: closed.error.status });
      return ok(false);
    }
    stageAudit(tx, deps, {
      actor: ACTOR,
      action: "order.expired",
      subject: { kind: "order", id },
      before: { status: order.status },
      after: { status: closed.value.status },
    });
    await stageExpiredMail(tx, deps, order);
    return ok(true);
  });
  if (!result.ok) throw new Error(`too many others changed the order: ${result.error.code}`);
  return result.value;
}
