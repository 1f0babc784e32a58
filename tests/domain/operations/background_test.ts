import { expect } from "expect";
import { jobHandlers, recurringTasks } from "@/domain/operations/background.ts";
import { runDueJobs, runRecurring } from "@/domain/job/mod.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";

Deno.test("every recurring task has a name of its own and runs on an empty database", async () => {
  await using deps = await makeDeps();

  const names = recurringTasks.map((task) => task.name);
  for (const task of recurringTasks) await task.run(deps);

  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain("orders.expire");
  expect(Object.keys(jobHandlers)).toContain("mail.send");
});

Deno.test("the books are recomputed once a day, however many processes there are", async () => {
  await using deps = await makeDeps();
  await using other = await makeDeps({ kv: deps.kv });
  const count = () =>
    [...deps.logged, ...other.logged].filter((line) => line.event === "books.verified").length;

  for (let minute = 0; minute < 5; minute++) {
    await Promise.all([runRecurring(deps, recurringTasks), runRecurring(other, recurringTasks)]);
    await Promise.all([deps, other].map((each) => runDueJobs(each, { handlers: jobHandlers })));
    deps.clock.advance({ minutes: 1 });
    other.clock.advance({ minutes: 1 });
  }
  expect(count()).toBe(1);

  deps.clock.advance({ days: 1 });
  await runRecurring(deps, recurringTasks);
  await runDueJobs(deps, { handlers: jobHandlers });
  expect(count()).toBe(2);
});
