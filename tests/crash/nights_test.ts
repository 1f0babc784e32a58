/**
 * Nights that 100 runs do at once in several processes, of which some die by SIGKILL in the middle: each invoice, mail,
 * suspension and end is there once, whatever was broken off. CRASH_SEED repeats a run's moments.
 */
import { expect } from "expect";
import { verifyBooks } from "@/domain/books/mod.ts";
import { runBilling } from "@/domain/billing/mod.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { fillStock } from "@/tests/bench/shop.ts";
import { makeService } from "@/tests/domain/billing/helpers.ts";
import { allowUnpaidOrders, makeCustomer } from "@/tests/domain/order/fixtures.ts";
import { installationEnv, withInstallation } from "@/tests/helpers/installation.ts";
import { seededBytes } from "@/tests/helpers/deps.ts";
import { atTime, startNight, traceOf } from "./nights.ts";

const SEED = Number(Deno.env.get("CRASH_SEED") ?? Date.now() % 1_000_000);
const PROCESSES = 4;
const KILLED = 2;
const RUNS = 25;
const SERVICES = 20;
/** They die so long after they have begun, at the most. */
const LONGEST_LIFE_MS = 400;

/** Invoice, reminder, suspension, last warning, end. */
const NIGHTS = ["03-18T08", "04-02T08", "04-06T08", "04-28T08", "05-01T08"];

Deno.test("100 runs at once, with processes killed among them, do each thing of a night once", async () => {
  const folder = await Deno.makeTempDir();
  const env = installationEnv(folder);
  console.log(`CRASH_SEED=${SEED}`);
  const bytes = seededBytes(SEED);
  await withInstallation(env, async (deps) => {
    const then = atTime(deps, "2026-03-01T12:00:00Z");
    await fillStock(deps);
    await allowUnpaidOrders(deps, 1000);
    const customer = await makeCustomer(then);
    for (let at = 0; at < SERVICES; at++) {
      await makeService(then, customer, { hostname: `host-${at}.example.com` });
    }
  });

  let killed = 0;
  for (const night of NIGHTS) {
    const at = `2026-${night}:00:00Z`;
    const processes = Array.from({ length: PROCESSES }, () => startNight(env, { at, runs: RUNS }));
    await Promise.all(processes.map(async (process, index) => {
      await process.ready;
      if (index >= KILLED) return;
      await new Promise((resolve) => setTimeout(resolve, bytes(1)[0]! / 256 * LONGEST_LIFE_MS));
      process.kill();
    }));
    const ends = await Promise.all(processes.map(({ ended }) => ended));
    killed += ends.filter((isWhole) => !isWhole).length;
    expect([night, ends.slice(KILLED)]).toEqual([night, [true, true]]);
    // An hour later: what the dead had claimed is free.
    await withInstallation(env, async (deps) => {
      const later = atTime(deps, `2026-${night.slice(0, 6)}09:00:00Z`);
      await runBilling(later);
      for (let done = 1; done > 0;) {
        ({ done } = await runDueJobs(later, { handlers: jobHandlers }));
      }
    });
  }

  await withInstallation(env, async (deps) => {
    unwrap(await verifyBooks(deps));
    const traces = await traceOf(deps);
    expect(traces.size).toBe(SERVICES);
    for (const [id, trace] of traces) {
      expect({ id, ...trace }).toEqual({
        id,
        "is terminated": 1,
        "invoice void": 1,
        "invoice.reminded": 1,
        "invoice.voided": 1,
        "mail service_ready": 1,
        "mail renewal_issued": 1,
        "mail invoice_reminder": 1,
        "mail service_suspended": 1,
        "mail service_final_warning": 1,
        "mail service_terminated": 1,
        "mail service_terminated_staff": 1,
        "service.activated": 1,
        "service.billed": 1,
        "service.suspended": 1,
        "service.termination_scheduled": 1,
        "service.terminated": 1,
      });
    }
  });
  console.log(`${NIGHTS.length} nights, ${killed} processes killed in the middle`);
  await Deno.remove(folder, { recursive: true });
});
