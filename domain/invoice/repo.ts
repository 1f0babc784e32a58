/**
 * Keys of invoices, each index entry owned by its invoice:
 * `["invoices", id]`, `["invoice_counters", series, year]` (the last number given), `["invoices_by_number", number]`,
 * `["invoices_by_status", status, id]`, `["invoices_by_customer", customerId, id]`,
 * `["invoices_by_customer_status", customerId, status, id]`, `["invoices_chased", nextAt, id]` (while it is open or written
 * off), `["invoices_expiring", expiresAt, id]` (while it is open).
 */
import { stageStatusChange } from "@/domain/stats/mod.ts";
import { isId } from "@/domain/shared/ids.ts";
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "@/domain/shared/kv.ts";
import { type Invoice, type InvoiceStatus, parseInvoice } from "./model.ts";
import { recordsAfter, type Walked } from "@/domain/shared/walk_records.ts";

/** Records that a scan reads at a time. */
const SCAN_BATCH = 100;

const invoiceKey = (id: string) => ["invoices", id];

/** An invoice, under check. */
export async function getInvoiceRecord(tx: Tx, id: string): Promise<Invoice | null> {
  const stored = await tx.get(invoiceKey(id));
  return stored === null ? null : parseInvoice(stored);
}

/** An invoice without a check: for what never changes about it. */
export async function peekInvoice(tx: Tx, id: string): Promise<Invoice | null> {
  const stored = await tx.peek(invoiceKey(id));
  return stored === null ? null : parseInvoice(stored);
}

/** An invoice as it stands now. */
export async function readInvoice(kv: Deno.Kv, id: string): Promise<Invoice | null> {
  const stored = (await kv.get(invoiceKey(id))).value;
  return stored === null ? null : parseInvoice(stored);
}

/** Invoices by their ids, those that there are. */
export async function readInvoices(kv: Deno.Kv, ids: readonly string[]): Promise<Invoice[]> {
  const stored = await getAll(kv, ids.map(invoiceKey));
  return stored.flatMap((each) => each === null ? [] : [parseInvoice(each)]);
}

/** The next number of a series and year, counted up on this commit: one check, no gaps. */
export async function takeNumber(tx: Tx, series: string, year: number): Promise<number> {
  const key = ["invoice_counters", series, String(year)];
  const next = (await tx.get<number>(key) ?? 0) + 1;
  tx.set(key, next);
  return next;
}

/** Writes a new invoice and its index entries. */
export function addInvoice(tx: Tx, invoice: Invoice): void {
  tx.set(["invoices_by_number", invoice.number], invoice.id);
  tx.set(["invoices_by_customer", invoice.customerId, invoice.id], invoice.id);
  setStatusIndexes(tx, invoice);
  moveTimed(tx, null, invoice);
  stageStatusChange(tx, { kind: "invoices", from: null, to: invoice.status });
  tx.set(invoiceKey(invoice.id), invoice);
}

/** Writes an invoice that was read with `getInvoiceRecord()` as `before`. */
export function replaceInvoice(tx: Tx, before: Invoice, after: Invoice): void {
  if (before.status !== after.status) {
    tx.delete(["invoices_by_status", before.status, before.id]);
    tx.delete(["invoices_by_customer_status", before.customerId, before.status, before.id]);
    setStatusIndexes(tx, after);
    stageStatusChange(tx, { kind: "invoices", from: before.status, to: after.status });
  }
  moveTimed(tx, before, after);
  tx.set(invoiceKey(after.id), after);
}

function moveTimed(tx: Tx, before: Invoice | null, after: Invoice): void {
  const [was, is] = [before && timesOf(before), timesOf(after)];
  moveEntry(tx, "invoices_chased", { before: was?.chased ?? null, after: is.chased, id: after.id });
  const expiring = { before: was?.expiring ?? null, after: is.expiring };
  moveEntry(tx, "invoices_expiring", { ...expiring, id: after.id });
}

function timesOf({ status, chase, expiresAt }: Invoice) {
  return {
    chased: status === "open" || status === "uncollectible" ? chase.nextAt : null,
    expiring: status === "open" ? expiresAt : null,
  };
}

function moveEntry(
  tx: Tx,
  index: string,
  { before, after, id }: { before: string | null; after: string | null; id: string },
): void {
  if (before === after) return;
  if (before !== null) tx.delete([index, before, id]);
  if (after !== null) tx.set([index, after, id], id);
}

/** An invoice's place in the index of those that are to be looked at. */
export interface ChaseEntry {
  id: string;
  key: Deno.KvKey;
}

/** The invoices that are to be looked at by `now`, the longest overdue first. Costs what is due. */
export async function* chasedInvoices(kv: Deno.Kv, now: string): AsyncGenerator<ChaseEntry> {
  // The end of a range is not part of it: "~" sorts after every id.
  const end = ["invoices_chased", now, "~"];
  for await (const { key } of kv.list({ start: ["invoices_chased"], end })) {
    yield { id: String(key.at(-1)), key };
  }
}

/** Ids of the open invoices that are void by themselves by `now`. Costs what is due. */
export async function* expiringInvoices(kv: Deno.Kv, now: string): AsyncGenerator<string> {
  const end = ["invoices_expiring", now, "~"];
  for await (const { key } of kv.list({ start: ["invoices_expiring"], end })) {
    yield String(key.at(-1));
  }
}

/** When the next invoice after `now` is to be looked at; `null` if none is. */
export async function nextChaseAt(kv: Deno.Kv, now: string): Promise<string | null> {
  const later = kv.list({ prefix: ["invoices_chased"], start: ["invoices_chased", now, "~"] }, {
    limit: 1,
  });
  for await (const { key } of later) return String(key[1]);
  return null;
}

/** Takes an entry out that its invoice doesn't stand for any more. */
export function dropChase(tx: Tx, { key }: ChaseEntry): void {
  tx.delete(key);
}

/** Puts an invoice that can't be dealt with aside until `at`, so that it doesn't stand in everybody's way. */
export async function setChaseAside(kv: Deno.Kv, entry: ChaseEntry, at: string): Promise<void> {
  await kv.atomic().delete(entry.key).set(["invoices_chased", at, entry.id], entry.id).commit();
}

function setStatusIndexes(tx: Tx, { id, status, customerId }: Invoice): void {
  tx.set(["invoices_by_status", status, id], id);
  tx.set(["invoices_by_customer_status", customerId, status, id], id);
}

/** What a list is narrowed to. */
export interface InvoiceFilter {
  status?: InvoiceStatus;
  customerId?: string;
}

/** One page of invoices, newest first; an empty one where cursor or customer are no ids. */
export async function pageInvoices(
  kv: Deno.Kv,
  filter: InvoiceFilter,
  request: PageRequest,
): Promise<Page<Invoice>> {
  const isMalformed = request.after !== undefined && !isId("inv", request.after) ||
    filter.customerId !== undefined && !isId("cus", filter.customerId);
  if (isMalformed) return { items: [], next: null };
  const page = await pageIds(kv, indexOf(filter), request);
  const stored = await getAll(kv, page.items.map(invoiceKey));
  return { items: stored.map((invoice) => parseInvoice(invoice)), next: page.next };
}

function indexOf({ status, customerId }: InvoiceFilter): Deno.KvKey {
  if (customerId && status) return ["invoices_by_customer_status", customerId, status];
  if (customerId) return ["invoices_by_customer", customerId];
  return status ? ["invoices_by_status", status] : ["invoices"];
}

/** All invoices in the order of their making, for the audit of the books. */
export async function* scanInvoices(kv: Deno.Kv): AsyncGenerator<Invoice> {
  for await (const { value } of kv.list({ prefix: ["invoices"] })) yield parseInvoice(value);
}

/** Invoices that are open, the newest first, for tasks: costs what is open, not what there is. */
export async function* scanOpenInvoices(
  kv: Deno.Kv,
  options: { limit?: number } = {},
): AsyncGenerator<Invoice> {
  let ids: string[] = [];
  const index = { prefix: ["invoices_by_status", "open"] };
  for await (const { key } of kv.list(index, { reverse: true, ...options })) {
    ids.push(String(key.at(-1)));
    if (ids.length < SCAN_BATCH) continue;
    yield* await readOpen(kv, ids);
    ids = [];
  }
  yield* await readOpen(kv, ids);
}

async function readOpen(kv: Deno.Kv, ids: readonly string[]): Promise<Invoice[]> {
  return (await readInvoices(kv, ids)).filter(({ status }) => status === "open");
}

/** The invoice with that number; `null` if there is none. */
export async function findInvoiceByNumber(kv: Deno.Kv, number: string): Promise<Invoice | null> {
  const { value: id } = await kv.get<string>(["invoices_by_number", number]);
  return id === null ? null : await readInvoice(kv, id);
}

/** The next invoices after an id, for the audit of the books. */
export function invoicesAfter(
  kv: Deno.Kv,
  request: { after: string; limit: number },
): Promise<Walked<Invoice>[]> {
  const stored = { prefix: ["invoices"], ...request };
  return recordsAfter(kv, stored, parseInvoice);
}

/** The last number of each series and year, in the order of their keys. */
export async function readCounters(
  kv: Deno.Kv,
): Promise<Array<{ series: string; year: number; last: number }>> {
  const counters = await Array.fromAsync(kv.list<number>({ prefix: ["invoice_counters"] }));
  return counters.map(({ key, value }) => ({
    series: String(key[1]),
    year: Number(key[2]),
    last: value,
  }));
}

/** Ids by the numbers of invoices, `null` where a number is on none. */
export function readIdsOfNumbers(
  kv: Deno.Kv,
  numbers: readonly string[],
): Promise<(string | null)[]> {
  return getAll<string>(kv, numbers.map((number) => ["invoices_by_number", number]));
}
