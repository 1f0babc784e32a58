/**
 * Taking in a bank's file: it is read as a whole before anything is written, and then kept until a job has made lines of
 * it. A CSV that nobody has explained yet waits for its mapping.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { stageJob } from "@/domain/job/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import {
  dropUpload,
  type OpenUpload,
  readAtMost,
  stageKeepUpload,
  type UploadedFile,
  writeUpload,
} from "@/domain/upload/mod.ts";
import type { KnownAccount } from "./account_of.ts";
import type { CsvMapping } from "./csv_mapping.ts";
import { readMapping, writeImport } from "./import_repo.ts";
import { MAX_STATEMENT_BYTES, type StatementFile, type StatementFormat } from "./model.ts";
import {
  openStatement,
  readProfile,
  readStatement,
  type UnreadableStatement,
} from "./read_statement.ts";
import type { ImportRecord } from "./record.ts";
import type { ImportStatus } from "./view.ts";
import { clean, cleanAccount } from "./values.ts";

/** The kind of the job that makes lines of a file. */
export const IMPORT_JOB = "statement.import";

/** Why a file isn't taken; messages are beside `file` and `account`. */
export type UploadStatementError = ValidationError | NotFound | Conflict;

/** What staff send. */
export interface UploadStatementInput {
  actor: StaffActor;
  file: UploadedFile | null;
  /** IBAN of the house, for a CSV: other files say it themselves. */
  account: string;
  requestId?: string;
}

/** Reads a statement and sets its import going; needs `payments.record`. */
export async function uploadStatement(
  deps: Deps,
  input: UploadStatementInput,
): Promise<Result<{ importId: string; status: ImportStatus }, UploadStatementError>> {
  const { actor, file } = input;
  if (!actor.permissions.has("payments.record")) return notFound();
  if (!file || file.name === "" && file.size === 0) {
    return invalid({ file: "Choose the file that you have downloaded from your bank." });
  }
  const bytes = await readAtMost(file, MAX_STATEMENT_BYTES);
  if (bytes === null) return invalid({ file: "The file is larger than 10 MB. Send it in parts." });
  const accounts = await houseAccounts(deps);
  if (accounts.length === 0) {
    return invalid({ file: "Enter your bank accounts in the settings first." });
  }
  const read = await readUploaded(deps, bytes, { ...input, accounts });
  if (!read.ok) return read;
  const upload = await writeUpload(deps, bytes);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  const stored = await transact(
    deps,
    (tx) =>
      stageImport(tx, deps, {
        ...input,
        fileName: clean(file.name.split(/[/\\]/).at(-1)!, 120) || "statement",
        sha256: new Uint8Array(digest).toHex(),
        read: read.value,
        upload,
      }),
  );
  if (!stored.ok) await dropUpload(deps, upload);
  return stored;
}

/** What a file was read as. */
interface Uploaded {
  format: StatementFormat;
  /** `null` for a CSV that waits for its mapping. */
  file: StatementFile | null;
  accounts: string[];
  mapping: CsvMapping | null;
}

async function readUploaded(
  deps: Deps,
  bytes: Uint8Array,
  { accounts, account }: { accounts: readonly KnownAccount[]; account: string },
): Promise<Result<Uploaded, ValidationError>> {
  const opened = openStatement(bytes);
  if (!opened.ok) return unreadable(opened.error);
  const { text, format } = opened.value;
  if (format !== "csv") {
    const file = readStatement(opened.value, { accounts });
    if (!file.ok) return unreadable(file.error);
    const ibans = [...new Set(file.value.statements.map((each) => each.account))];
    return ok({ format, file: file.value, accounts: ibans, mapping: null });
  }
  const known = accounts.find(({ iban }) => iban === cleanAccount(account));
  if (!known) return invalid({ account: "A CSV doesn't say of which account it is: choose it." });
  const mapping = await readMapping(deps.kv, known.iban);
  const csv = mapping && { account: known.iban, currency: known.currency, mapping };
  const file = csv && readStatement({ text, format }, { accounts, csv });
  if (file?.ok) return ok({ format, file: file.value, accounts: [known.iban], mapping });
  const profile = readProfile(text, known.currency);
  if (!profile.ok) return unreadable(profile.error);
  return ok({ format, file: null, accounts: [known.iban], mapping: null });
}

/** At most two checks: the upload and the job. */
async function stageImport(
  tx: Tx,
  deps: Deps,
  input: UploadStatementInput & {
    fileName: string;
    sha256: string;
    read: Uploaded;
    upload: OpenUpload;
  },
): Promise<Result<{ importId: string; status: ImportStatus }, Conflict>> {
  const { read, upload, actor, fileName, sha256 } = input;
  if (!await stageKeepUpload(tx, upload)) return fail({ code: "conflict" });
  const record: ImportRecord = {
    schemaVersion: 1,
    id: deps.ids.next("stm"),
    status: "mapping",
    fileName,
    format: read.format,
    sha256,
    upload: { id: upload.id, chunkCount: upload.chunkCount },
    accounts: read.accounts,
    mapping: null,
    lineCount: 0,
    position: 0,
    slice: 0,
    newCount: 0,
    repeatCount: 0,
    bookedCount: 0,
    skipped: 0,
    warnings: [],
    problem: "",
    importedBy: actor.id,
    importedAt: isoNow(deps.clock),
    undoneBy: null,
  };
  const after = read.file
    ? await stageRunning(tx, deps, record, { file: read.file, mapping: read.mapping })
    : record;
  writeImport(tx, null, after);
  const { id, status, format, accounts, lineCount } = after;
  stageAudit(tx, deps, {
    actor,
    action: "statement.uploaded",
    subject: { kind: "statement", id },
    after: { fileName, sha256, format, accounts, lineCount, status },
    requestId: input.requestId,
  });
  return ok({ importId: id, status });
}

/** The import as it begins to run, with its job: one check. */
export async function stageRunning(
  tx: Tx,
  deps: Deps,
  record: ImportRecord,
  { file, mapping }: { file: StatementFile; mapping: CsvMapping | null },
): Promise<ImportRecord> {
  await stageImportJob(tx, deps, record);
  return {
    ...record,
    status: "running",
    mapping,
    lineCount: file.statements.reduce((sum, { lines }) => sum + lines.length, 0),
    skipped: file.skipped,
    warnings: file.warnings,
  };
}

/** The job that does the next slice of an import: one check. */
export async function stageImportJob(
  tx: Tx,
  deps: Deps,
  { id, slice }: Pick<ImportRecord, "id" | "slice">,
): Promise<void> {
  await stageJob(tx, deps, {
    id: `statement_import:${id}:${slice}`,
    kind: IMPORT_JOB,
    payload: { importId: id },
  });
}

/** The bank accounts of the settings. */
export async function houseAccounts(deps: Deps): Promise<KnownAccount[]> {
  return (await getSettings(deps, "bank")).accounts;
}

/** What is wrong with a file, beside its field. */
export function unreadable(error: UnreadableStatement): Result<never, ValidationError> {
  return invalid({ file: problemText(error) });
}

/** `Line 12: …`, where it is about a line. */
export function problemText({ message, line }: UnreadableStatement): string {
  return line === null ? message : `Line ${line}: ${message}`;
}
