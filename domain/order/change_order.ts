/** What happens to an order after it is placed, each step staged on the commit of its cause. */
import { toIso } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import type { Tx } from "../shared/kv.ts";
import type { Money } from "../shared/money.ts";
import { fail, type Failure, type NotFound, notFound, ok, type Result } from "../shared/result.ts";
import { stageReturnStock } from "../catalog/mod.ts";
import { stageVoidInvoice } from "../invoice/mod.ts";
import { stageGiveBackUse } from "../promotion/mod.ts";
import { getSettings } from "../settings/mod.ts";
import type { Order } from "./model.ts";
import { getOrderRecord, replaceOrder } from "./repo.ts";
import { stageGiveBackTrial } from "./trial.ts";
import type { OrderStatus } from "./view.ts";

/** The order is in a state from which there is no way to the one asked for. */
export interface WrongState extends Failure {
  readonly code: "wrong_state";
  readonly status: OrderStatus;
}

/** An order under check of the caller's commit; `null` if there is none. One check. */
export function checkOrder(tx: Tx, id: string): Promise<Order | null> {
  return getOrderRecord(tx, id);
}

/** Marks an order that waits for its payment as paid, and names the service that was made for it. One check. */
export async function stageOrderPaid(
  tx: Tx,
  _deps: Deps,
  input: { orderId: string; serviceId: string; at: Temporal.Instant },
): Promise<Result<Order, NotFound | WrongState>> {
  const before = await getOrderRecord(tx, input.orderId);
  if (!before) return notFound();
  if (before.status !== "pending_payment") return wrongState(before);
  const after: Order = {
    ...before,
    status: "paid",
    serviceId: input.serviceId,
    paidAt: toIso(input.at),
  };
  replaceOrder(tx, before, after);
  return ok(after);
}

/**
 * Gives an order that waits for its payment as long again as a new one: money is on its way, or a part of it is here.
 * Nothing happens to an order in another state. One check.
 */
export async function stageOrderHeld(
  tx: Tx,
  deps: Deps,
  input: { orderId: string },
): Promise<void> {
  const before = await getOrderRecord(tx, input.orderId);
  if (before?.status !== "pending_payment") return;
  const { unpaidExpiryHours } = await getSettings(deps, "orders");
  const expiresAt = toIso(deps.clock.now().add({ hours: unpaidExpiryHours }));
  if (expiresAt > before.expiresAt) replaceOrder(tx, before, { ...before, expiresAt });
}

/** Marks a paid order as active: its service runs. One check. */
export async function stageOrderActive(
  tx: Tx,
  deps: Deps,
  input: { orderId: string },
): Promise<Result<Order, NotFound | WrongState>> {
  const before = await getOrderRecord(tx, input.orderId);
  if (!before) return notFound();
  if (before.status !== "paid") return wrongState(before);
  const after: Order = { ...before, status: "active", activatedAt: toIso(deps.clock.now()) };
  replaceOrder(tx, before, after);
  return ok(after);
}

/** An order that was ended without having been paid in full. */
export interface ClosedOrder {
  order: Order;
  /** What had been paid towards it, which is the customer's credit. */
  paid: Money;
}

/**
 * Ends an unpaid order: its stock, the use of its code and its trial are given back, its invoice is voided. Three checks, one
 * more each for a code and a trial, and one more if a part was paid, which goes back to the wallet.
 */
export async function stageOrderClosed(
  tx: Tx,
  deps: Deps,
  input: { order: Order; status: "cancelled" | "expired"; reason: string },
): Promise<Result<ClosedOrder, WrongState>> {
  const { order, status, reason } = input;
  if (order.status !== "pending_payment") return wrongState(order);
  const voided = await stageVoidInvoice(tx, deps, { invoiceId: order.invoiceId, reason });
  // Paid between the two reads: the order that was read is out of date.
  if (!voided.ok) return fail({ code: "wrong_state", status: "paid" });
  await stageReturnStock(tx, deps, { planId: order.planId, datacenterId: order.datacenterId });
  await stageGiveBackUse(tx, deps, { orderId: order.id });
  if (order.trial) await stageGiveBackTrial(tx, order);
  const closedAt = toIso(deps.clock.now());
  const after: Order = { ...order, status, closedAt, closeReason: reason };
  replaceOrder(tx, order, after);
  return ok({ order: after, paid: voided.value.released });
}

function wrongState(order: Order): Result<never, WrongState> {
  return fail({ code: "wrong_state", status: order.status });
}
