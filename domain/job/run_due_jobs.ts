/**
 * Runs what is due. A job is claimed under a lease by check-and-set, so any number of processes may do this at once.
 * One that dies leaves its jobs to the others when their leases end; a result is recorded only by the lease's holder.
 * The claim counts the try, so a job that kills its process ends as failed like one that only returns failures.
 */
import { z } from "zod";
import { isoNow, toIso } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import { transact } from "../shared/kv.ts";
import { fail, ok, type Result } from "../shared/result.ts";
import {
  HANDLER_TIMEOUT_MS,
  type Job,
  type JobFailure,
  type JobHandlers,
  LEASE_SECONDS,
  MAX_ATTEMPTS,
  retryAt,
} from "./model.ts";
import { dropEntry, type DueEntry, listDue, readJob, setAside, writeJob } from "./repo.ts";

const MAX_MESSAGE = 500;
const PARALLEL = 4;

/** What a run came to: jobs done, put off until later, and given up. */
export interface RunReport {
  done: number;
  retried: number;
  failed: number;
}

/** Claims and runs jobs that are due, at most `limit` (100 unless told), four at a time. */
export async function runDueJobs(
  deps: Deps,
  options: { handlers: JobHandlers; limit?: number },
): Promise<RunReport> {
  const report: RunReport = { done: 0, retried: 0, failed: 0 };
  const due = await listDue(deps.kv, isoNow(deps.clock), options.limit ?? 100);
  const queue = rotate(due, chance(deps));

  async function work(): Promise<void> {
    for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
      const outcome = await runOne(deps, options.handlers, entry);
      if (outcome) report[outcome]++;
    }
  }

  await Promise.all(Array.from({ length: Math.min(PARALLEL, queue.length) }, work));
  return report;
}

/** Runs one job if it can be claimed. Nothing that is wrong with one job reaches the others. */
async function runOne(
  deps: Deps,
  handlers: JobHandlers,
  entry: DueEntry,
): Promise<keyof RunReport | null> {
  try {
    const claimed = await claimJob(deps, entry);
    if (!claimed) return null;
    if (claimed.state === "failed") return "failed";
    return await finishJob(deps, claimed, await callHandler(deps, handlers, claimed));
  } catch (error) {
    deps.log.error("job.broken", { job: entry.id, error });
    if (error instanceof z.ZodError) {
      await setAside(deps.kv, entry, toIso(deps.clock.now().add({ hours: 1 })));
    }
    return null;
  }
}

/**
 * Takes a due job for this runner. `null` if somebody else was faster; state `failed` if it has used up its tries
 * without ever reporting back.
 */
export async function claimJob(deps: Deps, entry: DueEntry): Promise<Job | null> {
  const now = deps.clock.now();
  const leaseToken = deps.ids.token(16);
  const result = await transact(deps, async (tx) => {
    const job = await readJob(tx, entry.id);
    const isOpen = job?.state === "waiting" || job?.state === "running";
    if (!job || !isOpen || job.dueAt > toIso(now)) return fail({ code: "not_due" });
    const claimed: Job = job.attempt >= MAX_ATTEMPTS ? abandoned(job, toIso(now)) : {
      ...job,
      state: "running",
      attempt: job.attempt + 1,
      dueAt: toIso(now.add({ seconds: LEASE_SECONDS })),
      leaseToken,
    };
    // The entry is not the job's own if the job was set aside while it couldn't be read.
    dropEntry(tx, entry);
    writeJob(tx, job, claimed);
    return ok(claimed);
  });
  if (!result.ok) return null;
  if (result.value.state === "failed") logFailed(deps, result.value);
  return result.value;
}

async function callHandler(
  deps: Deps,
  handlers: JobHandlers,
  job: Job,
): Promise<Result<void, JobFailure>> {
  const handler = Object.hasOwn(handlers, job.kind) ? handlers[job.kind] : undefined;
  if (!handler) return fail({ code: "no_handler", message: `nothing here runs ${job.kind}` });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<Result<void, JobFailure>>((resolve) => {
    timer = setTimeout(() => resolve(fail({ code: "timeout" })), HANDLER_TIMEOUT_MS);
  });
  try {
    const { id, kind, payload, attempt } = job;
    return await Promise.race([handler(deps, { id, kind, payload, attempt }), timeout]);
  } catch (error) {
    deps.log.error("job.threw", { job: job.id, kind: job.kind, attempt: job.attempt, error });
    return fail({ code: "exception", message: error instanceof Error ? error.message : "" });
  } finally {
    clearTimeout(timer);
  }
}

async function finishJob(
  deps: Deps,
  claimed: Job,
  outcome: Result<void, JobFailure>,
): Promise<keyof RunReport | null> {
  const now = deps.clock.now();
  const isLast = !outcome.ok && (outcome.error.isFinal || claimed.attempt >= MAX_ATTEMPTS);
  const next = outcome.ok
    ? { ...ended(claimed, "done", toIso(now)), lastError: null }
    : isLast
    ? { ...ended(claimed, "failed", toIso(now)), lastError: errorOf(outcome.error, toIso(now)) }
    : {
      ...claimed,
      state: "waiting" as const,
      leaseToken: null,
      dueAt: retryAt(now, claimed.attempt, chance(deps)),
      lastError: errorOf(outcome.error, toIso(now)),
    };
  const result = await transact(deps, async (tx) => {
    const job = await readJob(tx, claimed.id);
    if (job?.leaseToken !== claimed.leaseToken) return fail({ code: "lease_lost" });
    writeJob(tx, job, next);
    return ok(undefined);
  });
  if (!result.ok) {
    deps.log.warn("job.not_recorded", { job: claimed.id, code: result.error.code });
    return null;
  }
  if (next.state === "failed") logFailed(deps, next);
  return next.state === "done" ? "done" : next.state === "failed" ? "failed" : "retried";
}

function ended<S extends "done" | "failed">(job: Job, state: S, at: string) {
  return { ...job, state, leaseToken: null, finishedAt: at };
}

function abandoned(job: Job, at: string): Job {
  const lastError = errorOf({ code: "abandoned", message: "each try ended without a result" }, at);
  return { ...ended(job, "failed", at), lastError };
}

function errorOf(failure: JobFailure, at: string) {
  return { code: failure.code, message: (failure.message ?? "").slice(0, MAX_MESSAGE), at };
}

function logFailed(deps: Deps, job: Job): void {
  deps.log.warn("job.failed", { job: job.id, kind: job.kind, code: job.lastError?.code });
}

/** From 0 to 1, by the injected ids, so that tests can foresee it. */
function chance(deps: Deps): number {
  return Number.parseInt(Array.from(deps.ids.token(3), (c) => c.charCodeAt(0) & 7).join(""), 8) /
    8 ** 4;
}

/** Starts somewhere else in the list, so that runners that see the same jobs seldom want the same one. */
function rotate<T>(items: readonly T[], fraction: number): T[] {
  const start = Math.floor(fraction * items.length) % Math.max(items.length, 1);
  return [...items.slice(start), ...items.slice(0, start)];
}
