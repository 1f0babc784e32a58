/**
 * Keys of orders; every index entry is owned by its order and holds its id:
 * `["orders", id]`, `["orders_by_number", number]`, `["orders_by_status", status, id]`,
 * `["orders_by_customer", customerId, id]`, `["orders_by_customer_status", customerId, status, id]`,
 * `["orders_by_hostname", hostname, id]`, `["orders_by_email", email, id]`,
 * `["orders_expiring", expiresAt, id]` (only while the order waits for its payment),
 * `["order_fingerprints", customerId, fingerprint]` (the last order with that content).
 */
import { toIso } from "../shared/clock.ts";
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "../shared/kv.ts";
import { stageStatusChange } from "../stats/mod.ts";
import { type Order, orderSchema } from "./model.ts";
import type { OrderStatus } from "./view.ts";

/** States that an order has come to nothing in are the others. */
const LIVING = ["pending_payment", "paid", "active"] as const satisfies readonly OrderStatus[];

const orderKey = (id: string): Deno.KvKey => ["orders", id];
const fingerprintKey = (order: Pick<Order, "customerId" | "fingerprint">): Deno.KvKey => [
  "order_fingerprints",
  order.customerId,
  order.fingerprint,
];

/** An order under check; `null` if there is none. */
export async function getOrderRecord(tx: Tx, id: string): Promise<Order | null> {
  const stored = await tx.get(orderKey(id));
  return stored === null ? null : orderSchema.parse(stored);
}

/** An order as it stands now. */
export async function readOrder(kv: Deno.Kv, id: string): Promise<Order | null> {
  const stored = (await kv.get(orderKey(id))).value;
  return stored === null ? null : orderSchema.parse(stored);
}

/** The order that has this content, which the commit checks; `null` if there is none, or none lately. One check. */
export async function getOrderByFingerprint(
  tx: Tx,
  key: Pick<Order, "customerId" | "fingerprint">,
): Promise<Order | null> {
  const id = await tx.get<string>(fingerprintKey(key));
  if (id === null) return null;
  const stored = await tx.peek(orderKey(id));
  return stored === null ? null : orderSchema.parse(stored);
}

/** Writes a new order: three checks, on the order, its number, and its fingerprint if that wasn't read before. */
export function addOrder(tx: Tx, order: Order, fingerprintLifeMs: number): void {
  tx.create(orderKey(order.id), orderSchema.parse(order));
  tx.create(["orders_by_number", order.number], order.id);
  tx.set(fingerprintKey(order), order.id, { expireInMs: fingerprintLifeMs });
  tx.set(["orders_by_customer", order.customerId, order.id], order.id);
  tx.set(["orders_by_hostname", order.hostname, order.id], order.id);
  tx.set(["orders_by_email", order.customerEmail, order.id], order.id);
  stageStatus(tx, null, order);
}

/** Writes an order that was read under check as `before`. */
export function replaceOrder(tx: Tx, before: Order, after: Order): void {
  tx.set(orderKey(after.id), orderSchema.parse(after));
  if (before.status !== after.status) stageStatus(tx, before, after);
  else if (before.expiresAt !== after.expiresAt && after.status === "pending_payment") {
    tx.delete(["orders_expiring", before.expiresAt, after.id]);
    tx.set(["orders_expiring", after.expiresAt, after.id], after.id);
  }
}

/** Writes an order whose person was taken out of it, and takes it out of the indexes that find it by them. */
export function stageErasedOrder(tx: Tx, before: Order, after: Order): void {
  tx.delete(["orders_by_email", before.customerEmail, before.id]);
  tx.delete(["orders_by_hostname", before.hostname, before.id]);
  tx.delete(fingerprintKey(before));
  tx.set(orderKey(after.id), orderSchema.parse(after));
}

function stageStatus(tx: Tx, before: Order | null, after: Order): void {
  const { id, customerId } = after;
  if (before) {
    tx.delete(["orders_by_status", before.status, id]);
    tx.delete(["orders_by_customer_status", customerId, before.status, id]);
    if (before.status === "pending_payment") tx.delete(["orders_expiring", before.expiresAt, id]);
  }
  tx.set(["orders_by_status", after.status, id], id);
  tx.set(["orders_by_customer_status", customerId, after.status, id], id);
  if (after.status === "pending_payment") tx.set(["orders_expiring", after.expiresAt, id], id);
  stageStatusChange(tx, { kind: "orders", from: before?.status ?? null, to: after.status });
}

/** An order's place in the index of orders that expire. */
export interface ExpiryEntry {
  id: string;
  key: Deno.KvKey;
}

/** The orders whose time to be paid is over, the longest overdue first. Costs what is due. */
export async function* expiredEntries(
  kv: Deno.Kv,
  now: Temporal.Instant,
): AsyncGenerator<ExpiryEntry> {
  // The end of a range is not part of it: "~" sorts after every id.
  const end = ["orders_expiring", toIso(now), "~"];
  for await (const { key } of kv.list({ start: ["orders_expiring"], end })) {
    yield { id: String(key.at(-1)), key };
  }
}

/** Takes an entry out of the index: its order isn't waiting for a payment any more. */
export function dropExpiry(tx: Tx, entry: ExpiryEntry): void {
  tx.delete(entry.key);
}

/** Puts an order that can't be dealt with aside until `at`, so that it doesn't stand in the way every minute. */
export async function setExpiryAside(
  kv: Deno.Kv,
  entry: ExpiryEntry,
  at: Temporal.Instant,
): Promise<void> {
  await kv.atomic().delete(entry.key).set(["orders_expiring", toIso(at), entry.id], entry.id)
    .commit();
}

/** Whether a customer has at least `count` orders that wait for their payment. Costs `count` at the most. */
export async function hasUnpaid(
  kv: Deno.Kv,
  { customerId, count }: { customerId: string; count: number },
): Promise<boolean> {
  const prefix = ["orders_by_customer_status", customerId, "pending_payment"];
  const found = await Array.fromAsync(kv.list({ prefix }, { limit: count }));
  return found.length >= count;
}

/** Whether a customer has an order that waits for its payment, is paid or active. Costs three reads. */
export async function hasLivingOrders(kv: Deno.Kv, customerId: string): Promise<boolean> {
  const found = await Promise.all(LIVING.map((status) => {
    const prefix = ["orders_by_customer_status", customerId, status];
    return Array.fromAsync(kv.list({ prefix }, { limit: 1 }));
  }));
  return found.flat().length > 0;
}

/** What a list is narrowed to. */
export interface OrderFilter {
  status?: OrderStatus;
  customerId?: string;
}

/** One page of orders, newest first. */
export async function pageOrders(
  kv: Deno.Kv,
  filter: OrderFilter,
  request: PageRequest,
): Promise<Page<Order>> {
  const { items, next } = await pageIds(kv, indexOf(filter), request);
  return { items: await readOrders(kv, items), next };
}

function indexOf({ status, customerId }: OrderFilter): Deno.KvKey {
  if (customerId && status) return ["orders_by_customer_status", customerId, status];
  if (customerId) return ["orders_by_customer", customerId];
  return status ? ["orders_by_status", status] : ["orders"];
}

/** Orders by their ids. */
export async function readOrders(kv: Deno.Kv, ids: readonly string[]): Promise<Order[]> {
  const stored = await getAll(kv, ids.map(orderKey));
  return stored.filter((each) => each !== null).map((each) => orderSchema.parse(each));
}

/** What orders can be found by. */
export type SearchIndex = "number" | "hostname" | "email";

/** Where the search by an index has come to: ids of orders whose value starts with `start`, by that value. */
export async function findIds(
  kv: Deno.Kv,
  search: { index: SearchIndex; start: string; after: Order | null; limit: number },
): Promise<string[]> {
  const prefix = `orders_by_${search.index}`;
  const first = search.after
    ? [...searchKey(search.index, search.after), ""]
    : [prefix, search.start];
  const ids: string[] = [];
  const range = { start: first, end: [prefix, `${search.start}\uffff`] };
  for await (const entry of kv.list<string>(range, { limit: search.limit })) ids.push(entry.value);
  return ids;
}

function searchKey(index: SearchIndex, order: Order): Deno.KvKey {
  switch (index) {
    case "number":
      return ["orders_by_number", order.number];
    case "hostname":
      return ["orders_by_hostname", order.hostname, order.id];
    case "email":
      return ["orders_by_email", order.customerEmail, order.id];
  }
}
