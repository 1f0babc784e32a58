/**
 * Reading a bank's file of any format: all of it or nothing. Nothing is written here; what the file says is told apart
 * by fingerprints and handed on.
 */
import { fail, type Failure, ok, type Result } from "@/domain/shared/result.ts";
import { findAccount, type KnownAccount } from "./account_of.ts";
import { readCamt053 } from "./camt053.ts";
import { type CsvProfile, profileCsv } from "./csv_profile.ts";
import { type CsvReading, readCsv } from "./csv_statement.ts";
import { decodeText } from "./decode.ts";
import { withFingerprints } from "./fingerprint.ts";
import {
  MAX_STATEMENT_BYTES,
  type ParsedStatement,
  type StatementFile,
  type StatementFormat,
} from "./model.ts";
import { isMt940, readMt940 } from "./mt940.ts";
import { StatementProblem } from "./problem.ts";

/** Why a file can't be read: a sentence for the person who sent it, and the line it is about. */
export interface UnreadableStatement extends Failure {
  readonly code: "unreadable_statement";
  readonly message: string;
  readonly line: number | null;
}

/** The format of a file by its content; a file that is neither XML nor MT940 is taken for CSV. */
export function detectFormat(text: string): StatementFormat {
  if (/^\uFEFF?\s*</.test(text.slice(0, 200))) return "camt053";
  return isMt940(text) ? "mt940" : "csv";
}

/** The text and format of a file, before more is read of it. */
export function openStatement(
  bytes: Uint8Array,
): Result<{ text: string; format: StatementFormat }, UnreadableStatement> {
  return attempt(() => {
    if (bytes.length === 0) throw new StatementProblem("The file is empty.");
    if (bytes.length > MAX_STATEMENT_BYTES) {
      throw new StatementProblem("The file is larger than 10 MB. Send it in parts.");
    }
    const text = decodeText(bytes).replace(/^\uFEFF/, "");
    return { text, format: detectFormat(text) };
  });
}

/** Looks at a CSV whose mapping isn't known yet. */
export function readProfile(
  text: string,
  currency: string,
): Result<CsvProfile, UnreadableStatement> {
  return attempt(() => profileCsv(text, currency));
}

/**
 * Reads the text of a file whose statements are all of the house's `accounts`; a CSV, which doesn't say whose it is, needs
 * its account and mapping.
 */
export function readStatement(
  { text, format }: { text: string; format: StatementFormat },
  { accounts, csv = null }: { accounts: readonly KnownAccount[]; csv?: CsvReading | null },
): Result<StatementFile, UnreadableStatement> {
  return attempt(() => {
    const read = readFormat(text, format, csv);
    const statements = withFingerprints(
      read.statements.map((statement) => withIban(statement, accounts)),
    );
    if (statements.every(({ lines }) => lines.length === 0)) {
      throw new StatementProblem("The file holds no booked entry.");
    }
    return { format, statements, warnings: [...new Set(read.warnings)], skipped: read.skipped };
  });
}

/** The statement with the IBAN of the house's account that it means. */
function withIban(
  statement: ParsedStatement,
  accounts: readonly KnownAccount[],
): ParsedStatement {
  const account = findAccount(accounts, statement);
  if (!account) {
    throw new StatementProblem(
      `This is a statement of ${statement.account} in ${statement.currency}, ` +
        "which isn't among the bank accounts in the settings.",
    );
  }
  const lines = statement.lines.map((line) => ({ ...line, accountIban: account.iban }));
  return { ...statement, account: account.iban, lines };
}

function readFormat(text: string, format: StatementFormat, csv: CsvReading | null) {
  switch (format) {
    case "camt053":
      return readCamt053(text);
    case "mt940":
      return readMt940(text);
    case "csv":
      if (!csv) throw new TypeError("a CSV is read with its mapping");
      return readCsv(text, csv);
  }
}

function attempt<T>(read: () => T): Result<T, UnreadableStatement> {
  try {
    return ok(read());
  } catch (problem) {
    if (!(problem instanceof StatementProblem)) throw problem;
    const { message, line } = problem;
    return fail({ code: "unreadable_statement", message, line });
  }
}
