/** Durable jobs: side effects that are done once, whatever happens in between. */
export { isJobId, JOB_STATES, MAX_ATTEMPTS } from "./model.ts";
export type {
  JobFailure,
  JobHandler,
  JobHandlers,
  JobRun,
  JobState,
  JsonObject,
  JsonValue,
} from "./model.ts";
export { eraseJobs } from "./erase.ts";
export { isReady, type Readiness } from "./is_ready.ts";
export { runDueJobs, type RunReport } from "./run_due_jobs.ts";
export {
  beat,
  isJobRunnerAlive,
  lastHeartbeat,
  type RecurringTask,
  type RunnerOptions,
  runRecurring,
  startJobRunner,
} from "./runner.ts";
export { countJobs, jobDoneAt, listJobs, type NotFailed, retryJob, stageRetry } from "./staff.ts";
export { type JobInput, stageJob } from "./stage_job.ts";
export type { JobView } from "./view.ts";
