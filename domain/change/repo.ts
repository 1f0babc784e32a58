/**
 * Keys of changes, each index entry owned by its change:
 * `["service_changes", id]`, `["service_changes_by_service", serviceId, id]`, `["service_changes_by_invoice", invoiceId]`,
 * `["service_changes_open", serviceId]` (the one that is requested or scheduled), and while it waits for its payment
 * `["service_changes_expiring", validUntil, id]`.
 */
import { toIso } from "@/domain/shared/clock.ts";
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "@/domain/shared/kv.ts";
import { type Change, changeSchema } from "./model.ts";

const changeKey = (id: string): Deno.KvKey => ["service_changes", id];
const openKey = (serviceId: string): Deno.KvKey => ["service_changes_open", serviceId];

/** The id of a service's open change, under check; `null` if there is none. */
export function getOpenId(tx: Tx, serviceId: string): Promise<string | null> {
  return tx.get<string>(openKey(serviceId));
}

/** A service's open change; which one it is, is under check. */
export async function peekOpenChange(tx: Tx, serviceId: string): Promise<Change | null> {
  const id = await getOpenId(tx, serviceId);
  const stored = id === null ? null : await tx.peek(changeKey(id));
  return stored === null ? null : changeSchema.parse(stored);
}

/** A change, under check. */
export async function getChange(tx: Tx, id: string): Promise<Change | null> {
  const stored = await tx.get(changeKey(id));
  return stored === null ? null : changeSchema.parse(stored);
}

/**
 * The change that an invoice is for, of a commit that checks the invoice: each step of the change writes that, too, so this
 * costs no check.
 */
export async function getByInvoice(tx: Tx, invoiceId: string): Promise<Change | null> {
  const id = await tx.peek<string>(["service_changes_by_invoice", invoiceId]);
  const stored = id === null ? null : await tx.peek(changeKey(id));
  return stored === null ? null : changeSchema.parse(stored);
}

/** Writes a new change of a service for which `getOpenId()` found no other. One check. */
export function addChange(tx: Tx, change: Change): void {
  tx.create(changeKey(change.id), changeSchema.parse(change));
  tx.set(["service_changes_by_service", change.serviceId, change.id], change.id);
  if (change.status === "requested" || change.status === "scheduled") {
    tx.set(openKey(change.serviceId), change.id);
  }
  if (change.invoiceId !== null) {
    tx.set(["service_changes_by_invoice", change.invoiceId], change.id);
  }
  if (change.validUntil !== null) tx.set(expiringKey(change.validUntil, change.id), change.id);
}

/** Writes the end of an open change that was read under check. */
export function closeChange(tx: Tx, before: Change, after: Change): void {
  tx.set(changeKey(after.id), changeSchema.parse(after));
  tx.delete(openKey(after.serviceId));
  if (before.validUntil !== null) tx.delete(expiringKey(before.validUntil, before.id));
}

/** A service's open change as it stands now. */
export async function readOpenChange(kv: Deno.Kv, serviceId: string): Promise<Change | null> {
  const id = (await kv.get<string>(openKey(serviceId))).value;
  const stored = id === null ? null : (await kv.get(changeKey(id))).value;
  return stored === null ? null : changeSchema.parse(stored);
}

/** One page of the changes of a service, newest first. */
export async function pageChanges(
  kv: Deno.Kv,
  serviceId: string,
  request: PageRequest,
): Promise<Page<Change>> {
  const page = await pageIds(kv, ["service_changes_by_service", serviceId], request);
  const stored = await getAll(kv, page.items.map(changeKey));
  return { items: stored.map((change) => changeSchema.parse(change)), next: page.next };
}

/** Ids of the changes that nobody paid in time, with their place in the index. */
export async function* expiredChanges(
  kv: Deno.Kv,
  now: Temporal.Instant,
): AsyncGenerator<{ id: string; key: Deno.KvKey }> {
  const prefix = "service_changes_expiring";
  // The end of a range is not part of it: "~" sorts after every id.
  for await (const { key } of kv.list({ start: [prefix], end: [prefix, toIso(now), "~"] })) {
    yield { id: String(key.at(-1)), key };
  }
}

function expiringKey(validUntil: string, id: string): Deno.KvKey {
  return ["service_changes_expiring", validUntil, id];
}
