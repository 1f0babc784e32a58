import { expect } from "expect";
import { isJobRunnerAlive, runRecurring, startJobRunner } from "@/domain/job/mod.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { addJob, noting } from "./helpers.ts";

/** Waits until `isTrue`, 5 s at the most. */
async function until(isTrue: () => boolean): Promise<void> {
  for (let n = 0; n < 500 && !isTrue(); n++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(isTrue()).toBe(true);
}

Deno.test("the runner takes up jobs as they come, and ends when told", async () => {
  await using deps = await makeDeps();
  const { ran, handlers } = noting();
  using end = new AbortOnDispose();
  const running = startJobRunner(deps, { handlers, signal: end.signal, pollMs: 5 });
  await addJob(deps, { id: "first" });
  await until(() => ran.includes("first"));
  await addJob(deps, { id: "second" });
  await until(() => ran.includes("second"));
  end.abort();
  await running;
  await addJob(deps, { id: "third" });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(ran).toEqual(["first", "second"]);
});

Deno.test("a runner is alive from its first heartbeat until a minute and a half after its last", async () => {
  await using deps = await makeDeps();
  expect(await isJobRunnerAlive(deps)).toBe(false);
  using end = new AbortOnDispose();
  const { ran, handlers } = noting();
  await addJob(deps, { id: "a" });
  const running = startJobRunner(deps, { handlers, signal: end.signal, pollMs: 5 });
  await until(() => ran.length === 1);
  expect(await isJobRunnerAlive(deps)).toBe(true);
  end.abort();
  await running;
  deps.clock.advance({ seconds: 90 });
  expect(await isJobRunnerAlive(deps)).toBe(true);
  deps.clock.advance({ seconds: 1 });
  expect(await isJobRunnerAlive(deps)).toBe(false);
});

Deno.test("a database in trouble doesn't end the runner", async () => {
  await using deps = await makeDeps();
  let isBroken = true;
  const kv = new Proxy(deps.kv, {
    get(target, name) {
      if (isBroken && name === "list") throw new Error("database is locked");
      const member = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
  using end = new AbortOnDispose();
  const { ran, handlers } = noting();
  await addJob(deps, { id: "a" });
  const running = startJobRunner({ ...deps, kv }, { handlers, signal: end.signal, pollMs: 1 });
  await until(() => deps.logged.some((line) => line.event === "job_runner.trouble"));
  isBroken = false;
  await until(() => ran.length === 1);
  end.abort();
  await running;
  expect(deps.takeErrors().every((line) => line.event === "job_runner.trouble")).toBe(true);
});

Deno.test("recurring tasks run once a minute among all processes, each apart from the others", async () => {
  using kv = await Deno.openKv(":memory:");
  const processes = await Promise.all([makeDeps({ kv }), makeDeps({ kv }), makeDeps({ kv })]);
  const ran: string[] = [];
  const tasks = [
    { name: "broken", run: () => Promise.reject(new Error("a bug")) },
    { name: "orders.expire", run: () => Promise.resolve(void ran.push("orders.expire")) },
  ];
  await Promise.all(processes.map((deps) => runRecurring(deps, tasks)));
  expect(ran.length).toBe(1);
  for (const deps of processes) deps.clock.advance({ minutes: 1 });
  await Promise.all(processes.map((deps) => runRecurring(deps, tasks)));
  expect(ran.length).toBe(2);
  const errors = processes.flatMap((deps) => deps.takeErrors());
  expect(errors.map((line) => line["task"])).toEqual(["broken", "broken"]);
});

Deno.test("a clock that was ahead once doesn't stop recurring tasks; one that is a little behind waits", async () => {
  await using deps = await makeDeps();
  await using ahead = await makeDeps({ kv: deps.kv });
  let count = 0;
  const tasks = [{ name: "orders.expire", run: () => Promise.resolve(void count++) }];

  ahead.clock.advance({ minutes: 4 });
  await runRecurring(ahead, tasks);
  await runRecurring(deps, tasks);
  expect(count).toBe(1);

  ahead.clock.advance({ hours: 24 });
  await runRecurring(ahead, tasks);
  await runRecurring(deps, tasks);
  await runRecurring(deps, tasks);
  expect(count).toBe(3);
});

class AbortOnDispose extends AbortController {
  [Symbol.dispose](): void {
    this.abort();
  }
}
