import { expect } from "expect";
import { oncePerDay } from "@/domain/operations/once_per_day.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";

function counted(run: () => Promise<void> = () => Promise.resolve()) {
  const work = {
    name: "books.verify",
    count: 0,
    run: () => {
      work.count++;
      return run();
    },
  };
  return work;
}

Deno.test("oncePerDay() does its work once a day (UTC)", async () => {
  await using deps = await makeDeps();
  const work = counted();

  for (let hour = 0; hour < 48; hour++) {
    await oncePerDay(deps, work);
    deps.clock.advance({ hours: 1 });
  }

  expect([2, 3]).toContain(work.count);
});

Deno.test("oncePerDay() leaves work alone that another process is at", async () => {
  await using deps = await makeDeps();
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = counted(() => promise);

  const first = oncePerDay(deps, work);
  await new Promise((done) => setTimeout(done, 10));
  await oncePerDay(deps, work);
  resolve();
  await first;

  expect(work.count).toBe(1);
});

Deno.test("oncePerDay() takes work up again that was broken off, an hour later", async () => {
  await using deps = await makeDeps();
  const broken = counted(() => Promise.reject(new Error("killed")));
  const work = counted();

  await oncePerDay(deps, broken).catch(() => {});
  await oncePerDay(deps, work);
  expect(work.count).toBe(0);

  deps.clock.advance({ minutes: 61 });
  await oncePerDay(deps, work);
  expect(work.count).toBe(1);
});

Deno.test("oncePerDay() doesn't wait for a claim by a clock that was ahead", async () => {
  await using deps = await makeDeps();
  await using ahead = await makeDeps({ kv: deps.kv });
  ahead.clock.advance({ hours: 30 });
  await oncePerDay(ahead, counted(() => Promise.reject(new Error("killed")))).catch(() => {});

  const work = counted();
  await oncePerDay(deps, work);

  expect(work.count).toBe(1);
});
