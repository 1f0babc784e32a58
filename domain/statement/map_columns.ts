/** Saying what the columns of a CSV are: with what comes of it to look at first, and remembered for the account. */
import { stageAudit } from "@/domain/audit/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  type Failure,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  unwrap,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { readUpload } from "@/domain/upload/mod.ts";
import { type CsvMapping, csvMappingSchema } from "./csv_mapping.ts";
import type { CsvProfile } from "./csv_profile.ts";
import { getImportRecord, readImport, stageMapping, writeImport } from "./import_repo.ts";
import { houseAccounts, problemText, stageRunning } from "./import_statement.ts";
import type { StatementFile, StatementLine } from "./model.ts";
import {
  openStatement,
  readProfile,
  readStatement,
  type UnreadableStatement,
} from "./read_statement.ts";
import type { ImportRecord } from "./record.ts";

/** Lines that are shown before anything is imported. */
const PREVIEW_LINES = 8;

/** The columns have been mapped before, or the import is gone. */
export interface AlreadyMapped extends Failure {
  readonly code: "already_mapped";
}

/** A file's columns, and what a mapping makes of them. */
export interface MappingPreview {
  profile: CsvProfile;
  mapping: CsvMapping;
  lines: StatementLine[];
  lineCount: number;
  skipped: number;
  /** Why nothing comes of it; `null` if all can be read. */
  problem: string | null;
}

/** What a mapping makes of an import's file: the guessed one, unless another is given. Needs `payments.record`. */
export async function previewMapping(
  deps: Deps,
  input: { viewer: StaffActor; importId: string; mapping?: CsvMapping },
): Promise<Result<MappingPreview, NotFound>> {
  const record = await findDraft(deps, input.viewer, input.importId);
  const csv = record && await openCsv(deps, record);
  if (!csv) return notFound();
  const mapping = input.mapping ?? csv.profile.guess;
  const file = csv.read(mapping);
  const lines = file.ok ? file.value.statements.flatMap((statement) => statement.lines) : [];
  return ok({
    profile: csv.profile,
    mapping,
    lines: lines.slice(0, PREVIEW_LINES),
    lineCount: lines.length,
    skipped: file.ok ? file.value.skipped : 0,
    problem: file.ok ? null : problemText(file.error),
  });
}

/** Imports a file by a mapping and remembers it for the account; needs `payments.record`. */
export async function confirmMapping(
  deps: Deps,
  input: { actor: StaffActor; importId: string; mapping: CsvMapping; requestId?: string },
): Promise<Result<void, ValidationError | NotFound | AlreadyMapped | Conflict>> {
  const { actor, importId } = input;
  const open = await findDraft(deps, actor, importId);
  const csv = open && await openCsv(deps, open);
  if (!csv) return notFound();
  const parsed = csvMappingSchema.safeParse(input.mapping);
  if (!parsed.success) return invalid({ "": "This form is broken: reload the page." });
  const mapping = parsed.data;
  const file = csv.read(mapping);
  if (!file.ok) return invalid({ "": problemText(file.error) });
  return await transact(deps, async (tx) => {
    const before = await getImportRecord(tx, importId);
    if (before?.status !== "mapping") return fail({ code: "already_mapped" });
    const iban = before.accounts[0]!;
    const savedAt = isoNow(deps.clock);
    const old = await stageMapping(tx, { iban, mapping, savedBy: actor.id, savedAt });
    writeImport(tx, before, await stageRunning(tx, deps, before, { file: file.value, mapping }));
    stageAudit(tx, deps, {
      actor,
      action: "statement.mapped",
      subject: { kind: "statement", id: importId },
      ...(old && { before: { mapping: old } }),
      after: { account: iban, mapping },
      requestId: input.requestId,
    });
    return ok(undefined);
  });
}

/** An import that waits for its mapping; `null` for whoever may not say it. */
export async function findDraft(
  deps: Deps,
  viewer: StaffActor,
  importId: string,
): Promise<ImportRecord | null> {
  if (!viewer.permissions.has("payments.record") || !isId("stm", importId)) return null;
  const record = await readImport(deps.kv, importId);
  return record?.status === "mapping" ? record : null;
}

/** The text of an import's CSV, looked at; its file was read before, so it can be again. */
async function openCsv(deps: Deps, record: ImportRecord): Promise<
  {
    profile: CsvProfile;
    read: (mapping: CsvMapping) => Result<StatementFile, UnreadableStatement>;
  } | null
> {
  const accounts = await houseAccounts(deps);
  const account = accounts.find(({ iban }) => iban === record.accounts[0]);
  if (!account) return null;
  const opened = unwrap(openStatement(await readFile(deps.kv, record)));
  const { iban, currency } = account;
  return {
    profile: unwrap(readProfile(opened.text, currency)),
    read: (mapping) =>
      readStatement(opened, { accounts, csv: { account: iban, currency, mapping } }),
  };
}

/** The bytes of an import's file. */
export async function readFile(kv: Deno.Kv, { upload }: ImportRecord): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of readUpload(kv, upload)) parts.push(part);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
