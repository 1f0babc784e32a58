/** What staff see of jobs, and the second chance that they can give to one. */
import { stageAudit } from "../audit/mod.ts";
import type { StaffActor } from "../shared/actor.ts";
import { isoNow } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import { isId } from "../shared/ids.ts";
import { type Page, type PageRequest, transact, type Tx } from "../shared/kv.ts";
import { type Conflict, fail, type NotFound, notFound, ok, type Result } from "../shared/result.ts";
import { isJobId, type JobState } from "./model.ts";
import { pageJobs, readCounts, readJob, writeJob } from "./repo.ts";
import type { JobView } from "./view.ts";

/** The job is waiting, running or done: only a failed one can be run again. */
export interface NotFailed {
  readonly code: "not_failed";
}

/** Jobs newest first, of one state if one is named; needs `jobs.view`. */
export async function listJobs(
  deps: Deps,
  input: { viewer: StaffActor; state?: JobState; page?: PageRequest },
): Promise<Result<Page<JobView>, NotFound>> {
  if (!input.viewer.permissions.has("jobs.view")) return notFound();
  const page = input.page ?? {};
  if (page.after !== undefined && !isId("job", page.after)) return notFound();
  const jobs = await pageJobs(deps.kv, input.state ?? null, page);
  const items = jobs.items.map((
    { schemaVersion: _, position: _p, payload: _l, leaseToken: _t, ...view },
  ) => view);
  return ok({ items, next: jobs.next });
}

/** How many jobs are in each state; for the numbers that staff see. */
export function countJobs(deps: Deps): Promise<Record<JobState, number>> {
  return readCounts(deps.kv);
}

/** When a job was done, under check; `null` if there is none or it isn't done. */
export async function jobDoneAt(tx: Tx, id: string): Promise<string | null> {
  const job = await readJob(tx, id);
  return job?.state === "done" ? job.finishedAt : null;
}

/** Runs a failed job again, with all its tries; needs `jobs.run`. */
export async function retryJob(
  deps: Deps,
  input: { actor: StaffActor; id: string; requestId?: string },
): Promise<Result<void, NotFound | NotFailed | Conflict>> {
  if (!input.actor.permissions.has("jobs.run") || !isJobId(input.id)) return notFound();
  return await transact(deps, async (tx) => {
    const staged = await stageRetry(tx, deps, input.id);
    if (!staged.ok) return staged;
    stageAudit(tx, deps, {
      actor: input.actor,
      action: "job.retried",
      subject: { kind: "job", id: input.id },
      ...(input.requestId ? { requestId: input.requestId } : {}),
    });
    return ok(undefined);
  });
}

/** Stages the second chance on a commit of another use-case; costs one check. */
export async function stageRetry(
  tx: Tx,
  deps: Deps,
  id: string,
): Promise<Result<void, NotFound | NotFailed>> {
  const job = await readJob(tx, id);
  if (!job) return notFound();
  if (job.state !== "failed") return fail({ code: "not_failed" });
  const now = isoNow(deps.clock);
  writeJob(tx, job, { ...job, state: "waiting", attempt: 0, dueAt: now, finishedAt: null });
  return ok(undefined);
}
