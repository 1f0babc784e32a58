/**
 * Finding orders by the beginning of their number, hostname or e-mail address. The three indexes are gone through
 * one after the other; the cursor names the index and the last order found, so that a page costs the page.
 */
import { isId } from "../shared/ids.ts";
import { MAX_PAGE_SIZE, type Page, type PageRequest } from "../shared/kv.ts";
import type { Order } from "./model.ts";
import { findIds, readOrder, readOrders, type SearchIndex } from "./repo.ts";

const INDEXES: readonly SearchIndex[] = ["number", "hostname", "email"];
/** Longer than any address or hostname. */
const MAX_SEARCH_LENGTH = 254;

/** One page of what was found; empty where the text can't be one of the three, or the cursor isn't one. */
export async function searchOrders(
  kv: Deno.Kv,
  search: string,
  request: PageRequest,
): Promise<Page<Order>> {
  const none = { items: [], next: null };
  const typed = search.trim().toLowerCase();
  if (typed === "" || typed.length > MAX_SEARCH_LENGTH || !/^[\x21-\x7e]+$/.test(typed)) {
    return none;
  }
  const from = await parseCursor(kv, request.after);
  if (!from || !isOfSearch(from, typed)) return none;
  const limit = Math.min(Math.max(request.limit ?? 25, 1), MAX_PAGE_SIZE);
  const found: Array<{ index: SearchIndex; order: Order }> = [];
  for (const index of INDEXES.slice(INDEXES.indexOf(from.index))) {
    const after = index === from.index ? from.order : null;
    const orders = await findIn(kv, { index, typed, after, limit: limit + 1 - found.length });
    found.push(...orders.map((order) => ({ index, order })));
    if (found.length > limit) break;
  }
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ order }) => order),
    next: found.length > limit && last ? `${last.index}.${last.order.id}` : null,
  };
}

/** Orders of one index, without those that an index before it has given already. */
async function findIn(
  kv: Deno.Kv,
  search: { index: SearchIndex; typed: string; after: Order | null; limit: number },
): Promise<Order[]> {
  const { index, typed, limit } = search;
  const start = startOf(index, typed);
  const found: Order[] = [];
  let after = search.after;
  while (start !== null && found.length < limit) {
    const ids = await findIds(kv, { index, start, after, limit });
    const orders = await readOrders(kv, ids);
    found.push(...orders.filter((order) => !isFoundBefore(index, typed, order)));
    after = orders.at(-1) ?? null;
    if (ids.length < limit || !after) break;
  }
  return found.slice(0, limit);
}

function isFoundBefore(index: SearchIndex, typed: string, order: Order): boolean {
  const earlier = INDEXES.slice(0, INDEXES.indexOf(index));
  return earlier.some((each) => {
    const start = startOf(each, typed);
    return start !== null && valueOf(each, order).startsWith(start);
  });
}

/** What an index's values begin with if the text means them. Numbers may be typed without `O-` if they are whole. */
function startOf(index: SearchIndex, typed: string): string | null {
  if (index !== "number") return typed;
  const number = typed.toUpperCase();
  if (/^O-[0-9A-Z]{0,8}$/.test(number)) return number;
  return /^[0-9A-Z]{8}$/.test(number) ? `O-${number}` : null;
}

function valueOf(index: SearchIndex, order: Order): string {
  switch (index) {
    case "number":
      return order.number;
    case "hostname":
      return order.hostname;
    case "email":
      return order.customerEmail;
  }
}

/** Whether a cursor belongs to this search: its order must be one that the search finds. */
function isOfSearch(from: { index: SearchIndex; order: Order | null }, typed: string): boolean {
  if (from.order === null) return true;
  const start = startOf(from.index, typed);
  return start !== null && valueOf(from.index, from.order).startsWith(start);
}

/** Where a page starts; `null` if the cursor isn't one. */
async function parseCursor(
  kv: Deno.Kv,
  cursor: string | undefined,
): Promise<{ index: SearchIndex; order: Order | null } | null> {
  if (cursor === undefined) return { index: "number", order: null };
  const [name, id = ""] = cursor.split(".");
  const index = INDEXES.find((each) => each === name);
  const order = index && isId("ord", id) ? await readOrder(kv, id) : null;
  return index && order ? { index, order } : null;
}
