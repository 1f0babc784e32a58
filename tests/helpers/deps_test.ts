import { expect } from "expect";
import { isId } from "@/domain/shared/ids.ts";
import { ok } from "@/domain/shared/result.ts";
import { transact } from "@/domain/shared/kv.ts";
import { makeDeps } from "./deps.ts";
import { dumpKv } from "./dump.ts";

Deno.test("makeDeps() gives the same ids on every run, and different ones to two deps on one KV", async () => {
  await using first = await makeDeps();
  await using again = await makeDeps();
  await using beside = await makeDeps({ kv: first.kv });

  const made = [first, again, beside].map((deps) => [deps.ids.next("ord"), deps.ids.next("ord")]);

  expect(made[0]).toEqual(made[1]);
  expect(new Set([...made[0]!, ...made[2]!]).size).toBe(4);
  expect(made.flat().every((id) => isId("ord", id))).toBe(true);
});

Deno.test("the fake clock stands still until it is moved", async () => {
  await using deps = await makeDeps({ at: "2026-01-31T10:00:00Z" });

  expect(deps.clock.now().toString()).toBe("2026-01-31T10:00:00Z");
  deps.clock.advance({ months: 1, hours: 2 });
  expect(deps.clock.now().toString()).toBe("2026-02-28T12:00:00Z");
});

Deno.test("deps fail the test when an error was logged that nobody took", async () => {
  const deps = await makeDeps();
  deps.log.error("it broke", { error: new Error("why") });

  expect(() => deps[Symbol.dispose]()).toThrow("it broke");

  await using calm = await makeDeps();
  calm.log.error("expected");
  expect(calm.takeErrors().map((line) => line.event)).toEqual(["expected"]);
});

Deno.test("dumpKv() tells apart a KV that was written to, even with the same value", async () => {
  await using deps = await makeDeps();
  const write = () =>
    transact(deps, (tx) => {
      tx.set(["things", "1"], { name: "one" });
      return Promise.resolve(ok(null));
    });
  await write();
  const before = await dumpKv(deps.kv);

  expect(await dumpKv(deps.kv)).toEqual(before);
  await write();
  expect(await dumpKv(deps.kv)).not.toEqual(before);
});
