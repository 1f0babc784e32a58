/**
 * Keys of imports: `["statement_imports", id]`, and owned by it `["statement_imports_by_status", status, id]`;
 * `["csv_mappings", iban]`, how an account's CSV is read.
 */
import { canonicalJson } from "@/domain/shared/canonical_json.ts";
import { isId, leastIdAt } from "@/domain/shared/ids.ts";
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "@/domain/shared/kv.ts";
import type { CsvMapping } from "./csv_mapping.ts";
import { type ImportRecord, importSchema, mappingRecordSchema } from "./record.ts";
import type { ImportStatus } from "./view.ts";

const importKey = (id: string) => ["statement_imports", id];
const mappingKey = (iban: string) => ["csv_mappings", iban];

/** An import, under check. */
export async function getImportRecord(tx: Tx, id: string): Promise<ImportRecord | null> {
  const stored = await tx.get(importKey(id));
  return stored === null ? null : importSchema.parse(stored);
}

/** An import as it stands now. */
export async function readImport(kv: Deno.Kv, id: string): Promise<ImportRecord | null> {
  const stored = (await kv.get(importKey(id))).value;
  return stored === null ? null : importSchema.parse(stored);
}

/** Writes a new import, or one that was read with `getImportRecord()` as `before`. */
export function writeImport(tx: Tx, before: ImportRecord | null, after: ImportRecord): void {
  if (before?.status !== after.status) {
    if (before) tx.delete(["statement_imports_by_status", before.status, before.id]);
    tx.set(["statement_imports_by_status", after.status, after.id], after.id);
  }
  tx.set(importKey(after.id), importSchema.parse(after));
}

/** Deletes an import that was read with `getImportRecord()`. */
export function deleteImport(tx: Tx, { id, status }: ImportRecord): void {
  tx.delete(["statement_imports_by_status", status, id]);
  tx.delete(importKey(id));
}

/** One page of imports, newest first; an empty one where the cursor is no id. */
export async function pageImports(
  kv: Deno.Kv,
  request: PageRequest & { status?: ImportStatus } = {},
): Promise<Page<ImportRecord>> {
  if (request.after !== undefined && !isId("stm", request.after)) return { items: [], next: null };
  const index = request.status === undefined
    ? ["statement_imports"]
    : ["statement_imports_by_status", request.status];
  const page = await pageIds(kv, index, request);
  const stored = await getAll(kv, page.items.map(importKey));
  return { items: stored.map((each) => importSchema.parse(each)), next: page.next };
}

/** Ids of the imports that wait for their mapping since before an instant. */
export async function* draftsBefore(kv: Deno.Kv, at: Temporal.Instant): AsyncGenerator<string> {
  const index = ["statement_imports_by_status", "mapping"];
  const end = [...index, leastIdAt("stm", at)];
  for await (const { key } of kv.list({ start: index, end })) yield String(key.at(-1));
}

/** Whether the lines of an import can be added to and booked, under check: not once it is undone. */
export async function isImportInForce(tx: Tx, id: string): Promise<boolean> {
  const status = (await getImportRecord(tx, id))?.status;
  return status !== "undoing" && status !== "undone";
}

/** How an account's CSV was read the last time; `null` if it never was. */
export async function readMapping(kv: Deno.Kv, iban: string): Promise<CsvMapping | null> {
  const stored = (await kv.get(mappingKey(iban))).value;
  return stored === null ? null : mappingRecordSchema.parse(stored).mapping;
}

/** Remembers how an account's CSV is read; one check. The mapping before, `null` if there was none. */
export async function stageMapping(
  tx: Tx,
  input: { iban: string; mapping: CsvMapping; savedBy: string; savedAt: string },
): Promise<CsvMapping | null> {
  const { iban, ...rest } = input;
  const before = await tx.get(mappingKey(iban));
  tx.set(mappingKey(iban), mappingRecordSchema.parse({ schemaVersion: 1, ...rest }));
  return before === null ? null : mappingRecordSchema.parse(before).mapping;
}

/** Forgets how an account's CSV is read, if it is still read in this way; one check. */
export async function stageForgetMapping(
  tx: Tx,
  { iban, mapping }: { iban: string; mapping: CsvMapping },
): Promise<void> {
  const stored = await tx.get(mappingKey(iban));
  const known = stored === null ? null : mappingRecordSchema.parse(stored).mapping;
  if (known && canonicalJson(known) === canonicalJson(mapping)) tx.delete(mappingKey(iban));
}
