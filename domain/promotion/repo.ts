/**
 * Keys of promotions: `["promotions", id]`, `["promotions_by_code", code]` (never free again),
 * `["promotions_by_status", status, id]`; of their uses: `["promotion_uses", orderId]`,
 * `["promotion_uses_by_promotion", promotionId, orderId]`, and, while the use counts,
 * `["promotion_uses_by_customer", promotionId, customerId, orderId]`. Whoever writes a use checks the promotion, so that
 * the number of a customer's uses can be counted after it was read.
 */
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "../shared/kv.ts";
import {
  type Promotion,
  promotionSchema,
  type PromotionStatus,
  type PromotionUse,
  useSchema,
} from "./model.ts";

const promotionKey = (id: string): Deno.KvKey => ["promotions", id];
const codeKey = (code: string): Deno.KvKey => ["promotions_by_code", code];
const statusKey = ({ status, id }: Promotion): Deno.KvKey => ["promotions_by_status", status, id];
const keyOfUse = (orderId: string): Deno.KvKey => ["promotion_uses", orderId];
const customerUseKey = (use: PromotionUse): Deno.KvKey => [
  "promotion_uses_by_customer",
  use.promotionId,
  use.customerId,
  use.orderId,
];

/** A promotion under check; `null` if there is none. */
export async function getPromotionRecord(tx: Tx, id: string): Promise<Promotion | null> {
  return parse(await tx.get(promotionKey(id)));
}

/** A promotion as it is now. */
export async function readPromotion(kv: Deno.Kv, id: string): Promise<Promotion | null> {
  return parse((await kv.get(promotionKey(id))).value);
}

/** The promotion of a code in its one form. */
export async function readByCode(kv: Deno.Kv, code: string): Promise<Promotion | null> {
  const id = (await kv.get<string>(codeKey(code))).value;
  return id === null ? null : await readPromotion(kv, id);
}

/** Whether a promotion has or had this code, under check. */
export async function isCodeTaken(tx: Tx, code: string): Promise<boolean> {
  return await tx.get(codeKey(code)) !== null;
}

/** Writes a new promotion whose code `isCodeTaken()` found free. */
export function addPromotion(tx: Tx, promotion: Promotion): void {
  tx.create(promotionKey(promotion.id), promotionSchema.parse(promotion));
  tx.set(codeKey(promotion.code), promotion.id);
  tx.set(statusKey(promotion), promotion.id);
}

/** Writes a promotion that was read under check as `before`. */
export function replacePromotion(tx: Tx, before: Promotion, after: Promotion): void {
  tx.set(promotionKey(after.id), promotionSchema.parse(after));
  if (before.status === after.status) return;
  tx.delete(statusKey(before));
  tx.set(statusKey(after), after.id);
}

/** One page of promotions, newest first. */
export async function pagePromotions(
  kv: Deno.Kv,
  { status }: { status?: PromotionStatus },
  request: PageRequest,
): Promise<Page<Promotion>> {
  const prefix = status ? ["promotions_by_status", status] : ["promotions"];
  const { items, next } = await pageIds(kv, prefix, request);
  const stored = await getAll(kv, items.map(promotionKey));
  return { items: stored.map(parse).filter((each) => each !== null), next };
}

/** Writes the use of a new order, which owns it: no check of its own. */
export function addUse(tx: Tx, use: PromotionUse): void {
  tx.set(keyOfUse(use.orderId), useSchema.parse(use));
  tx.set(["promotion_uses_by_promotion", use.promotionId, use.orderId], use.orderId);
  tx.set(customerUseKey(use), use.orderId);
}

/** The use of an order that the commit checks; `null` if it has none. */
export async function getUse(tx: Tx, orderId: string): Promise<PromotionUse | null> {
  const stored = await tx.peek(keyOfUse(orderId));
  return stored === null ? null : useSchema.parse(stored);
}

/** Notes that a use counts no more. */
export function endUse(tx: Tx, use: PromotionUse, givenBackAt: string): void {
  tx.set(keyOfUse(use.orderId), useSchema.parse({ ...use, givenBackAt }));
  tx.delete(customerUseKey(use));
}

/** How many orders of a customer use a promotion now; `limit` at the most, which is what it costs. */
export async function countCustomerUses(
  kv: Deno.Kv,
  { promotionId, customerId, limit }: { promotionId: string; customerId: string; limit: number },
): Promise<number> {
  const prefix = ["promotion_uses_by_customer", promotionId, customerId];
  return (await Array.fromAsync(kv.list({ prefix }, { limit }))).length;
}

/** One page of the uses of a promotion, newest first. */
export async function pageUses(
  kv: Deno.Kv,
  promotionId: string,
  request: PageRequest,
): Promise<Page<PromotionUse>> {
  const prefix = ["promotion_uses_by_promotion", promotionId];
  const { items, next } = await pageIds(kv, prefix, request);
  const stored = await getAll(kv, items.map(keyOfUse));
  return {
    items: stored.filter((each) => each !== null).map((each) => useSchema.parse(each)),
    next,
  };
}

function parse(stored: unknown): Promotion | null {
  return stored === null ? null : promotionSchema.parse(stored);
}
