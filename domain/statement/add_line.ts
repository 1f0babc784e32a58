/** One line of a file becomes a record, unless it is one already. */
import { createHash } from "node:crypto";
import { needsApproval } from "@/domain/approval/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import type { MatchIndex } from "./facts.ts";
import { countsInSum, dayAmountKey, isPossibleRepeat, twinFingerprint } from "./fingerprint.ts";
import { matchAmongAll } from "./learn_closed.ts";
import type { LineMatch } from "./match.ts";
import { isImportInForce } from "./import_repo.ts";
import type { StatementLine } from "./model.ts";
import type { ImportRecord, LineRecord } from "./record.ts";
import {
  addLine,
  getIdByFingerprint,
  getSourceCounts,
  readByFingerprint,
  readLine,
  setSourceCounts,
} from "./repo.ts";
import type { LineStatus } from "./view.ts";

/** A line that is to be added. */
export interface ParsedLineInput {
  record: ImportRecord;
  line: StatementLine;
  statementNumber: string | null;
  index: MatchIndex;
}

/** What became of a line. */
export interface AddedLine {
  id: string;
  /** It is this import's: new now, or before a crash. */
  isOfImport: boolean;
  /** It is certain, and small enough for nobody to look at it. */
  mayBook: boolean;
}

const NOT_ADDED: AddedLine = { id: "", isOfImport: false, mayBook: false };

/**
 * Adds a line unless it is known, which costs a read and no commit: three checks, four behind the seam of two statements.
 */
export async function addParsedLine(deps: Deps, input: ParsedLineInput): Promise<AddedLine> {
  const { record, line } = input;
  const needsSecond = line.amount.minor > 0 && await needsApproval(deps, line.amount);
  const seen = await readByFingerprint(deps.kv, line.fingerprint);
  if (seen && !isBehindSeam(seen, input)) return addedOf(seen, record, needsSecond);
  return unwrap(
    await transact(deps, async (tx) => {
      // Another run of this import has done the rest, and somebody has taken it back since.
      if (!await isImportInForce(tx, record.id)) return ok(NOT_ADDED);
      const { known, fingerprint, isTwin } = await findKnown(tx, deps, input);
      if (known) return ok(addedOf(known, record, needsSecond));
      const key = dayAmountKey(line);
      const source = sourceOf(record);
      const counts = await getSourceCounts(tx, key);
      const isCounted = countsInSum(line);
      const before = isCounted ? counts : { ...counts, [source]: (counts[source] ?? 1) - 1 };
      const added = newRecord(deps, {
        ...input,
        match: await matchAmongAll(deps, { line, index: input.index }),
        source,
        line: { ...line, fingerprint },
        isRepeat: isTwin || isPossibleRepeat(before, source),
      });
      if (isCounted) setSourceCounts(tx, key, { ...counts, [source]: (counts[source] ?? 0) + 1 });
      addLine(tx, added);
      return ok(addedOf(added, record, needsSecond));
    }),
  );
}

/** The known line, or the fingerprint for a new one: that of a twin behind the seam of two statements. */
async function findKnown(
  tx: Tx,
  deps: Deps,
  input: ParsedLineInput,
): Promise<{ known: LineRecord | null; fingerprint: string; isTwin: boolean }> {
  const { fingerprint } = input.line;
  const lineOf = async (id: string | null) => id === null ? null : await readLine(deps.kv, id);
  const known = await lineOf(await getIdByFingerprint(tx, fingerprint));
  if (!known || !isBehindSeam(known, input)) return { known, fingerprint, isTwin: false };
  const twin = twinFingerprint(fingerprint, input.statementNumber!);
  return {
    known: await lineOf(await getIdByFingerprint(tx, twin)),
    fingerprint: twin,
    isTwin: true,
  };
}

function addedOf(line: LineRecord, record: ImportRecord, needsSecond: boolean): AddedLine {
  const isOfImport = line.importId === record.id;
  const mayBook = isOfImport && line.match === "certain" && line.status === "open" &&
    !line.isPossibleRepeat && !needsSecond;
  return { id: line.id, isOfImport, mayBook };
}

/**
 * Whether the known line came with another numbered statement of the same source, and no id of the bank says that both are
 * one: it may be the same payment or its twin.
 */
function isBehindSeam(
  known: LineRecord,
  { record, line, statementNumber }: ParsedLineInput,
): boolean {
  return line.bankId === null && known.source === sourceOf(record) && statementNumber !== null &&
    known.statementNumber !== null && known.statementNumber !== statementNumber;
}

function newRecord(
  deps: Deps,
  input: ParsedLineInput & { match: LineMatch; source: string; isRepeat: boolean },
): LineRecord {
  const { record, line, statementNumber, match, source, isRepeat } = input;
  return {
    schemaVersion: 1,
    id: deps.ids.next("stl"),
    importId: record.id,
    source,
    statementNumber,
    line,
    isPossibleRepeat: isRepeat,
    match: match.kind,
    suggestions: match.suggestions.map(({ allocations, score }) => ({ allocations, score })),
    closedNumbers: match.closedNumbers,
    status: statusOf(line),
    parts: [],
    approvalId: null,
    decidedBy: null,
    decidedAt: null,
    reason: "",
  };
}

/** Money that went out needs nobody, unless it takes back what came in. */
function statusOf({ amount, isReversal }: StatementLine): LineStatus {
  return amount.minor < 0 && !isReversal ? "outgoing" : "open";
}

/** Lines that are read by another mapping may differ in every word, as those of another format do. */
function sourceOf({ format, mapping }: ImportRecord): string {
  if (mapping === null) return format;
  const text = JSON.stringify(mapping);
  return `${format}:${createHash("sha256").update(text).digest("base64url").slice(0, 8)}`;
}
