/**
 * Keys of what staff book on wallets:
 * `["wallet_adjustments", id]` and `["wallet_adjustments_by_customer", customerId, id]`,
 * `["wallet_refunds", id]`, `["wallet_refunds_by_customer", customerId, id]` and `["wallet_refunds_to_send", id]` (debited,
 * but not sent yet); `["wallet_refund_references", method, currency, reference]`, which makes what was sent unique.
 */
import { isId } from "@/domain/shared/ids.ts";
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "@/domain/shared/kv.ts";
import { type Adjustment, adjustmentSchema, type Refund, refundSchema } from "./model.ts";
import { recordsAfter, type Walked } from "@/domain/shared/walk_records.ts";

const adjustmentKey = (id: string) => ["wallet_adjustments", id];
const refundKey = (id: string) => ["wallet_refunds", id];

/** An adjustment, under check. */
export async function getAdjustmentRecord(tx: Tx, id: string): Promise<Adjustment | null> {
  const stored = await tx.get(adjustmentKey(id));
  return stored === null ? null : adjustmentSchema.parse(stored);
}

/** Writes an adjustment that was read with `getAdjustmentRecord()`. */
export function writeAdjustment(tx: Tx, adjustment: Adjustment): void {
  const { id, customerId } = adjustment;
  tx.set(["wallet_adjustments_by_customer", customerId, id], id);
  tx.set(adjustmentKey(id), adjustmentSchema.parse(adjustment));
}

/** A refund, under check. */
export async function getRefundRecord(tx: Tx, id: string): Promise<Refund | null> {
  const stored = await tx.get(refundKey(id));
  return stored === null ? null : refundSchema.parse(stored);
}

/** Writes a refund that was read with `getRefundRecord()`. */
export function writeRefund(tx: Tx, refund: Refund): void {
  const { id, customerId, status, sentAt } = refund;
  tx.set(["wallet_refunds_by_customer", customerId, id], id);
  if (status === "booked" && sentAt === null) tx.set(["wallet_refunds_to_send", id], id);
  else tx.delete(["wallet_refunds_to_send", id]);
  tx.set(refundKey(id), refundSchema.parse(refund));
}

/** The refund that a reference was noted for, under check; `null` if it is new. */
export function getByReference(
  tx: Tx,
  sent: { method: string; currency: string; reference: string },
): Promise<string | null> {
  return tx.get<string>(referenceKey(sent));
}

/** Notes a reference that `getByReference()` found to be new. */
export function setReference(
  tx: Tx,
  sent: { method: string; currency: string; reference: string },
  id: string,
): void {
  tx.set(referenceKey(sent), id);
}

/** Forgets the reference of a refund that needn't be kept any more. */
export function dropReference(
  tx: Tx,
  sent: { method: string; currency: string; reference: string },
): void {
  tx.delete(referenceKey(sent));
}

/** One page of a customer's adjustments, newest first. */
export async function pageAdjustments(
  kv: Deno.Kv,
  customerId: string,
  request: PageRequest,
): Promise<Page<Adjustment>> {
  const page = await pageOf(kv, ["wallet_adjustments_by_customer", customerId], "adj", request);
  const stored = await getAll(kv, page.items.map(adjustmentKey));
  return { items: stored.map((each) => adjustmentSchema.parse(each)), next: page.next };
}

/** One page of refunds, newest first: a customer's, or those that are still to be sent. */
export async function pageRefunds(
  kv: Deno.Kv,
  filter: { customerId: string } | "to_send",
  request: PageRequest,
): Promise<Page<Refund>> {
  const index = filter === "to_send"
    ? ["wallet_refunds_to_send"]
    : ["wallet_refunds_by_customer", filter.customerId];
  const page = await pageOf(kv, index, "rfd", request);
  const stored = await getAll(kv, page.items.map(refundKey));
  return { items: stored.map((each) => refundSchema.parse(each)), next: page.next };
}

/** Adjustments by their ids, those that there are. */
export async function readAdjustments(kv: Deno.Kv, ids: readonly string[]): Promise<Adjustment[]> {
  const stored = await getAll(kv, ids.map(adjustmentKey));
  return stored.flatMap((each) => each === null ? [] : [adjustmentSchema.parse(each)]);
}

/** Refunds by their ids, those that there are. */
export async function readRefunds(kv: Deno.Kv, ids: readonly string[]): Promise<Refund[]> {
  const stored = await getAll(kv, ids.map(refundKey));
  return stored.flatMap((each) => each === null ? [] : [refundSchema.parse(each)]);
}

function pageOf(
  kv: Deno.Kv,
  index: Deno.KvKey,
  prefix: "adj" | "rfd",
  request: PageRequest,
): Promise<Page<string>> {
  if (request.after !== undefined && !isId(prefix, request.after)) {
    return Promise.resolve({ items: [], next: null });
  }
  return pageIds(kv, index, request);
}

function referenceKey(sent: { method: string; currency: string; reference: string }): Deno.KvKey {
  return ["wallet_refund_references", sent.method, sent.currency, sent.reference];
}

/** The next adjustments after an id, for the audit of the books. */
export function adjustmentsAfter(
  kv: Deno.Kv,
  request: { after: string; limit: number },
): Promise<Walked<Adjustment>[]> {
  const stored = { prefix: ["wallet_adjustments"], ...request };
  return recordsAfter(kv, stored, (value) => adjustmentSchema.parse(value));
}

/** The next refunds after an id, for the audit of the books. */
export function refundsAfter(
  kv: Deno.Kv,
  request: { after: string; limit: number },
): Promise<Walked<Refund>[]> {
  const stored = { prefix: ["wallet_refunds"], ...request };
  return recordsAfter(kv, stored, (value) => refundSchema.parse(value));
}
