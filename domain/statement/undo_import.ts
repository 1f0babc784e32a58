/**
 * Taking an import back as a whole, while none of its lines is booked or proposed: its file was the wrong one, or its columns
 * were named wrongly. From the moment it begins nothing of it can be booked; what was booked at that very moment makes it
 * stand. Lines go a few a commit, by a job, so that a crash leaves nothing half undone, and any file may bring them again.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { stageJob } from "@/domain/job/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  type Failure,
  type NotFound,
  notFound,
  ok,
  type Result,
  unwrap,
} from "@/domain/shared/result.ts";
import { countsInSum, dayAmountKey } from "./fingerprint.ts";
import { getImportRecord, readImport, stageForgetMapping, writeImport } from "./import_repo.ts";
import type { ImportRecord } from "./record.ts";
import {
  deleteLine,
  getLineRecord,
  getSourceCounts,
  hasDecidedLine,
  isDecided,
  pageLines,
  setSourceCounts,
} from "./repo.ts";

/** The kind of the job that takes the lines of an import back. */
export const UNDO_JOB = "statement.undo";

/** Lines of one job: far less than its time allows. */
const LINES_PER_JOB = 1000;
/** Lines of one commit: two checks each, and the import's. */
const LINES_PER_COMMIT = 4;

/** A line of it is booked, or waits for a second member of staff. */
export interface ImportInUse extends Failure {
  readonly code: "import_in_use";
}

/** It is still running, waits for its mapping, or is undone already. */
export interface NotUndoable extends Failure {
  readonly code: "not_undoable";
}

/** Why an import stands. */
export type UndoImportError = NotFound | ImportInUse | NotUndoable | Conflict;

/** Whether an import can be undone as it stands now. */
export async function mayUndoImport(
  deps: Pick<Deps, "kv">,
  { viewer, importId }: { viewer: StaffActor; importId: string },
): Promise<boolean> {
  if (!viewer.permissions.has("payments.record") || !isId("stm", importId)) return false;
  const record = await readImport(deps.kv, importId);
  return record !== null && isComplete(record) && !await hasDecidedLine(deps.kv, importId);
}

function isComplete({ status }: ImportRecord): boolean {
  return status === "done" || status === "failed";
}

/** Undoes an import and forgets how it read its columns; needs `payments.record`. */
export async function undoImport(
  deps: Deps,
  input: { actor: StaffActor; importId: string; requestId?: string },
): Promise<Result<void, UndoImportError>> {
  const { actor, importId } = input;
  if (!actor.permissions.has("payments.record") || !isId("stm", importId)) return notFound();
  const begun = await transact(deps, async (tx): Promise<Result<void, UndoImportError>> => {
    const before = await getImportRecord(tx, importId);
    if (!before) return notFound();
    if (!isComplete(before)) return fail({ code: "not_undoable" });
    if (await hasDecidedLine(deps.kv, importId)) return fail({ code: "import_in_use" });
    const after = await stageNext(tx, deps, { ...before, status: "undoing", undoneBy: actor.id });
    writeImport(tx, before, after);
    stageAudit(tx, deps, {
      actor,
      action: "statement.undo_begun",
      subject: { kind: "statement", id: importId },
      before: { status: before.status, fileName: before.fileName, sha256: before.sha256 },
      after: { status: after.status },
      requestId: input.requestId,
    });
    return ok(undefined);
  });
  if (!begun.ok) return begun;
  return await continueUndo(deps, importId) ? ok(undefined) : fail({ code: "import_in_use" });
}

/** The job that goes on with it: one check. */
async function stageNext(tx: Tx, deps: Deps, record: ImportRecord): Promise<ImportRecord> {
  const after = { ...record, slice: record.slice + 1 };
  await stageJob(tx, deps, {
    id: `statement_undo:${after.id}:${after.slice}`,
    kind: UNDO_JOB,
    payload: { importId: after.id },
  });
  return after;
}

/** Takes the next lines of an import back; false if it stands, because one of them is booked after all. */
export async function continueUndo(deps: Deps, importId: string): Promise<boolean> {
  if ((await readImport(deps.kv, importId))?.status !== "undoing") return true;
  // Nothing can be decided from now on: what is decided was so when it began.
  if (await hasDecidedLine(deps.kv, importId)) {
    return await end(deps, { importId, isUndone: false });
  }
  for (let done = 0; done < LINES_PER_JOB; done += LINES_PER_COMMIT) {
    const { items } = await pageLines(deps.kv, { importId }, { limit: LINES_PER_COMMIT });
    if (items.length === 0) return await end(deps, { importId, isUndone: true });
    const taken = await takeBack(deps, { importId, lineIds: items.map(({ id }) => id) });
    if (taken === "decided") return await end(deps, { importId, isUndone: false });
    if (taken === "other_run") return true;
  }
  unwrap(
    await transact(deps, async (tx) => {
      const before = await getImportRecord(tx, importId);
      if (before?.status === "undoing") writeImport(tx, before, await stageNext(tx, deps, before));
      return ok(undefined);
    }),
  );
  return true;
}

/** What became of a few lines. */
type Taken = "taken" | "decided" | "other_run";

/** Deletes a few lines with what they are counted by. */
async function takeBack(
  deps: Deps,
  { importId, lineIds }: { importId: string; lineIds: readonly string[] },
): Promise<Taken> {
  return unwrap(
    await transact(deps, async (tx): Promise<Result<Taken, never>> => {
      if ((await getImportRecord(tx, importId))?.status !== "undoing") return ok("other_run");
      const counts = new Map<string, Record<string, number>>();
      for (const id of lineIds) {
        const record = await getLineRecord(tx, id);
        if (!record) continue;
        if (isDecided(record)) return ok("decided");
        deleteLine(tx, record);
        if (!countsInSum(record.line)) continue;
        const key = dayAmountKey(record.line);
        const known = counts.get(key.join(" ")) ?? { ...await getSourceCounts(tx, key) };
        known[record.source] = Math.max(0, (known[record.source] ?? 0) - 1);
        counts.set(key.join(" "), known);
        setSourceCounts(tx, key, known);
      }
      return ok("taken");
    }),
  );
}

/** The end of it, whichever that is: undone, or as it was before. Whether it is undone. */
async function end(
  deps: Deps,
  { importId, isUndone }: { importId: string; isUndone: boolean },
): Promise<boolean> {
  unwrap(
    await transact(deps, async (tx) => {
      const before = await getImportRecord(tx, importId);
      if (before?.status !== "undoing") return ok(undefined);
      const asBefore = before.problem === "" ? "done" as const : "failed" as const;
      const status = isUndone ? "undone" as const : asBefore;
      const { mapping, accounts, undoneBy } = before;
      writeImport(tx, before, { ...before, status, undoneBy: isUndone ? undoneBy : null });
      if (isUndone && mapping) await stageForgetMapping(tx, { iban: accounts[0]!, mapping });
      stageAudit(tx, deps, {
        actor: { kind: "system", id: UNDO_JOB },
        action: isUndone ? "statement.undone" : "statement.undo_refused",
        subject: { kind: "statement", id: importId },
        before: { status: before.status },
        after: { status, undoneBy },
      });
      return ok(undefined);
    }),
  );
  return isUndone;
}
