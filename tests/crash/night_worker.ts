/**
 * A process of the test of nights: runs billing and its jobs `runs` times at once, as if it was `at`, on the database of the
 * environment. `night_worker.ts <at> <runs>`; it says "ready" before it begins.
 */
import { runBilling } from "@/domain/billing/mod.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { openDeps } from "@/domain/operations/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { loadConfig } from "@/domain/shared/config.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { atTime } from "./nights.ts";

const [at, runs] = Deno.args;
const { deps } = unwrap(await openDeps(unwrap(loadConfig(Deno.env.toObject()))));
const then = atTime(deps, at!);
console.log("ready");
await Promise.all(Array.from({ length: Number(runs) }, async () => {
  await runBilling(then);
  await runDueJobs(then, { handlers: jobHandlers });
}));
deps.kv.close();
