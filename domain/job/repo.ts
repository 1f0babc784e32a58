/**
 * Keys of jobs:
 * - `["jobs", id]`: the job
 * - `["jobs_due", dueAt, id]`: index of waiting and running jobs by the time at which somebody has to act
 * - `["jobs_by_position", position]`, `["jobs_by_state", state, position]`: lists, holding the id
 * - `["job_counts", state]`: counters
 * - `["job_heartbeat"]`: when a runner was last seen
 *
 * Indexes and counters change only in commits that check the job itself.
 */
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "../shared/kv.ts";
import { type Job, jobSchema, type JobState } from "./model.ts";

const HEARTBEAT: Deno.KvKey = ["job_heartbeat"];
const jobKey = (id: string): Deno.KvKey => ["jobs", id];
const dueKey = (dueAt: string, id: string): Deno.KvKey => ["jobs_due", dueAt, id];
const positionKey = (position: string): Deno.KvKey => ["jobs_by_position", position];
const stateKey = (state: JobState, position: string): Deno.KvKey => [
  "jobs_by_state",
  state,
  position,
];
const countKey = (state: JobState): Deno.KvKey => ["job_counts", state];

const isDue = (job: Job) => job.state === "waiting" || job.state === "running";

/** Whether this commit already makes the job. */
export function isJobStaged(tx: Tx, id: string): boolean {
  return tx.isStaged(jobKey(id));
}

/** The job under check, or `null`. */
export async function readJob(tx: Tx, id: string): Promise<Job | null> {
  const stored = await tx.get<unknown>(jobKey(id));
  return stored === null ? null : jobSchema.parse(stored);
}

/** The same without a check: for a job that a record of the same commit owns. */
export async function peekJob(tx: Tx, id: string): Promise<Job | null> {
  const stored = await tx.peek<unknown>(jobKey(id));
  return stored === null ? null : jobSchema.parse(stored);
}

/** Stages `job` in the place of `before` (`null`: it is new), which the commit has read under check. */
export function writeJob(tx: Tx, before: Job | null, job: Job): void {
  if (before) {
    if (isDue(before)) tx.delete(dueKey(before.dueAt, before.id));
    tx.delete(stateKey(before.state, before.position));
    tx.count(countKey(before.state), -1);
  } else {
    tx.set(positionKey(job.position), job.id);
  }
  tx.set(jobKey(job.id), job);
  if (isDue(job)) tx.set(dueKey(job.dueAt, job.id), job.id);
  tx.set(stateKey(job.state, job.position), job.id);
  tx.count(countKey(job.state), 1);
}

/** An entry of the index of due jobs. */
export interface DueEntry {
  dueAt: string;
  id: string;
}

/** Jobs that are due at `now`, the longest overdue first. */
export async function listDue(kv: Deno.Kv, now: string, limit: number): Promise<DueEntry[]> {
  const entries: DueEntry[] = [];
  // The end of a range is not part of it: "~" sorts after every id.
  const due = kv.list({ prefix: ["jobs_due"], end: ["jobs_due", now, "~"] }, { limit });
  for await (const { key } of due) entries.push({ dueAt: String(key[1]), id: String(key[2]) });
  return entries;
}

/** Stages the end of an index entry, in a commit that checks its job. */
export function dropEntry(tx: Tx, entry: DueEntry): void {
  tx.delete(dueKey(entry.dueAt, entry.id));
}

/** Puts a job whose record can't be read behind the others: its entry comes up again at `until`. */
export async function setAside(kv: Deno.Kv, entry: DueEntry, until: string): Promise<void> {
  await kv.atomic().delete(dueKey(entry.dueAt, entry.id))
    .set(dueKey(until, entry.id), entry.id).commit();
}

/** One page of jobs, newest first. */
export async function pageJobs(
  kv: Deno.Kv,
  state: JobState | null,
  request: PageRequest,
): Promise<Page<Job>> {
  const prefix = state ? ["jobs_by_state", state] : ["jobs_by_position"];
  const page = await pageIds(kv, prefix, request);
  const ids = await getAll<string>(kv, page.items.map(positionKey));
  const jobs = await getAll<unknown>(kv, ids.filter((id) => id !== null).map(jobKey));
  const found = jobs.filter((job) => job !== null);
  return { items: found.map((job) => jobSchema.parse(job)), next: page.next };
}

/** How many jobs are in each state. */
export async function readCounts(kv: Deno.Kv): Promise<Record<JobState, number>> {
  const states = ["waiting", "running", "done", "failed"] as const;
  const counts = await getAll<Deno.KvU64>(kv, states.map(countKey));
  const read = (index: number) => Number(BigInt.asIntN(64, counts[index]?.value ?? 0n));
  return { waiting: read(0), running: read(1), done: read(2), failed: read(3) };
}

/** Records that a runner is alive at `at`. */
export async function writeHeartbeat(kv: Deno.Kv, at: string): Promise<void> {
  await kv.set(HEARTBEAT, { at });
}

/** When a runner was last seen. */
export async function readHeartbeat(kv: Deno.Kv): Promise<string | null> {
  return (await kv.get<{ at: string }>(HEARTBEAT)).value?.at ?? null;
}
