/**
 * Keys of lines: `["statement_lines", id]`, and owned by it `["statement_lines_by_status", status, id]`,
 * `["statement_lines_by_import", importId, id]`, `["statement_lines_decided", importId, id]` (proposed or booked),
 * `["statement_lines_by_invoice", invoiceId, id]` (suggested while it waits, then decided) and
 * `["statement_lines_by_customer", customerId, id]` (decided);
 * `["statement_fingerprints", fingerprint]` (its line), `["statement_sums", account, day, minor]` (how many lines each
 * source has brought), and `["payer_accounts", iban, customerId]`, `["payer_accounts_by_customer", customerId, iban]`.
 */
import { isId } from "@/domain/shared/ids.ts";
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "@/domain/shared/kv.ts";
import { stageStatusChange } from "@/domain/stats/mod.ts";
import type { SourceCounts } from "./fingerprint.ts";
import { type LineRecord, lineRecordSchema } from "./record.ts";
import type { LineStatus } from "./view.ts";

/** Customers of one account that are looked at: more than a few tell nobody apart. */
const MAX_OWNERS = 5;

const lineKey = (id: string) => ["statement_lines", id];
const fingerprintKey = (fingerprint: string) => ["statement_fingerprints", fingerprint];

/** A line, under check. */
export async function getLineRecord(tx: Tx, id: string): Promise<LineRecord | null> {
  const stored = await tx.get(lineKey(id));
  return stored === null ? null : lineRecordSchema.parse(stored);
}

/** A line as it stands now. */
export async function readLine(kv: Deno.Kv, id: string): Promise<LineRecord | null> {
  const stored = (await kv.get(lineKey(id))).value;
  return stored === null ? null : lineRecordSchema.parse(stored);
}

/** The id of the line with that fingerprint, under check; `null` if nobody has brought it. */
export function getIdByFingerprint(tx: Tx, fingerprint: string): Promise<string | null> {
  return tx.get<string>(fingerprintKey(fingerprint));
}

/** The line with that fingerprint as it stands now; `null` if nobody has brought it. */
export async function readByFingerprint(
  kv: Deno.Kv,
  fingerprint: string,
): Promise<LineRecord | null> {
  const { value: id } = await kv.get<string>(fingerprintKey(fingerprint));
  return id === null ? null : await readLine(kv, id);
}

/** How many lines of an account, day and sum each source has brought, under check. */
export async function getSourceCounts(tx: Tx, key: readonly string[]): Promise<SourceCounts> {
  return await tx.get<SourceCounts>(["statement_sums", ...key]) ?? {};
}

/** Writes counts that were read with `getSourceCounts()`. */
export function setSourceCounts(tx: Tx, key: readonly string[], counts: SourceCounts): void {
  const isEmpty = Object.values(counts).every((count) => count === 0);
  if (isEmpty) tx.delete(["statement_sums", ...key]);
  else tx.set(["statement_sums", ...key], counts);
}

/** Writes a line whose fingerprint `getIdByFingerprint()` found to be new. */
export function addLine(tx: Tx, record: LineRecord): void {
  tx.set(fingerprintKey(record.line.fingerprint), record.id);
  tx.set(["statement_lines_by_import", record.importId, record.id], record.id);
  writeLine(tx, null, record);
}

/** Deletes a line that was read with `getLineRecord()` and isn't decided: any file may bring it again. */
export function deleteLine(tx: Tx, record: LineRecord): void {
  const { id, importId, status, line } = record;
  tx.delete(fingerprintKey(line.fingerprint));
  tx.delete(["statement_lines_by_import", importId, id]);
  tx.delete(["statement_lines_by_status", status, id]);
  for (const each of invoicesOf(record)) {
    tx.delete(["statement_lines_by_invoice", each, id]);
  }
  stageStatusChange(tx, { kind: "statement_lines", from: status, to: null });
  tx.delete(lineKey(id));
}

/** Whether a line of an import is proposed, or booked as a whole or in part. */
export async function hasDecidedLine(kv: Deno.Kv, importId: string): Promise<boolean> {
  const prefix = ["statement_lines_decided", importId];
  for await (const _ of kv.list({ prefix }, { limit: 1 })) return true;
  return false;
}

/** Writes a line that was read with `getLineRecord()` as `before`, `null` for a new one. */
export function writeLine(tx: Tx, before: LineRecord | null, after: LineRecord): void {
  const { id, status, importId } = after;
  if (before?.status !== status) {
    if (before) tx.delete(["statement_lines_by_status", before.status, id]);
    tx.set(["statement_lines_by_status", status, id], id);
    const from = before?.status ?? null;
    stageStatusChange(tx, { kind: "statement_lines", from, to: status });
  }
  if (isDecided(after)) tx.set(["statement_lines_decided", importId, id], id);
  else if (before && isDecided(before)) tx.delete(["statement_lines_decided", importId, id]);
  const [old, invoices] = [invoicesOf(before), invoicesOf(after)];
  for (const each of old) {
    if (!invoices.has(each)) tx.delete(["statement_lines_by_invoice", each, id]);
  }
  for (const each of invoices) {
    if (!old.has(each)) tx.set(["statement_lines_by_invoice", each, id], id);
  }
  for (const { customerId } of before?.parts ?? []) {
    tx.delete(["statement_lines_by_customer", customerId, id]);
  }
  for (const { customerId } of after.parts) {
    tx.set(["statement_lines_by_customer", customerId, id], id);
  }
  tx.set(lineKey(id), lineRecordSchema.parse(after));
}

/** Whether somebody has said what a line is: it is proposed, or being booked, or booked. */
export function isDecided({ status }: LineRecord): boolean {
  return status === "proposed" || status === "booking" || status === "booked";
}

/** The invoices that a line is about: those it is booked to, or may be. */
function invoicesOf(record: LineRecord | null): Set<string> {
  if (!record || record.status === "ignored" || record.status === "outgoing") return new Set();
  const allocations = record.parts.length > 0
    ? record.parts
    : record.suggestions.flatMap((suggestion) => suggestion.allocations);
  return new Set(allocations.flatMap(({ invoiceId }) => invoiceId ?? []));
}

/** Notes that an account has paid for a customer; nothing that needs a check. */
export function notePayer(
  tx: Tx,
  { iban, customerId }: { iban: string; customerId: string },
): void {
  tx.set(["payer_accounts", iban, customerId], true);
  tx.set(["payer_accounts_by_customer", customerId, iban], true);
}

/** Customers that an account has paid for, at most five. */
export async function readOwners(kv: Deno.Kv, iban: string): Promise<string[]> {
  const owners: string[] = [];
  for await (
    const { key } of kv.list({ prefix: ["payer_accounts", iban] }, { limit: MAX_OWNERS })
  ) {
    owners.push(String(key[2]));
  }
  return owners;
}

/** The accounts that have paid for a customer. */
export async function* scanPayersOf(kv: Deno.Kv, customerId: string): AsyncGenerator<string> {
  for await (const { key } of kv.list({ prefix: ["payer_accounts_by_customer", customerId] })) {
    yield String(key[2]);
  }
}

/** Forgets the accounts that have paid for a customer. */
export async function deletePayersOf(kv: Deno.Kv, customerId: string): Promise<number> {
  let count = 0;
  for await (const iban of scanPayersOf(kv, customerId)) {
    await kv.atomic().delete(["payer_accounts", iban, customerId])
      .delete(["payer_accounts_by_customer", customerId, iban]).commit();
    count++;
  }
  return count;
}

/** What a list of lines is narrowed to. */
export type LineFilter =
  | { status: LineStatus }
  | { importId: string }
  | { invoiceId: string }
  | { customerId: string };

/** One page of lines, newest first; an empty one where a cursor or id is none. */
export async function pageLines(
  kv: Deno.Kv,
  filter: LineFilter,
  request: PageRequest = {},
): Promise<Page<LineRecord>> {
  if (request.after !== undefined && !isId("stl", request.after)) return { items: [], next: null };
  const page = await pageIds(kv, indexOf(filter), request);
  const stored = await getAll(kv, page.items.map(lineKey));
  const items = stored.flatMap((each) => each === null ? [] : [lineRecordSchema.parse(each)]);
  return { items, next: page.next };
}

function indexOf(filter: LineFilter): Deno.KvKey {
  if ("status" in filter) return ["statement_lines_by_status", filter.status];
  if ("importId" in filter) return ["statement_lines_by_import", filter.importId];
  if ("invoiceId" in filter) return ["statement_lines_by_invoice", filter.invoiceId];
  return ["statement_lines_by_customer", filter.customerId];
}
