/** Orders that nobody paid in time give their stock back. Runs from the clock, in any number of processes at once. */
import { stageAudit } from "../audit/mod.ts";
import { toIso } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import { transact } from "../shared/kv.ts";
import { ok } from "../shared/result.ts";
import { stageOrderClosed } from "./change_order.ts";
import { stageExpiredMail } from "./order_mails.ts";
import {
  dropExpiry,
  expiredEntries,
  type ExpiryEntry,
  getOrderRecord,
  readOrder,
  setExpiryAside,
} from "./repo.ts";

/** How long an order that can't be dealt with is left alone. */
const ASIDE_MINUTES = 60;

const ACTOR = { kind: "system", id: "orders.expire" } as const;

/**
 * Expires every order whose time is over. One that was paid meanwhile stays paid; one that can't be read or changed
 * is logged and doesn't hold up the others.
 *
 * @returns how many expired, and how many couldn't be dealt with.
 */
export async function expireOrders(deps: Deps): Promise<{ expired: number; failed: number }> {
  const report = { expired: 0, failed: 0 };
  const now = deps.clock.now();
  for await (const entry of expiredEntries(deps.kv, now)) {
    try {
      if (await expireOrder(deps, entry)) report.expired++;
    } catch (error) {
      report.failed++;
      deps.log.error("order.expiry_failed", { orderId: entry.id, error });
      await setExpiryAside(deps.kv, entry, now.add({ minutes: ASIDE_MINUTES }));
    }
  }
  return report;
}

async function expireOrder(deps: Deps, entry: ExpiryEntry): Promise<boolean> {
  const { id } = entry;
  const result = await transact(deps, async (tx) => {
    const order = await getOrderRecord(tx, id);
    if (!order || order.status !== "pending_payment") {
      dropExpiry(tx, entry);
      return ok(false);
    }
    // Set aside before, and given more time since
    if (order.expiresAt > toIso(deps.clock.now())) {
      dropExpiry(tx, entry);
      return ok(false);
    }
    const reason = "No payment was received in time.";
    const closed = await stageOrderClosed(tx, deps, { order, status: "expired", reason });
    if (!closed.ok) return closed;
    dropExpiry(tx, entry);
    stageAudit(tx, deps, {
      actor: ACTOR,
      action: "order.expired",
      subject: { kind: "order", id },
      before: { status: order.status },
      after: { status: closed.value.order.status },
    });
    await stageExpiredMail(tx, deps, closed.value);
    return ok(true);
  });
  if (result.ok) return result.value;
  // Paid or cancelled between the reads of order and invoice: others were first, and all is well.
  const now = await readOrder(deps.kv, id);
  if (now?.status !== "pending_payment") return false;
  throw new Error(
    result.error.code === "conflict"
      ? "too many others changed the order"
      : "the order is unpaid, but its invoice isn't open",
  );
}
