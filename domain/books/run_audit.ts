/**
 * The audit in parts: each is a job that goes on where the one before it ended and stages the next one with what it found.
 * The first finding stops all payouts, on the commit that stores it. It runs while money moves: what is held against each
 * other was written together, chains are gone through up to where they were, and sums end a while before the audit began.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { type JobHandler, type JobHandlers, stageJob } from "@/domain/job/mod.ts";
import { checkPayoutStop, setPayoutStop } from "@/domain/ledger/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { type Conflict, type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import type { BooksAudit, BooksProblem } from "./audit.ts";
import { type AuditRun, isAlive, loadRun, readRun, stageRun } from "./audit_run.ts";
import { stageBooksCheck } from "./books_check.ts";
import { BEGINNING, type Place, takeStep } from "./phases.ts";
import { emptyBooksReport } from "./verify_books.ts";

const JOB = "books.verify";
const ACTOR = { kind: "system", id: JOB } as const;
const SUBJECT = { kind: "books", id: "books" };
/** What a part does at the most: so many records, for so long; less than the time that handlers have. */
const PART = { records: 50_000, seconds: 30 };
/** Problems that are kept; all of them are counted, and in the log. */
const MAX_KEPT = 50;
/** By how much clocks may differ, and a commit take. */
const SETTLED_AFTER = { minutes: 5 };

/** Begins an audit, unless one runs. */
export async function startAudit(deps: Deps): Promise<void> {
  await transact(deps, async (tx) => {
    await stageStart(tx, deps);
    return ok(undefined);
  });
}

/** Has the books audited now, unless that is being done; needs `books.view`. */
export async function startBooksCheck(
  deps: Deps,
  { actor, requestId }: { actor: StaffActor; requestId?: string },
): Promise<Result<void, NotFound | Conflict>> {
  if (!actor.permissions.has("books.view")) return notFound();
  return await transact(deps, async (tx) => {
    if (!await stageStart(tx, deps)) return ok(undefined);
    stageAudit(tx, deps, { actor, action: "books.audit_asked", subject: SUBJECT, requestId });
    return ok(undefined);
  });
}

/** Whether an audit began on this commit. Two checks. */
async function stageStart(tx: Tx, deps: Deps): Promise<boolean> {
  const running = await loadRun(tx);
  if (running && isAlive(deps, running)) return false;
  const now = isoNow(deps.clock);
  const run: AuditRun = {
    schemaVersion: 1,
    id: deps.ids.next("bka"),
    startedAt: now,
    movedAt: now,
    part: 0,
    ...BEGINNING,
    report: emptyBooksReport(),
    problemCount: 0,
    problems: [],
  };
  stageRun(tx, run);
  await stagePart(tx, deps, run);
  return true;
}

async function stagePart(tx: Tx, deps: Deps, { id, part }: AuditRun): Promise<void> {
  await stageJob(tx, deps, {
    id: `${JOB}:${id}:${part}`,
    kind: JOB,
    payload: { auditId: id, part },
  });
}

/** Does a part of the audit, unless it is done; `limit` is what a part does at the most. */
export async function auditPart(
  deps: Deps,
  { auditId, part, limit = PART }: {
    auditId: string;
    part: number;
    limit?: { records: number; seconds: number };
  },
): ReturnType<JobHandler> {
  const run = await readRun(deps.kv);
  if (run?.id !== auditId || run.part !== part) return ok(undefined);
  const settled = Temporal.Instant.from(run.startedAt).subtract(SETTLED_AFTER);
  const { kv } = deps;
  const audit: BooksAudit = { kv, report: run.report, problems: [], before: toIso(settled) };
  const stopAt = deps.clock.now().add({ seconds: limit.seconds });
  let place: Place | null = { phase: run.phase, after: run.after };
  for (let done = 0; place && done < limit.records;) {
    const step = await takeStep(audit, place);
    place = step.place;
    done += Math.max(step.records, 1);
    if (Temporal.Instant.compare(deps.clock.now(), stopAt) >= 0) break;
  }
  const stored = await store(deps, { run, audit, place });
  const { problems } = audit;
  if (problems.length > 0) deps.log.error("books.differ", { audit: auditId, part, problems });
  else if (place === null) deps.log.info("books.verified", { ...run.report });
  return stored;
}

/** Stores a part, under check that nobody else has; the next one, or the result. */
function store(
  deps: Deps,
  { run, audit, place }: { run: AuditRun; audit: BooksAudit; place: Place | null },
) {
  const next = withFindings(deps, run, audit);
  return transact(deps, async (tx) => {
    const current = await loadRun(tx);
    if (current?.id !== run.id || current.part !== run.part) return ok(undefined);
    const isNews = place === null || audit.problems.length > 0;
    if (isNews) await stageStop(tx, deps, { next, isDone: place === null });
    if (place === null) {
      stageRun(tx, null);
      stageResult(tx, next);
    } else {
      const going = { ...next, ...place };
      stageRun(tx, going);
      await stagePart(tx, deps, going);
    }
    return ok(undefined);
  });
}

function withFindings(
  deps: Deps,
  run: AuditRun,
  { report, problems }: { report: AuditRun["report"]; problems: readonly BooksProblem[] },
): AuditRun {
  const kept = problems.slice(0, Math.max(MAX_KEPT - run.problems.length, 0));
  return {
    ...run,
    report,
    movedAt: isoNow(deps.clock),
    part: run.part + 1,
    problemCount: run.problemCount + problems.length,
    problems: [...run.problems, ...kept],
  };
}

/** Stops payouts as soon as there is a finding; at the end of a clean audit they go out again. One check. */
async function stageStop(
  tx: Tx,
  deps: Deps,
  { next, isDone }: { next: AuditRun; isDone: boolean },
): Promise<void> {
  const stop = await checkPayoutStop(tx);
  const { problemCount, movedAt } = next;
  if (problemCount === 0 && (!isDone || stop === null)) return;
  if (problemCount > 0 && stop !== null) return;
  const isStopped = problemCount > 0;
  setPayoutStop(tx, isStopped ? { schemaVersion: 1, since: movedAt, problemCount } : null);
  stageAudit(tx, deps, {
    actor: ACTOR,
    action: isStopped ? "payouts.stopped" : "payouts.resumed",
    subject: SUBJECT,
    after: { problemCount },
  });
}

function stageResult(tx: Tx, run: AuditRun): void {
  const { startedAt, movedAt, part, report, problemCount, problems } = run;
  const { ledger, invoiceCount, creditNoteCount, paymentCount, bookingCount } = report;
  stageBooksCheck(tx, {
    schemaVersion: 1,
    startedAt,
    at: movedAt,
    parts: part,
    isRight: problemCount === 0,
    counts: {
      transfers: ledger.transferCount,
      wallets: ledger.walletCount,
      entries: ledger.entryCount,
      invoices: invoiceCount,
      credit_notes: creditNoteCount,
      payments: paymentCount,
      bookings: bookingCount,
    },
    problemCount,
    problems,
  });
}

/** The job that does a part of an audit. */
export const booksJobHandlers: JobHandlers = {
  [JOB]: (deps, { payload }) =>
    auditPart(deps, { auditId: String(payload.auditId), part: Number(payload.part) }),
};
