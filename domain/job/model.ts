/**
 * Jobs: side effects that outlive the request that causes them. A job's id names the fact it follows from
 * (`mail:order_placed:ord_…`), so it exists once however often the cause is retried, and is kept after it is done.
 *
 * waiting → running (under a lease) → done | waiting again after a failure | failed after the last try.
 */
import { z } from "zod";
import { toIso } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import type { Result } from "../shared/result.ts";

/** Where a job stands. */
export const JOB_STATES = ["waiting", "running", "done", "failed"] as const;

/** Where a job stands. */
export type JobState = (typeof JOB_STATES)[number];

/** Anything that JSON can say. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  [name: string]: JsonValue;
}

/** A stored job. */
export const jobSchema = z.object({
  schemaVersion: z.literal(1),
  id: z.string(),
  /** A `job_` id: the job's place in lists, by the time of its making. */
  position: z.string(),
  kind: z.string(),
  payload: z.record(z.string(), z.json()),
  state: z.enum(JOB_STATES),
  /** Tries begun so far. */
  attempt: z.int(),
  /** When it is to be run; while it runs, when its lease ends. */
  dueAt: z.string(),
  /** Who holds the lease. */
  leaseToken: z.string().nullable(),
  lastError: z.object({ code: z.string(), message: z.string(), at: z.string() }).nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});

/** One job. */
export type Job = z.infer<typeof jobSchema>;

/** Why a try failed. `isFinal` ends the job: trying again can't help. */
export interface JobFailure {
  code: string;
  /** For staff; no secrets. */
  message?: string;
  isFinal?: boolean;
}

/** What a handler is told. */
export interface JobRun {
  id: string;
  kind: string;
  payload: JsonObject;
  /** 1 on the first try. */
  attempt: number;
}

/**
 * Does the work of one kind of job. It may run again after a crash between its end and the record of it, so it
 * must come to the same end twice.
 */
export type JobHandler = (deps: Deps, job: JobRun) => Promise<Result<void, JobFailure>>;

/** Handlers by kind. */
export type JobHandlers = Readonly<Record<string, JobHandler>>;

/** Tries before a job is left to staff: with the pauses below, about six hours. */
export const MAX_ATTEMPTS = 12;
/** How long a claimed job belongs to its runner. */
export const LEASE_SECONDS = 120;
/** How long a handler may take: less than the lease, so that nobody else has begun. */
export const HANDLER_TIMEOUT_MS = 90_000;

const FIRST_PAUSE_SECONDS = 10;
const LONGEST_PAUSE_SECONDS = 6 * 3600;

/**
 * When a job that failed its try number `attempt` is tried again: the pause doubles from 10 s up to 6 h, and
 * `chance`, from 0 to 1, takes up to half of it off so that jobs that failed together don't return together.
 */
export function retryAt(now: Temporal.Instant, attempt: number, chance: number): string {
  const pause = Math.min(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1), LONGEST_PAUSE_SECONDS);
  return toIso(now.add({ milliseconds: Math.round(pause * 1000 * (1 - chance / 2)) }));
}

/** Whether a text can be a job's id: what is checked before it becomes part of a key. */
export function isJobId(text: string): boolean {
  return /^[A-Za-z0-9_.:@+-]{1,200}$/.test(text);
}
