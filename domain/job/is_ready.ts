/** Whether an installation can serve: what a load balancer asks. */
import { isJobRunnerAlive } from "./runner.ts";
import type { Deps } from "../shared/deps.ts";

/** How long the database may take to answer. */
const PATIENCE_MS = 2000;

/** What works; `ready` if all of it does. */
export interface Readiness {
  ready: boolean;
  database: "ok" | "not answering";
  jobs: "ok" | "not running" | "unknown";
}

/** Asks the database for the job runner's heartbeat, which answers both questions. */
export async function isReady(deps: Deps): Promise<Readiness> {
  const patience = Promise.withResolvers<never>();
  const timer = setTimeout(() => patience.reject(new Error("timed out")), PATIENCE_MS);
  try {
    const alive = await Promise.race([isJobRunnerAlive(deps), patience.promise]);
    return { ready: alive, database: "ok", jobs: alive ? "ok" : "not running" };
  } catch (error) {
    deps.log.warn("database.not_answering", { error });
    return { ready: false, database: "not answering", jobs: "unknown" };
  } finally {
    clearTimeout(timer);
  }
}
