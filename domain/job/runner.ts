/** The loop that runs jobs in a process, the heartbeat by which others see it, and what happens every minute. */
import { isoNow, toIso } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import { transact } from "../shared/kv.ts";
import { fail, ok } from "../shared/result.ts";
import type { JobHandlers } from "./model.ts";
import { readHeartbeat, writeHeartbeat } from "./repo.ts";
import { runDueJobs } from "./run_due_jobs.ts";

const HEARTBEAT_SECONDS = 10;
const ALIVE_SECONDS = 90;
const LONGEST_PAUSE_MS = 30_000;
/** By how much the clocks of processes may differ. */
const CLOCK_SKEW = { minutes: 5 };

/** Work that comes round: finds what is due by an index of time, and is idempotent per subject and period. */
export interface RecurringTask {
  name: string;
  run(deps: Deps): Promise<void>;
}

/** What a runner needs. */
export interface RunnerOptions {
  handlers: JobHandlers;
  /** Also run once a minute, where nothing else calls `runRecurring()`. */
  recurring?: readonly RecurringTask[];
  /** Ends the loop after the jobs that are under way. */
  signal: AbortSignal;
  /** The pause when there is nothing to do; 1000 unless told. */
  pollMs?: number;
}

/** Runs jobs until `signal` aborts. A broken database is waited out with growing pauses. */
export async function startJobRunner(deps: Deps, options: RunnerOptions): Promise<void> {
  const pollMs = options.pollMs ?? 1000;
  let beatAt = 0;
  let troubles = 0;
  while (!options.signal.aborted) {
    let isIdle = true;
    try {
      const nowMs = deps.clock.now().epochMilliseconds;
      if (nowMs - beatAt >= HEARTBEAT_SECONDS * 1000) {
        await writeHeartbeat(deps.kv, isoNow(deps.clock));
        beatAt = nowMs;
      }
      if (options.recurring) await runRecurring(deps, options.recurring);
      const report = await runDueJobs(deps, { handlers: options.handlers });
      isIdle = report.done + report.retried + report.failed === 0;
      troubles = 0;
    } catch (error) {
      if (options.signal.aborted) return;
      troubles++;
      deps.log.error("job_runner.trouble", { error });
    }
    const pause = Math.min(pollMs * 2 ** Math.min(troubles, 10), LONGEST_PAUSE_MS);
    if (isIdle) await sleep(pause, options.signal);
  }
}

/**
 * Runs tasks, each at most once a minute among all processes, and each apart from the others' failures. Also counts
 * as a sign of life where the platform starts a process only for its cron.
 */
export async function runRecurring(deps: Deps, tasks: readonly RecurringTask[]): Promise<void> {
  for (const task of tasks) {
    try {
      if (!await takeTurn(deps, task.name)) continue;
      await task.run(deps);
    } catch (error) {
      deps.log.error("recurring.failed", { task: task.name, error });
    }
  }
}

/** Whether a runner was seen within the last minute and a half. */
export async function isJobRunnerAlive(deps: Deps): Promise<boolean> {
  const at = await readHeartbeat(deps.kv);
  if (at === null) return false;
  return Temporal.Instant.from(at).until(deps.clock.now()).total("seconds") <= ALIVE_SECONDS;
}

/** When a runner was last seen; `null` if none ever was. */
export function lastHeartbeat(deps: Pick<Deps, "kv">): Promise<string | null> {
  return readHeartbeat(deps.kv);
}

/** Records a sign of life, for processes that run jobs without `startJobRunner()`. */
export async function beat(deps: Deps): Promise<void> {
  await writeHeartbeat(deps.kv, isoNow(deps.clock));
}

/**
 * The first to ask in a minute gets the turn. Clocks differ a little: who is behind the last turn waits, but a turn far
 * in the future was taken by a clock that was wrong.
 */
async function takeTurn(deps: Deps, name: string): Promise<boolean> {
  const key = ["recurring_turns", name];
  const now = deps.clock.now();
  const minute = minuteOf(now);
  const turn = await transact(deps, async (tx) => {
    const last = await tx.get<string>(key);
    const isTaken = last !== null && last >= minute && last <= minuteOf(now.add(CLOCK_SKEW));
    if (isTaken) return fail({ code: "taken" });
    tx.set(key, minute);
    return ok(undefined);
  });
  return turn.ok;
}

function minuteOf(at: Temporal.Instant): string {
  return toIso(at).slice(0, 16);
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}
