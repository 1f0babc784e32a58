/** Several processes on one file: commits that the database breaks off are made again, wherever they are made. */
import { expect } from "expect";
import { openKv } from "@/domain/operations/open_kv.ts";
import { resolveSession } from "@/domain/session/mod.ts";
import { Tx } from "@/domain/shared/kv.ts";
import { commitPatiently, DatabaseLocked } from "@/domain/shared/patient_kv.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { makePerson } from "../../helpers/people.ts";

const LOCKED = new TypeError("database is locked");

/** A KV of which every commit is broken off. */
function lockedKv(kv: Deno.Kv): Deno.Kv {
  return new Proxy(kv, {
    get(target, name) {
      if (name === "atomic") {
        return () => {
          const op = target.atomic();
          op.commit = () => Promise.reject(LOCKED);
          return op;
        };
      }
      const member = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

Deno.test("two that write to one file at once, beside others that read it, break nothing off, and each commit is made once", async () => {
  const folder = await Deno.makeTempDir();
  const open = async () => unwrap(await openKv({ kvPath: `${folder}/kv` }));
  using one = await open();
  using other = await open();
  const writers = [one, other].flatMap((kv, side) =>
    Array.from({ length: 4 }, (_, at) => ({ kv, key: ["counts", side, at] }))
  );
  let isOver = false;
  async function read(kv: Deno.Kv): Promise<void> {
    while (!isOver) {
      await kv.getMany(writers.slice(0, 3).map(({ key }) => key));
      for await (const _ of kv.list({ prefix: ["counts"] }));
    }
  }
  const reading = [read(one), read(other)];

  const written = await Promise.allSettled(writers.map(async ({ kv, key }) => {
    for (let count = 1; count <= 40; count++) {
      const before = await kv.get<number>(key);
      const done = await kv.atomic().check(before).set(key, (before.value ?? 0) + 1).commit();
      expect(done.ok).toBe(true);
    }
  }));
  isOver = true;
  await Promise.all(reading);

  expect(written.filter(({ status }) => status === "rejected")).toEqual([]);
  const counts = await Array.fromAsync(other.list<number>({ prefix: ["counts"] }));
  expect(counts.map(({ value }) => value)).toEqual(Array(8).fill(40));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("whoever is signed in gets an answer while the file is locked: when they were last seen isn't worth an error", async () => {
  await using deps = await makeDeps();
  const { session, id } = await makePerson(deps, { name: "Ada", email: "ada@example.com" });
  deps.clock.advance({ hours: 1 });

  const signedIn = await resolveSession({ ...deps, kv: lockedKv(deps.kv) }, session);

  expect(signedIn?.account.id).toBe(id);
});

Deno.test("a file that stays locked is given up after two seconds: a commit counts as failed then, and writes nothing", async () => {
  await using deps = await makeDeps();
  const begun = performance.now();
  await expect(commitPatiently(() => Promise.reject(LOCKED))).rejects.toThrow(DatabaseLocked);
  expect(performance.now() - begun).toBeGreaterThan(1_000);

  const tx = new Tx(lockedKv(deps.kv));
  tx.set(["a"], 1);
  expect(await tx.commit()).toBe(false);
  expect((await deps.kv.get(["a"])).value).toBe(null);
});

Deno.test("whatever else breaks a commit is thrown at once", async () => {
  let tries = 0;
  const broken = commitPatiently(() => {
    tries++;
    return Promise.reject(new TypeError("connection closed"));
  });
  await expect(broken).rejects.toThrow("connection closed");
  expect(tries).toBe(1);
});
