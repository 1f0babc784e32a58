/** A copy that takes writes is, to whoever reads it, the KV with those writes in it; the KV itself stays as it was. */
import { expect } from "expect";
import fc from "fast-check";
import { overlayKv } from "@/domain/shared/overlay_kv.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";

const part = fc.constantFrom("a", "b", "ab", "b\u00e9", "\u{1f600}", "\uffff");
const key = fc.array(part, { minLength: 1, maxLength: 3 });
const write = fc.oneof(
  fc.record({ kind: fc.constant("set" as const), key, value: fc.nat(9) }),
  fc.record({ kind: fc.constant("delete" as const), key, value: fc.constant(0) }),
  fc.record({
    kind: fc.constant("sum" as const),
    key: key.map((k) => ["n", ...k]),
    value: fc.nat(9),
  }),
);
const writes = fc.array(fc.array(write, { minLength: 1, maxLength: 4 }), { maxLength: 8 });

type Writes = typeof write extends fc.Arbitrary<infer T> ? T[][] : never;

async function apply(kv: Deno.Kv, commits: Writes): Promise<void> {
  for (const commit of commits) {
    const op = kv.atomic();
    for (const { kind, key, value } of commit) {
      if (kind === "set") op.set(key, { value });
      else if (kind === "delete") op.delete(key);
      else op.sum(key, BigInt(value));
    }
    expect((await op.commit()).ok).toBe(true);
  }
}

async function read(kv: Deno.Kv, selector: Deno.KvListSelector, options: Deno.KvListOptions) {
  const found = [];
  for await (const { key, value } of kv.list(selector, options)) {
    found.push([key, isCounter(value) ? String(value.value) : value]);
  }
  return found;
}

function isCounter(value: unknown): value is { value: bigint } {
  return typeof (value as { value?: unknown }).value === "bigint";
}

Deno.test("overlayKv() reads as a KV that took the same writes, and changes nothing", async () => {
  const range = fc.record({ start: key, end: key });
  const options = fc.record({ reverse: fc.boolean(), limit: fc.integer({ min: 1, max: 6 }) });
  await fc.assert(
    fc.asyncProperty(
      writes,
      writes,
      key,
      range,
      options,
      async (first, then, one, given, order) => {
        using base = await Deno.openKv(":memory:");
        using real = await Deno.openKv(":memory:");
        await apply(base, first);
        await apply(real, first);
        const before = await dumpKv(base);
        const copy = overlayKv(base);

        await apply(copy, then);
        await apply(real, then);

        expect((await copy.get(one)).value).toEqual((await real.get(one)).value);
        const { start, end } = given;
        const isUp = await read(real, { start, end }, {}).then(() => true, () => false);
        const between = isUp ? { start, end } : { start: end, end: start };
        for (const selector of [{ prefix: [] }, { prefix: one }, between]) {
          for (const each of [{}, order]) {
            expect(await read(copy, selector, each)).toEqual(await read(real, selector, each));
          }
        }
        expect(await dumpKv(base)).toEqual(before);
      },
    ),
    { numRuns: 150 },
  );
});

Deno.test("overlayKv() refuses a commit whose checks don't hold, of the KV's entries and of its own", async () => {
  using base = await Deno.openKv(":memory:");
  await base.set(["a"], 1);
  const copy = overlayKv(base);
  const [old, none] = await copy.getMany([["a"], ["b"]]);

  expect((await copy.atomic().check(old!, none!).set(["a"], 2).set(["b"], 2).commit()).ok).toBe(
    true,
  );
  expect((await copy.atomic().check(old!).set(["a"], 3).commit()).ok).toBe(false);
  expect((await copy.atomic().check(none!).set(["b"], 3).commit()).ok).toBe(false);
  const now = await copy.get(["a"]);
  const results = await Promise.all(
    [4, 5].map((value) => copy.atomic().check(now).set(["a"], value).commit()),
  );

  expect(results.map(({ ok }) => ok)).toEqual([true, false]);
  expect([(await copy.get(["a"])).value, (await base.get(["a"])).value]).toEqual([4, 1]);
});

Deno.test("overlayKv() hands out copies, and doesn't show what is hidden", async () => {
  using base = await Deno.openKv(":memory:");
  await base.set(["jobs_due", "x"], 1);
  const copy = overlayKv(base, { hidden: [["jobs_due"]] });
  const value = { list: [1] };
  await copy.set(["v"], value);
  value.list.push(2);
  (await copy.get<typeof value>(["v"])).value!.list.push(3);
  await copy.set(["jobs_due", "y"], 2);

  expect((await copy.get(["v"])).value).toEqual({ list: [1] });
  expect(await read(copy, { prefix: ["jobs_due"] }, {})).toEqual([[["jobs_due", "y"], 2]]);
  expect((await copy.get(["jobs_due", "x"])).versionstamp).toBe(null);
});
