/**
 * What makes a line the same line in every file. It is the bank's id of the entry if there is one, else what was
 * written; each with account, day and amount, because banks use ids again. Lines that are alike in all of that (two
 * payments of the same sum by the same customer on one day) are counted within their day, so that the second one is
 * another line in this file and the same line in the next.
 *
 * Two files can still show one payment so differently that their fingerprints differ. Lines of one account, day and sum
 * are therefore counted by source as well: see `isPossibleRepeat()`.
 */
import { createHash } from "node:crypto";
import type { ParsedLine, ParsedStatement, StatementLine } from "./model.ts";

/** Tells the lines of a file apart, in the order in which they stand. */
export function withFingerprints(
  statements: readonly ParsedStatement[],
): Array<Omit<ParsedStatement, "lines"> & { lines: StatementLine[] }> {
  const counts = new Map<string, number>();
  return withoutCopies(statements).map((statement) => ({
    ...statement,
    lines: statement.lines.map((line) => {
      const content = contentOf(line);
      const ordinal = counts.get(content) ?? 0;
      counts.set(content, ordinal + 1);
      return { ...line, fingerprint: digest(`${content}\n${ordinal}`) };
    }),
  }));
}

/** A file may hold the same numbered statement twice: its lines are then no second payments. */
function withoutCopies(statements: readonly ParsedStatement[]): ParsedStatement[] {
  const seen = new Set<string>();
  return statements.filter((statement) => {
    if (statement.number === null) return true;
    const identity = JSON.stringify(statement);
    if (seen.has(identity)) return false;
    seen.add(identity);
    return true;
  });
}

/** What is compared, as one text: formats differ in blanks, marks and case, which don't count. */
function contentOf(line: ParsedLine): string {
  const { accountIban, bookedOn, amount, bankId } = line;
  const place = [accountIban, bookedOn, amount.minor, amount.currency];
  const facts = bankId === null
    ? [line.counterpartyIban || line.counterpartyName, line.remittance, line.endToEndId ?? ""]
      .map(squeezed)
    : ["id", bankId];
  return JSON.stringify([...place, ...facts]);
}

/**
 * The fingerprint under which a line is kept if another numbered statement of the bank has brought the same one, and
 * neither has an id of the bank's: perhaps a second payment behind the seam of two statements, perhaps the same one again.
 */
export function twinFingerprint(fingerprint: string, statementNumber: string): string {
  return digest(`${fingerprint}\n${statementNumber}`);
}

/** Under which name lines of one account, day and sum are counted; parts of a batch count as the batch, once. */
export function dayAmountKey(line: ParsedLine): [account: string, day: string, minor: string] {
  const { minor } = line.batch?.total ?? line.amount;
  return [line.accountIban, line.bookedOn, String(minor)];
}

/** Whether a line is one of those that are counted: the parts of a batch count with the first of them. */
export function countsInSum({ batch }: ParsedLine): boolean {
  return batch === null || batch.position === 1;
}

/** How many lines of one account, day and sum each source has brought; a source is a format, or a CSV's mapping. */
export type SourceCounts = Readonly<Record<string, number>>;

/**
 * Whether a line that nobody has seen may still be one of another source: that source has brought more lines of this
 * account, day and sum than this one has, the new line counted.
 */
export function isPossibleRepeat(counts: SourceCounts, source: string): boolean {
  const own = (counts[source] ?? 0) + 1;
  return Object.entries(counts).some(([other, count]) => other !== source && count >= own);
}

function squeezed(text: string): string {
  return text.normalize("NFKC").toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function digest(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex").slice(0, 32);
}
