/**
 * Keys of services, each index entry owned by its service:
 * `["services", id]`, `["services_by_order", orderId]`, `["services_by_status", status, id]`,
 * `["services_by_customer", customerId, id]`, `["services_by_customer_status", customerId, status, id]`,
 * `["services_due", day, id]` (the first day that nobody was billed for), `["services_ending", at, id]`.
 */
import { stageStatusChange } from "@/domain/stats/mod.ts";
import { isId } from "@/domain/shared/ids.ts";
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "@/domain/shared/kv.ts";
import { billableFrom, endingAt } from "./due.ts";
import { parseService, type Service, type ServiceStatus } from "./model.ts";

const serviceKey = (id: string) => ["services", id];

/** A service, under check. */
export async function getServiceRecord(tx: Tx, id: string): Promise<Service | null> {
  const stored = await tx.get(serviceKey(id));
  return stored === null ? null : parseService(stored);
}

/** A service as it stands now. */
export async function readService(kv: Deno.Kv, id: string): Promise<Service | null> {
  const stored = (await kv.get(serviceKey(id))).value;
  return stored === null ? null : parseService(stored);
}

/** The id of an order's service. */
export async function findByOrder(kv: Deno.Kv, orderId: string): Promise<string | null> {
  return (await kv.get<string>(["services_by_order", orderId])).value;
}

/** Writes a new service and its index entries. */
export function addService(tx: Tx, service: Service): void {
  tx.set(["services_by_order", service.orderId], service.id);
  tx.set(["services_by_customer", service.customerId, service.id], service.id);
  setStatusIndexes(tx, service);
  stageDue(tx, null, service);
  stageStatusChange(tx, { kind: "services", from: null, to: service.status });
  tx.set(serviceKey(service.id), service);
}

/** Writes a service that was read with `getServiceRecord()` as `before`. */
export function replaceService(tx: Tx, before: Service, after: Service): void {
  if (before.status !== after.status) {
    tx.delete(["services_by_status", before.status, before.id]);
    tx.delete(["services_by_customer_status", before.customerId, before.status, before.id]);
    setStatusIndexes(tx, after);
    stageStatusChange(tx, { kind: "services", from: before.status, to: after.status });
  }
  stageDue(tx, before, after);
  tx.set(serviceKey(after.id), after);
}

/** Writes the entries by which a service is found when something is due, `before` those that it had. */
export function stageDue(tx: Tx, before: Service | null, after: Service): void {
  moveEntry(tx, "services_due", [before && billableFrom(before), billableFrom(after)], after.id);
  moveEntry(tx, "services_ending", [before && endingAt(before), endingAt(after)], after.id);
}

function moveEntry(
  tx: Tx,
  index: DueIndex,
  [before, after]: readonly [string | null, string | null],
  id: string,
): void {
  if (before === after) return;
  if (before !== null) tx.delete([index, before, id]);
  if (after !== null) tx.set([index, after, id], id);
}

/** The indexes of services by time. */
export type DueIndex = "services_due" | "services_ending";

/** A service's place in an index by time. */
export interface DueEntry {
  id: string;
  key: Deno.KvKey;
}

/** The services whose time is `until` or before it, the earliest first. Costs what is found. */
export async function* dueServices(
  kv: Deno.Kv,
  index: DueIndex,
  until: string,
): AsyncGenerator<DueEntry> {
  // The end of a range is not part of it: "~" sorts after every id.
  for await (const { key } of kv.list({ start: [index], end: [index, until, "~"] })) {
    yield { id: String(key.at(-1)), key };
  }
}

/** The time of the next service after `now`; `null` if there is none. */
export async function nextDueAt(
  kv: Deno.Kv,
  index: DueIndex,
  now: string,
): Promise<string | null> {
  const later = kv.list({ prefix: [index], start: [index, now, "~"] }, { limit: 1 });
  for await (const { key } of later) return String(key[1]);
  return null;
}

/** Takes an entry out that its service doesn't stand for any more. */
export function dropDue(tx: Tx, { key }: DueEntry): void {
  tx.delete(key);
}

/** Puts a service that can't be dealt with aside until `at`, so that it doesn't stand in everybody's way. */
export async function setDueAside(kv: Deno.Kv, { id, key }: DueEntry, at: string): Promise<void> {
  await kv.atomic().delete(key).set([key[0]!, at, id], id).commit();
}

function setStatusIndexes(tx: Tx, { id, status, customerId }: Service): void {
  tx.set(["services_by_status", status, id], id);
  tx.set(["services_by_customer_status", customerId, status, id], id);
}

/** What a list is narrowed to. */
export interface ServiceFilter {
  status?: ServiceStatus;
  customerId?: string;
}

/** One page of services, newest first; an empty one where cursor or customer are no ids. */
export async function pageServices(
  kv: Deno.Kv,
  filter: ServiceFilter,
  request: PageRequest,
): Promise<Page<Service>> {
  const isMalformed = request.after !== undefined && !isId("svc", request.after) ||
    filter.customerId !== undefined && !isId("cus", filter.customerId);
  if (isMalformed) return { items: [], next: null };
  const page = await pageIds(kv, indexOf(filter), request);
  const stored = await getAll(kv, page.items.map(serviceKey));
  return { items: stored.map((service) => parseService(service)), next: page.next };
}

function indexOf({ status, customerId }: ServiceFilter): Deno.KvKey {
  if (customerId && status) return ["services_by_customer_status", customerId, status];
  if (customerId) return ["services_by_customer", customerId];
  return status ? ["services_by_status", status] : ["services"];
}

/** All services in the order of their making, for nightly tasks. */
export async function* scanServices(kv: Deno.Kv): AsyncGenerator<Service> {
  for await (const { value } of kv.list({ prefix: ["services"] })) yield parseService(value);
}
