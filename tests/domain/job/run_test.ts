import { expect } from "expect";
import { countJobs, type JobRun, listJobs, runDueJobs, stageJob } from "@/domain/job/mod.ts";
import { claimJob } from "@/domain/job/run_due_jobs.ts";
import { MAX_ATTEMPTS, retryAt } from "@/domain/job/model.ts";
import { type DueEntry, listDue } from "@/domain/job/repo.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { fail, ok, unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { addJob, noting } from "./helpers.ts";

const viewer = { kind: "staff", id: "cus_1", permissions: ROLE_PERMISSIONS.owner } as const;

/** The one job that is due. */
async function dueEntry(deps: TestDeps): Promise<DueEntry> {
  const [entry] = await listDue(deps.kv, isoNow(deps.clock), 1);
  return entry!;
}

/** Moves the clock to when each job that is put off is due again. */
async function runUntilSettled(
  deps: TestDeps,
  handlers: Parameters<typeof runDueJobs>[1]["handlers"],
) {
  let rounds = 0;
  while ((await countJobs(deps)).waiting > 0 && rounds < 50) {
    await runDueJobs(deps, { handlers });
    deps.clock.advance({ hours: 7 });
    rounds++;
  }
}

Deno.test("a job runs once, with its payload, and is kept as done", async () => {
  await using deps = await makeDeps();
  await addJob(deps, { id: "mail:order_placed:ord_1", payload: { mailId: "mal_1" } });
  const runs: JobRun[] = [];
  const handlers = {
    note: (_: unknown, job: JobRun) => {
      runs.push(job);
      return Promise.resolve(ok(undefined));
    },
  };
  expect(await runDueJobs(deps, { handlers })).toEqual({ done: 1, retried: 0, failed: 0 });
  deps.clock.advance({ days: 30 });
  expect(await runDueJobs(deps, { handlers })).toEqual({ done: 0, retried: 0, failed: 0 });
  expect(runs).toEqual([
    { id: "mail:order_placed:ord_1", kind: "note", payload: { mailId: "mal_1" }, attempt: 1 },
  ]);
  expect(await countJobs(deps)).toEqual({ waiting: 0, running: 0, done: 1, failed: 0 });
});

Deno.test("a fact that is staged again, side by side or later, makes one job", async () => {
  await using deps = await makeDeps();
  const job = { id: "fact", kind: "note", payload: {} };
  const both = await transact(
    deps,
    async (tx) => ok(await Promise.all([stageJob(tx, deps, job), stageJob(tx, deps, job)])),
  );
  expect(unwrap(both).toSorted()).toEqual([false, true]);
  await Promise.all(Array.from({ length: 10 }, () => addJob(deps, { id: "fact" })));
  const { ran, handlers } = noting();
  await runDueJobs(deps, { handlers });
  await addJob(deps, { id: "fact" });
  await runDueJobs(deps, { handlers });
  expect(ran).toEqual(["fact"]);
  expect(unwrap(await listJobs(deps, { viewer })).items.length).toBe(1);
});

Deno.test("a job for later waits for its time", async () => {
  await using deps = await makeDeps();
  await addJob(deps, { id: "later", runAt: deps.clock.now().add({ hours: 2 }) });
  const { ran, handlers } = noting();
  deps.clock.advance({ minutes: 119 });
  await runDueJobs(deps, { handlers });
  expect(ran).toEqual([]);
  deps.clock.advance({ minutes: 1 });
  await runDueJobs(deps, { handlers });
  expect(ran).toEqual(["later"]);
});

Deno.test("five runners on 200 jobs run each of them once", async () => {
  using kv = await Deno.openKv(":memory:");
  const runners = await Promise.all(Array.from({ length: 5 }, () => makeDeps({ kv })));
  for (let n = 0; n < 200; n++) await addJob(runners[0]!, { id: `job:${n}` });
  const ran: string[] = [];
  const handlers = {
    note: async (_: unknown, job: JobRun) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      ran.push(job.id);
      return ok(undefined);
    },
  };
  const reports = await Promise.all(runners.map(async (deps) => {
    let done = 0;
    for (;;) {
      const report = await runDueJobs(deps, { handlers, limit: 50 });
      const counts = await countJobs(deps);
      done += report.done;
      if (counts.waiting + counts.running === 0) return done;
    }
  }));
  expect(ran.toSorted()).toEqual(Array.from({ length: 200 }, (_, n) => `job:${n}`).toSorted());
  expect(reports.reduce((a, b) => a + b)).toBe(200);
  expect(await countJobs(runners[0]!)).toEqual({ waiting: 0, running: 0, done: 200, failed: 0 });
});

Deno.test("a failing job is tried again with growing pauses, then kept for staff with its last error", async () => {
  await using deps = await makeDeps();
  await addJob(deps, { id: "poison" });
  const at: Temporal.Instant[] = [];
  const handlers = {
    note: () => {
      at.push(deps.clock.now());
      return Promise.resolve(fail({ code: "provider_down", message: "503" }));
    },
  };
  for (let minutes = 0; minutes < 24 * 60; minutes++) {
    await runDueJobs(deps, { handlers });
    deps.clock.advance({ minutes: 1 });
  }
  expect(at.length).toBe(MAX_ATTEMPTS);
  const hours = at[0]!.until(at.at(-1)!).total("hours");
  expect(hours).toBeGreaterThan(2);
  const [job] = unwrap(await listJobs(deps, { viewer, state: "failed" })).items;
  expect(job).toMatchObject({
    id: "poison",
    attempt: MAX_ATTEMPTS,
    lastError: { code: "provider_down", message: "503" },
  });
  expect(deps.logged.filter((line) => line.event === "job.failed").length).toBe(1);
});

Deno.test("the pause doubles from 10 s to 6 h, and chance takes up to half of it off", () => {
  const now = Temporal.Instant.from("2026-03-01T12:00:00Z");
  const pause = (attempt: number, chance: number) =>
    now.until(Temporal.Instant.from(retryAt(now, attempt, chance))).total("seconds");
  expect([1, 2, 3, 12, 40].map((attempt) => pause(attempt, 0))).toEqual([10, 20, 40, 20480, 21600]);
  expect(pause(2, 1)).toBe(10);
});

Deno.test("a final failure isn't tried again", async () => {
  await using deps = await makeDeps();
  await addJob(deps, { id: "refused" });
  const handlers = { note: () => Promise.resolve(fail({ code: "refused", isFinal: true })) };
  expect(await runDueJobs(deps, { handlers })).toEqual({ done: 0, retried: 0, failed: 1 });
});

Deno.test("a job that throws, and one that nobody can run, don't stop the others", async () => {
  await using deps = await makeDeps();
  await addJob(deps, { id: "a", kind: "throws" });
  await addJob(deps, { id: "b", kind: "unknown" });
  await addJob(deps, { id: "c", kind: "constructor" });
  for (let n = 0; n < 10; n++) await addJob(deps, { id: `ok:${n}` });
  const { ran, handlers } = noting();
  const throws = () => {
    throw new Error("a bug");
  };
  const report = await runDueJobs(deps, { handlers: { ...handlers, throws } });
  expect(report).toEqual({ done: 10, retried: 3, failed: 0 });
  expect(ran.length).toBe(10);
  expect(deps.takeErrors().map((line) => line.event)).toEqual(["job.threw"]);
});

Deno.test("records that can't be read stop nobody else, however many there are", async () => {
  await using deps = await makeDeps();
  for (let n = 0; n < 5; n++) {
    await addJob(deps, { id: `broken:${n}` });
    await deps.kv.set(["jobs", `broken:${n}`], { schemaVersion: 99 });
  }
  deps.clock.advance({ seconds: 1 });
  await addJob(deps, { id: "fine" });
  const { ran, handlers } = noting();
  await runDueJobs(deps, { handlers, limit: 5 });
  await runDueJobs(deps, { handlers, limit: 5 });
  expect(ran).toEqual(["fine"]);
  expect(deps.takeErrors().map((line) => line.event)).toEqual(Array(5).fill("job.broken"));
  deps.clock.advance({ hours: 1 });
  await runDueJobs(deps, { handlers });
  expect(deps.takeErrors().length).toBe(5);
});

Deno.test("a job that was set aside runs once it can be read again, and leaves no entry behind", async () => {
  await using deps = await makeDeps();
  await addJob(deps, { id: "broken" });
  const record = (await deps.kv.get(["jobs", "broken"])).value;
  await deps.kv.set(["jobs", "broken"], { schemaVersion: 99 });
  const { ran, handlers } = noting();
  await runDueJobs(deps, { handlers });
  expect(deps.takeErrors().length).toBe(1);
  await deps.kv.set(["jobs", "broken"], record);
  deps.clock.advance({ hours: 1 });
  await runDueJobs(deps, { handlers });
  expect(ran).toEqual(["broken"]);
  expect(await Array.fromAsync(deps.kv.list({ prefix: ["jobs_due"] }))).toEqual([]);
});

Deno.test("the job of a process that died is run by another one when its lease has ended", async () => {
  using kv = await Deno.openKv(":memory:");
  await using dead = await makeDeps({ kv });
  await using alive = await makeDeps({ kv });
  await addJob(dead, { id: "abandoned" });
  expect((await claimJob(dead, await dueEntry(dead)))?.state).toBe("running");

  const { ran, handlers } = noting();
  alive.clock.advance({ seconds: 119 });
  await runDueJobs(alive, { handlers });
  expect(ran).toEqual([]);
  alive.clock.advance({ seconds: 1 });
  await runDueJobs(alive, { handlers });
  expect(ran).toEqual(["abandoned"]);
});

Deno.test("a job that kills its process each time ends as failed", async () => {
  await using deps = await makeDeps();
  await addJob(deps, { id: "killer" });
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    expect((await claimJob(deps, await dueEntry(deps)))?.attempt).toBe(attempt);
    deps.clock.advance({ minutes: 2 });
  }
  const { ran, handlers } = noting();
  expect(await runDueJobs(deps, { handlers })).toEqual({ done: 0, retried: 0, failed: 1 });
  expect(ran).toEqual([]);
  const [job] = unwrap(await listJobs(deps, { viewer, state: "failed" })).items;
  expect(job?.lastError?.code).toBe("abandoned");
});

Deno.test("who has lost the lease doesn't record a result", async () => {
  await using deps = await makeDeps();
  await addJob(deps, { id: "slow" });
  let runs = 0;
  const handlers = {
    note: async () => {
      runs++;
      if (runs === 1) {
        deps.clock.advance({ minutes: 3 });
        await runDueJobs(deps, { handlers });
        return fail({ code: "too_late" });
      }
      return ok(undefined);
    },
  };
  expect(await runDueJobs(deps, { handlers })).toEqual({ done: 0, retried: 0, failed: 0 });
  expect(await countJobs(deps)).toEqual({ waiting: 0, running: 0, done: 1, failed: 0 });
  expect(deps.logged.map((line) => line.event)).toEqual(["job.not_recorded"]);
});

Deno.test("indexes and counters agree with the jobs, whatever happened to them", async () => {
  await using deps = await makeDeps();
  for (let n = 0; n < 40; n++) await addJob(deps, { id: `job:${n}` });
  const handlers = {
    note: (_: unknown, job: JobRun) => {
      const n = Number(job.id.slice(4));
      if (n % 4 === 0) return Promise.resolve(fail({ code: "no", isFinal: true }));
      if (n % 4 === 1) return Promise.resolve(fail({ code: "no" }));
      if (n % 4 === 2 && job.attempt < 3) return Promise.resolve(fail({ code: "not_yet" }));
      return Promise.resolve(ok(undefined));
    },
  };
  await runUntilSettled(deps, handlers);
  expect(await countJobs(deps)).toEqual({ waiting: 0, running: 0, done: 20, failed: 20 });
  for (const [state, count] of [["done", 20], ["failed", 20], ["waiting", 0]] as const) {
    const page = unwrap(await listJobs(deps, { viewer, state, page: { limit: 100 } }));
    expect(page.items.map((job) => job.state)).toEqual(Array(count).fill(state));
  }
  expect(await Array.fromAsync(deps.kv.list({ prefix: ["jobs_due"] }))).toEqual([]);
});

Deno.test("an id with other characters is a bug of the caller", async () => {
  await using deps = await makeDeps();
  for (const id of ["", "a b", "a/b", "é", "x".repeat(201)]) {
    await expect(addJob(deps, { id })).rejects.toThrow(TypeError);
  }
});
