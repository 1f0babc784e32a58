/** What one commit writes, seen from outside: to write as much without any of the work around it. */

/** A commit that went through. */
export interface RecordedCommit {
  checks: number;
  sets: { key: Deno.KvKey; value: unknown }[];
  deletes: Deno.KvKey[];
  sums: Deno.KvKey[];
}

/** A KV that writes down each commit that goes through it. */
export function recordingKv(kv: Deno.Kv): { kv: Deno.Kv; commits: RecordedCommit[] } {
  const commits: RecordedCommit[] = [];
  const recorder = new Proxy(kv, {
    get(target, name) {
      if (name === "atomic") return () => recordAtomic(target, commits);
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { kv: recorder, commits };
}

function recordAtomic(kv: Deno.Kv, commits: RecordedCommit[]): Deno.AtomicOperation {
  const commit: RecordedCommit = { checks: 0, sets: [], deletes: [], sums: [] };
  const real = kv.atomic();
  const recorder: Partial<Deno.AtomicOperation> = {
    check(...checks) {
      commit.checks += checks.length;
      real.check(...checks);
      return this as Deno.AtomicOperation;
    },
    set(key, value, options) {
      commit.sets.push({ key, value });
      real.set(key, value, options);
      return this as Deno.AtomicOperation;
    },
    delete(key) {
      commit.deletes.push(key);
      real.delete(key);
      return this as Deno.AtomicOperation;
    },
    sum(key, by) {
      commit.sums.push(key);
      real.sum(key, by);
      return this as Deno.AtomicOperation;
    },
    async commit() {
      const result = await real.commit();
      if (result.ok) commits.push(commit);
      return result;
    },
  };
  return recorder as Deno.AtomicOperation;
}

/** Writes as much as a recorded commit did, under as many checks, to keys of its own. */
export async function commitAsMuch(
  kv: Deno.Kv,
  commit: RecordedCommit,
  serial: number,
): Promise<void> {
  const last = String(serial).padStart(12, "0");
  const operation = kv.atomic();
  for (let i = 0; i < commit.checks; i++) {
    operation.check({ key: ["bare", String(i), last], versionstamp: null });
  }
  for (const { key, value } of commit.sets) operation.set(["bare", ...key, last], value);
  for (const key of commit.sums) operation.sum(["bare", ...key], 1n);
  if (!(await operation.commit()).ok) throw new Error("a bare commit failed");
}

/** A KV that takes every commit and keeps none: to record what would be written, and write much of it at once. */
export const DRY = {
  atomic() {
    const operation = {
      check: () => operation,
      set: () => operation,
      delete: () => operation,
      sum: () => operation,
      commit: () => Promise.resolve({ ok: true, versionstamp: "" }),
    };
    return operation;
  },
} as unknown as Deno.Kv;
