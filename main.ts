/**
 * Composes the application: configuration, database, routes, jobs. Exports `app` for the server that the build makes,
 * and `shutDown` for whoever runs it.
 */
import { createApp } from "./routes/(_lib)/app.ts";
import { openDeps } from "./domain/operations/mod.ts";
import { beat, runDueJobs, runRecurring, startJobRunner } from "./domain/job/mod.ts";
import { loadConfig } from "./domain/shared/config.ts";
import { jobHandlers, recurringTasks } from "./domain/operations/background.ts";

const config = loadConfig(Deno.env.toObject());
if (!config.ok) stop(`${config.error.variable} ${config.error.message}`);

const opened = await openDeps(config.value);
if (!opened.ok) stop(opened.error.message);
const { deps, firstStart, demo } = opened.value;

if (firstStart?.ownerPassword) {
  console.log("\n  The owner's log-in, shown this once:");
  console.log(`    E-mail:   ${firstStart.ownerEmail}`);
  console.log(`    Password: ${firstStart.ownerPassword}\n`);
}
if (demo) {
  console.log("  A customer of the demonstration set, shown this once:");
  console.log(`    E-mail:   ${demo.email}`);
  console.log(`    Password: ${demo.password}\n`);
}

const stopping = new AbortController();
const jobRunner = startJobRunner(deps, { handlers: jobHandlers, signal: stopping.signal });

// Wakes processes that a platform has put to sleep; every run is idempotent for its minute.
Deno.cron("every minute", "* * * * *", { signal: stopping.signal }, async () => {
  await beat(deps);
  await runRecurring(deps, recurringTasks);
  await runDueJobs(deps, { handlers: jobHandlers });
});

/** The application. */
export const app = createApp(deps);

/** Ends the jobs that are under way and closes the database. Call it once no request is left. */
export async function shutDown(): Promise<void> {
  stopping.abort();
  await jobRunner;
  deps.kv.close();
}

function stop(message: string): never {
  console.error(`CloudNest can't start: ${message}`);
  Deno.exit(1);
}
