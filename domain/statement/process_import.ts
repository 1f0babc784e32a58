/**
 * Making lines of a file: one commit a line, found again by its fingerprint, so that neither a second file nor a second
 * run after a crash makes another one of it. What is certain is booked at once.
 */
import { z } from "zod";
import { stageAudit } from "@/domain/audit/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { fail, ok, type Result, unwrap } from "@/domain/shared/result.ts";
import { deleteUpload } from "@/domain/upload/mod.ts";
import { addParsedLine } from "./add_line.ts";
import { bookCertainLine } from "./book_line.ts";
import type { MatchIndex } from "./facts.ts";
import { getImportRecord, readImport, writeImport } from "./import_repo.ts";
import { houseAccounts, IMPORT_JOB, problemText, stageImportJob } from "./import_statement.ts";
import { readFile } from "./map_columns.ts";
import type { StatementLine } from "./model.ts";
import { indexOpenInvoices } from "./open_invoices.ts";
import { openStatement, readStatement, type UnreadableStatement } from "./read_statement.ts";
import type { ImportRecord } from "./record.ts";
import { readOwners } from "./repo.ts";

/** Lines of one job: far less than its time allows. */
const LINES_PER_JOB = 1000;
/** Lines after which the import notes where it is. */
const LINES_PER_NOTE = 50;

/** A line with the number of its statement. */
interface NumberedLine {
  line: StatementLine;
  statementNumber: string | null;
}

/** What a run of lines came to. */
interface Counts {
  newCount: number;
  repeatCount: number;
  bookedCount: number;
}

/** Does the next slice of an import; nothing if there is none. */
export async function processImport(deps: Deps, importId: string): Promise<void> {
  const record = await readImport(deps.kv, importId);
  if (record?.status !== "running") return;
  const lines = await readLines(deps, record);
  if (!lines.ok) return await finish(deps, importId, { problem: problemText(lines.error) });
  const owners = new Map<string, readonly string[]>();
  const index = await indexOpenInvoices(deps, owners);
  const end = Math.min(record.position + LINES_PER_JOB, lines.value.length);
  for (let from = record.position; from < end; from += LINES_PER_NOTE) {
    const counts: Counts = { newCount: 0, repeatCount: 0, bookedCount: 0 };
    const to = Math.min(from + LINES_PER_NOTE, end);
    for (const numbered of lines.value.slice(from, to)) {
      const { counterpartyIban: iban } = numbered.line;
      if (iban !== "" && !owners.has(iban)) owners.set(iban, await readOwners(deps.kv, iban));
      await processLine(deps, { record, index, counts, ...numbered });
    }
    const isMine = await noteProgress(deps, { importId, from, to, counts });
    // Another run of this import is ahead: it does the rest.
    if (!isMine) return;
  }
  if (end < lines.value.length) await handOn(deps, importId);
  else await finish(deps, importId, { problem: "" });
}

async function readLines(
  deps: Deps,
  record: ImportRecord,
): Promise<Result<NumberedLine[], UnreadableStatement>> {
  const accounts = await houseAccounts(deps);
  const account = accounts.find(({ iban }) => iban === record.accounts[0]);
  const csv = record.mapping && account
    ? { account: account.iban, currency: account.currency, mapping: record.mapping }
    : null;
  if (record.format === "csv" && !csv) {
    const message = "The account isn't among those of the settings any more.";
    return fail({ code: "unreadable_statement", message, line: null });
  }
  const opened = openStatement(await readFile(deps.kv, record));
  if (!opened.ok) return opened;
  const file = readStatement(opened.value, { accounts, csv });
  if (!file.ok) return file;
  return ok(
    file.value.statements.flatMap(({ number, lines }) =>
      lines.map((line) => ({ line, statementNumber: number }))
    ),
  );
}

async function processLine(
  deps: Deps,
  input: NumberedLine & { record: ImportRecord; index: MatchIndex; counts: Counts },
): Promise<void> {
  const { index, counts } = input;
  const added = await addParsedLine(deps, input);
  if (!added.isOfImport) {
    counts.repeatCount++;
    return;
  }
  counts.newCount++;
  const booked = added.mayBook && await tryBooking(deps, added.id);
  if (!booked) return;
  counts.bookedCount++;
  for (const { invoiceId } of booked) {
    if (invoiceId !== null) index.settled.add(invoiceId);
  }
}

/**
 * A line that can't be booked, because a record that it needs can't be read or doesn't add up, is left to somebody, and
 * doesn't hold up the others. What is wrong with the database itself ends the run: the job takes it up again.
 */
async function tryBooking(deps: Deps, lineId: string) {
  try {
    return await bookCertainLine(deps, lineId);
  } catch (error) {
    if (!(error instanceof z.ZodError || error instanceof RangeError)) throw error;
    deps.log.error("statement.booking_failed", { lineId, error });
    return null;
  }
}

/** Whether the import was where this run believed it to be; if so, it is further now. */
async function noteProgress(
  deps: Deps,
  { importId, from, to, counts }: { importId: string; from: number; to: number; counts: Counts },
): Promise<boolean> {
  return unwrap(
    await transact(deps, async (tx) => {
      const before = await getImportRecord(tx, importId);
      if (before?.status !== "running" || before.position !== from) return ok(false);
      writeImport(tx, before, {
        ...before,
        position: to,
        newCount: before.newCount + counts.newCount,
        repeatCount: before.repeatCount + counts.repeatCount,
        bookedCount: before.bookedCount + counts.bookedCount,
      });
      return ok(true);
    }),
  );
}

/** The next slice is another job's: this one ends within its time. */
async function handOn(deps: Deps, importId: string): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      const before = await getImportRecord(tx, importId);
      if (before?.status !== "running") return ok(undefined);
      const after = { ...before, slice: before.slice + 1 };
      await stageImportJob(tx, deps, after);
      writeImport(tx, before, after);
      return ok(undefined);
    }),
  );
}

async function finish(
  deps: Deps,
  importId: string,
  { problem }: { problem: string },
): Promise<void> {
  const record = unwrap(
    await transact(deps, async (tx) => {
      const before = await getImportRecord(tx, importId);
      if (before?.status !== "running") return ok(null);
      const status = problem === "" ? "done" as const : "failed" as const;
      const after: ImportRecord = { ...before, status, problem };
      writeImport(tx, before, after);
      const { newCount, repeatCount, bookedCount } = after;
      stageAudit(tx, deps, {
        actor: { kind: "system", id: IMPORT_JOB },
        action: problem === "" ? "statement.imported" : "statement.failed",
        subject: { kind: "statement", id: importId },
        before: { status: before.status },
        after: { status, newCount, repeatCount, bookedCount, problem },
      });
      return ok(after);
    }),
  );
  if (record) await deleteUpload(deps.kv, record.upload.id);
}
