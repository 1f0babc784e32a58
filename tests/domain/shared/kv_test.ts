import { expect } from "expect";
import { getAll, pageIds, transact } from "@/domain/shared/kv.ts";
import { fail, ok } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";

Deno.test("50 parallel increments are all counted, with and without a lane", async () => {
  for (const options of [{}, { lane: "counter" }]) {
    await using deps = await makeDeps();
    const increment = () =>
      transact(deps, async (tx) => {
        const before = await tx.get<number>(["counter"]) ?? 0;
        tx.set(["counter"], before + 1);
        return ok(before + 1);
      }, options);
    const results = await Promise.all(Array.from({ length: 50 }, increment));
    const values = results.flatMap((result) => result.ok ? [result.value] : []);
    const failures = results.filter((result) => !result.ok);
    expect((await deps.kv.get(["counter"])).value).toBe(values.length);
    expect(new Set(values).size).toBe(values.length);
    expect(failures.every((result) => !result.ok && result.error.code === "conflict")).toBe(true);
    if ("lane" in options) expect(values.length).toBe(50);
  }
});

Deno.test("a key that changes at every attempt ends in a conflict, and nothing is written", async () => {
  await using deps = await makeDeps();
  let attempts = 0;
  const result = await transact(deps, async (tx) => {
    attempts++;
    await tx.get(["hot"]);
    await deps.kv.set(["hot"], attempts);
    tx.set(["other"], 1);
    return ok(undefined);
  });
  expect(result).toEqual({ ok: false, error: { code: "conflict" } });
  expect(attempts).toBe(8);
  expect((await deps.kv.get(["other"])).value).toBeNull();
});

Deno.test("a failure of the body is returned as it is and writes nothing", async () => {
  await using deps = await makeDeps();
  const result = await transact(deps, async (tx) => {
    await tx.get(["a"]);
    tx.set(["a"], 1);
    tx.count(["b"], 1);
    tx.create(["c"], 1);
    return fail({ code: "no_stock" });
  });
  expect(result).toEqual({ ok: false, error: { code: "no_stock" } });
  expect(await Array.fromAsync(deps.kv.list({ prefix: [] }))).toEqual([]);
});

Deno.test("an exception in the body passes through and writes nothing", async () => {
  await using deps = await makeDeps();
  const broken = transact(deps, (tx) => {
    tx.set(["a"], 1);
    return Promise.reject(new Error("broken"));
  });
  await expect(broken).rejects.toThrow("broken");
  expect((await deps.kv.get(["a"])).value).toBeNull();
});

Deno.test("a body that throws over what was written while it read is run again; what it throws by itself is thrown on", async () => {
  await using deps = await makeDeps();
  const write = async (value: number) => {
    await deps.kv.atomic().set(["one"], value).set(["other"], value).commit();
  };
  await write(1);
  let runs = 0;
  const compare = (isInterrupted: () => boolean) =>
    transact(deps, async (tx) => {
      runs++;
      const one = await tx.get<number>(["one"]);
      if (isInterrupted()) await write(one! + 1);
      const other = await tx.peek<number>(["other"]);
      if (one !== other) throw new Error("these two are always the same");
      tx.set(["seen"], one);
      return ok(undefined);
    });

  expect((await compare(() => runs === 1)).ok).toBe(true);
  expect([runs, (await deps.kv.get(["seen"])).value]).toEqual([2, 2]);

  await deps.kv.set(["other"], 99);
  await expect(compare(() => false)).rejects.toThrow("always the same");
  expect(runs).toBe(3);
  await expect(compare(() => true)).rejects.toThrow("always the same");
  expect(runs).toBe(11);
});

Deno.test("a name that 20 want is created once", async () => {
  await using deps = await makeDeps();
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      transact(deps, async (tx) => {
        if (await tx.get(["name"]) !== null) return fail({ code: "taken" });
        tx.create(["name"], n);
        return ok(n);
      })),
  );
  const winners = results.flatMap((result) => result.ok ? [result.value] : []);
  expect(winners).toEqual([(await deps.kv.get<number>(["name"])).value]);
});

Deno.test("ten checks fit in a commit, eleven are a bug", async () => {
  await using deps = await makeDeps();
  const checks = (count: number) =>
    transact(deps, async (tx) => {
      for (let n = 0; n < count; n++) {
        await tx.get(["key", n]);
        await tx.get(["key", n]);
        tx.set(["key", n], n);
        await tx.peek(["peeked", n]);
      }
      return ok(undefined);
    });
  expect(await checks(10)).toEqual(ok(undefined));
  await expect(checks(11)).rejects.toThrow("more than 10 checks");
});

Deno.test("creating what was read as there is a bug, not a silent overwrite", async () => {
  await using deps = await makeDeps();
  await deps.kv.set(["a"], "first");
  const overwrite = transact(deps, async (tx) => {
    await tx.peek(["a"]);
    tx.create(["a"], "second");
    return ok(undefined);
  });
  await expect(overwrite).rejects.toThrow("created what exists");
  expect((await deps.kv.get(["a"])).value).toBe("first");
});

Deno.test("a peeked key may change without failing the commit", async () => {
  await using deps = await makeDeps();
  const result = await transact(deps, async (tx) => {
    await tx.peek(["text"]);
    await deps.kv.set(["text"], "changed");
    tx.set(["a"], 1);
    return ok(undefined);
  });
  expect(result.ok).toBe(true);
});

Deno.test("counters go up and down, and a commit knows what it stages", async () => {
  await using deps = await makeDeps();
  await transact(deps, (tx) => {
    tx.count(["n"], 5);
    expect(tx.isStaged(["a"])).toBe(false);
    tx.set(["a"], 1);
    expect(tx.isStaged(["a"])).toBe(true);
    return Promise.resolve(ok(undefined));
  });
  await transact(deps, (tx) => {
    tx.count(["n"], -2);
    return Promise.resolve(ok(undefined));
  });
  expect((await deps.kv.get<Deno.KvU64>(["n"])).value?.value).toBe(3n);
});

Deno.test("getAll() reads more than ten keys, in their order, with gaps", async () => {
  await using deps = await makeDeps();
  for (let n = 0; n < 25; n += 2) await deps.kv.set(["v", n], n);
  const values = await getAll<number>(deps.kv, Array.from({ length: 25 }, (_, n) => ["v", n]));
  expect(values).toEqual(Array.from({ length: 25 }, (_, n) => n % 2 === 0 ? n : null));
});

Deno.test("pages hold their place while entries come and go", async () => {
  await using deps = await makeDeps();
  const id = (n: number) => `x_${String(n).padStart(3, "0")}`;
  for (let n = 0; n < 60; n++) await deps.kv.set(["list", id(n)], id(n));
  const first = await pageIds(deps.kv, ["list"]);
  expect(first).toEqual({ items: Array.from({ length: 25 }, (_, n) => id(59 - n)), next: id(35) });

  await deps.kv.set(["list", id(60)], id(60));
  await deps.kv.delete(["list", id(35)]);
  const second = await pageIds(deps.kv, ["list"], { after: first.next!, limit: 30 });
  expect(second.items).toEqual(Array.from({ length: 30 }, (_, n) => id(34 - n)));

  const last = await pageIds(deps.kv, ["list"], { after: second.next!, limit: 30 });
  expect(last).toEqual({ items: Array.from({ length: 5 }, (_, n) => id(4 - n)), next: null });
  expect((await pageIds(deps.kv, ["list"], { limit: 5000 })).items.length).toBe(60);
  expect((await pageIds(deps.kv, ["list"], { limit: -3 })).items.length).toBe(1);
});
