import { expect } from "expect";
import fc from "fast-check";
import { backupByListing, backupFile } from "@/domain/operations/backup.ts";
import { restore, RESTORE_MARK } from "@/domain/operations/restore.ts";
import { fail, unwrap } from "@/domain/shared/result.ts";
import { contentOf, filesIn, header, makeDirectory } from "./helpers.ts";

const NOW_MS = Date.now();

const keys = fc.array(
  fc.oneof(
    fc.string({ maxLength: 10 }),
    fc.double({ noNaN: true }),
    fc.bigInt({ min: -(2n ** 100n), max: 2n ** 100n }),
    fc.boolean(),
    fc.uint8Array({ maxLength: 10 }),
  ),
  { minLength: 1, maxLength: 4 },
);
const values = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: false,
}).filter((value) => !Deno.inspect(value, { depth: 100 }).includes("Invalid Date"));

Deno.test("any keys and values come back by either way of saving", async () => {
  const contents = fc.array(fc.tuple(keys, values), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(contents, async (entries) => {
      using directory = makeDirectory();
      const kvPath = `${directory.path}/a.kv`;
      using source = await Deno.openKv(kvPath);
      for (const [key, value] of entries) await source.set(key, value);
      await source.set(["counter"], new Deno.KvU64(5n));
      const expected = await contentOf(source);

      unwrap(await backupFile({ kvPath, file: `${directory.path}/by_file`, header }));
      unwrap(await backupByListing(source, { file: `${directory.path}/by_list`, header }));
      for (const name of ["by_file", "by_list"]) {
        using target = await Deno.openKv(":memory:");
        const file = `${directory.path}/${name}`;
        const report = unwrap(await restore(target, { file, nowMs: NOW_MS }));
        expect(report).toEqual({ entries: expected.length, header });
        expect(await contentOf(target)).toStrictEqual(expected);
      }
    }),
    { numRuns: 15 },
  );
});

Deno.test("a date that is none comes back as one that is none", async () => {
  using directory = makeDirectory();
  using source = await Deno.openKv(`${directory.path}/a.kv`);
  using target = await Deno.openKv(":memory:");
  await source.set(["date"], new Date(Number.NaN));
  const file = `${directory.path}/backup`;

  unwrap(await backupByListing(source, { file, header }));
  unwrap(await restore(target, { file, nowMs: NOW_MS }));

  const { value } = await target.get<Date>(["date"]);
  expect(value).toBeInstanceOf(Date);
  expect(value?.getTime()).toBeNaN();
});

Deno.test("a large database is restored in commits that every engine takes", async () => {
  using directory = makeDirectory();
  using source = await Deno.openKv(`${directory.path}/a.kv`);
  for (let n = 0; n < 40; n++) await source.set(["proofs", n], new Uint8Array(60_000).fill(n));
  for (let n = 0; n < 1500; n++) await source.set(["orders", n], { n });
  const file = `${directory.path}/backup`;
  unwrap(await backupFile({ kvPath: `${directory.path}/a.kv`, file, header }));
  using target = await Deno.openKv(":memory:");
  expect(unwrap(await restore(target, { file, nowMs: NOW_MS })).entries).toBe(1540);
  expect(await contentOf(target)).toStrictEqual(await contentOf(source));
});

Deno.test("only the owner can read a backup, and nothing else is left behind", async () => {
  using directory = makeDirectory();
  using kv = await Deno.openKv(`${directory.path}/a.kv`);
  await kv.set(["a"], 1);
  const file = `${directory.path}/backup`;
  await Deno.writeTextFile(`${file}.partial`, "left over");
  unwrap(await backupFile({ kvPath: `${directory.path}/a.kv`, file, header }));
  expect((await Deno.stat(file)).mode! & 0o777).toBe(0o600);
  expect((await filesIn(directory.path)).filter((name) => !name.startsWith("a.kv"))).toEqual([
    "backup",
  ]);
});

Deno.test("a backup of a file keeps when entries expire; what has expired isn't restored", async () => {
  using directory = makeDirectory();
  const kvPath = `${directory.path}/a.kv`;
  using source = await Deno.openKv(kvPath);
  await source.set(["sessions", "short"], 1, { expireIn: 60_000 });
  await source.set(["sessions", "long"], 2, { expireIn: 86_400_000 });
  await source.set(["accounts"], 3);
  const file = `${directory.path}/backup`;
  unwrap(await backupFile({ kvPath, file, header }));

  const lines = (await Deno.readTextFile(file)).split("\n").slice(1, 4).map((line) =>
    JSON.parse(line)
  );
  expect(lines.map((line) => [line.k.at(-1), line.e === undefined])).toEqual([
    ["accounts", true],
    ["long", false],
    ["short", false],
  ]);
  expect(lines[1].e - NOW_MS).toBeGreaterThan(86_000_000);

  using later = await Deno.openKv(":memory:");
  unwrap(await restore(later, { file, nowMs: Date.now() + 120_000 }));
  expect((await contentOf(later)).map(([key]) => key)).toEqual([["accounts"], [
    "sessions",
    "long",
  ]]);

  const restoredPath = `${directory.path}/b.kv`;
  using restored = await Deno.openKv(restoredPath);
  unwrap(await restore(restored, { file, nowMs: Date.now() }));
  unwrap(await backupFile({ kvPath: restoredPath, file: `${file}2`, header }));
  const again = (await Deno.readTextFile(`${file}2`)).split("\n")[2]!;
  expect(Math.abs(JSON.parse(again).e - lines[1].e)).toBeLessThan(5000);
});

/** Moves money between accounts: whatever the moment, the sum is the same and each move is whole. */
async function moveMoney(kv: Deno.Kv, signal: AbortSignal): Promise<number> {
  let moves = 0;
  while (!signal.aborted) {
    const [from, to] = [moves % 7, (moves + 1 + moves % 5) % 7];
    if (from !== to) {
      const [a, b] = await kv.getMany<[number, number]>([["balance", from], ["balance", to]]);
      await kv.atomic().check(a, b)
        .set(["balance", from], a.value! - 1)
        .set(["balance", to], b.value! + 1)
        .set(["moves_out", moves], { from })
        .set(["moves_in", moves], { to })
        .delete(["moves_out", moves - 50]).delete(["moves_in", moves - 50])
        .commit();
    }
    moves++;
    await new Promise((resolve) => setTimeout(resolve, moves % 3));
  }
  return moves;
}

async function expectWhole(file: string): Promise<void> {
  using target = await Deno.openKv(":memory:");
  unwrap(await restore(target, { file, nowMs: NOW_MS }));
  let sum = 0;
  for await (const entry of target.list<number>({ prefix: ["balance"] })) sum += entry.value;
  expect(sum).toBe(700);
  const numbers = async (prefix: string) =>
    (await Array.fromAsync(target.list({ prefix: [prefix] }))).map((entry) => entry.key[1]);
  expect(await numbers("moves_in")).toEqual(await numbers("moves_out"));
}

Deno.test("a backup of a file is one moment's state, however much is written meanwhile", async () => {
  using directory = makeDirectory();
  const kvPath = `${directory.path}/a.kv`;
  using kv = await Deno.openKv(kvPath);
  for (let n = 0; n < 7; n++) await kv.set(["balance", n], 100);
  for (let n = 0; n < 3000; n++) await kv.set(["ballast", n], "x".repeat(200));
  const end = new AbortController();
  const moving = moveMoney(kv, end.signal);
  for (let n = 0; n < 4; n++) {
    const file = `${directory.path}/backup${n}`;
    unwrap(await backupFile({ kvPath, file, header }));
    await expectWhole(file);
  }
  end.abort();
  expect(await moving).toBeGreaterThan(10);
});

Deno.test("a backup by listing is one moment's state too, once writes leave it a pause", async () => {
  using directory = makeDirectory();
  using kv = await Deno.openKv(":memory:");
  for (let n = 0; n < 7; n++) await kv.set(["balance", n], 100);
  for (let n = 0; n < 3000; n++) await kv.set(["ballast", n], "x".repeat(50));
  const end = new AbortController();
  const moving = moveMoney(kv, end.signal);
  const pause = setTimeout(() => end.abort(), 150);
  const file = `${directory.path}/backup`;
  unwrap(await backupByListing(kv, { file, header }));
  clearTimeout(pause);
  end.abort();
  await moving;
  await expectWhole(file);
});

Deno.test("what is deleted or changed between two looks isn't in the backup as it was", async () => {
  using directory = makeDirectory();
  using real = await Deno.openKv(":memory:");
  for (const name of ["changed", "deleted", "kept"]) await real.set([name], "before");
  let lists = 0;
  const kv = new Proxy(real, {
    get(target, name) {
      const member = Reflect.get(target, name, target);
      if (name !== "list") return typeof member === "function" ? member.bind(target) : member;
      return async function* (selector: Deno.KvListSelector) {
        if (++lists === 2) {
          await real.atomic().delete(["deleted"]).set(["changed"], "after").commit();
        }
        yield* real.list(selector);
      };
    },
  });
  const file = `${directory.path}/backup`;
  expect(unwrap(await backupByListing(kv, { file, header })).entries).toBe(2);
  using target = await Deno.openKv(":memory:");
  unwrap(await restore(target, { file, nowMs: NOW_MS }));
  expect(await contentOf(target)).toEqual([[["changed"], "after"], [["kept"], "before"]]);
});

Deno.test("a database that never rests can't be saved by listing, and leaves no file", async () => {
  using directory = makeDirectory();
  using real = await Deno.openKv(":memory:");
  let writes = 0;
  const kv = new Proxy(real, {
    get(target, name) {
      const member = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        if (name === "list") void real.set(["hot"], writes++);
        return member.apply(target, args);
      };
    },
  });
  await real.set(["hot"], 0);
  const result = await backupByListing(kv, { file: `${directory.path}/backup`, header });
  expect(result).toEqual(fail({ code: "kept_changing" }));
  expect(await filesIn(directory.path)).toEqual([]);
});

Deno.test("a file that isn't a database makes no backup and leaves none behind", async () => {
  using directory = makeDirectory();
  const kvPath = `${directory.path}/a.kv`;
  await Deno.writeTextFile(kvPath, "not a database, but long enough to be looked at".repeat(100));
  await expect(backupFile({ kvPath, file: `${directory.path}/backup`, header })).rejects.toThrow();
  expect(await filesIn(directory.path)).toEqual(["a.kv"]);
});

Deno.test("a restore that is broken off leaves its mark, and a forced one starts over", async () => {
  using directory = makeDirectory();
  using source = await Deno.openKv(`${directory.path}/a.kv`);
  for (let n = 0; n < 500; n++) await source.set(["orders", n], n);
  const file = `${directory.path}/backup`;
  unwrap(await backupFile({ kvPath: `${directory.path}/a.kv`, file, header }));
  using target = await Deno.openKv(":memory:");
  let commits = 0;
  const breaking = new Proxy(target, {
    get(kv, name) {
      if (name === "atomic" && ++commits > 3) throw new Error("the power went");
      const member = Reflect.get(kv, name, kv);
      return typeof member === "function" ? member.bind(kv) : member;
    },
  });
  await expect(restore(breaking, { file, nowMs: NOW_MS })).rejects.toThrow("the power went");
  expect((await target.get(RESTORE_MARK)).value).not.toBeNull();
  expect(await restore(target, { file, nowMs: NOW_MS })).toEqual(fail({ code: "not_empty" }));
  unwrap(await restore(target, { file, nowMs: NOW_MS, isForced: true }));
  expect(await contentOf(target)).toStrictEqual(await contentOf(source));
});
