/**
 * A database file that several processes write to. SQLite breaks a commit with checks off at once where another process has
 * written since it began, and has written nothing then: it is made again, for about two seconds. Reads and commits without
 * checks wait for the file by themselves: of 300,000 reads beside processes that wrote, died and were started again none
 * was broken off.
 */

/** Pauses, of half their length on average, that make about two seconds. */
const MAX_WAITS = 200;
const PAUSE_MS = 20;

/** Other processes held the database's file for two seconds; nothing is written. */
export class DatabaseLocked extends Error {
  override name = "DatabaseLocked";
}

/** Whether a commit was broken off because another process wrote to the file. */
function isLocked(error: unknown): boolean {
  return error instanceof DatabaseLocked ||
    error instanceof TypeError && error.message.includes("database is locked");
}

/** The result of a commit. */
type Committed = Deno.KvCommitResult | Deno.KvCommitError;

/**
 * Makes a commit, and makes it again while the file is locked.
 *
 * @throws DatabaseLocked after two seconds of that, and whatever else breaks it.
 */
export async function commitPatiently(commit: () => Promise<Committed>): Promise<Committed> {
  for (let waits = 0;; waits++) {
    try {
      return await commit();
    } catch (error) {
      if (!isLocked(error) || error instanceof DatabaseLocked) throw error;
      if (waits === MAX_WAITS) throw new DatabaseLocked("database is locked", { cause: error });
    }
    await pause(jitter() * PAUSE_MS);
  }
}

/** Makes a commit that may as well be left out: it is, where the file is locked. */
export async function commitIfFree(op: Deno.AtomicOperation): Promise<void> {
  try {
    await op.commit();
  } catch (error) {
    if (!isLocked(error)) throw error;
  }
}

/** The same KV, whose commits all wait like that, wherever they are made. */
export function patientKv(kv: Deno.Kv): Deno.Kv {
  function atomic(): Deno.AtomicOperation {
    const op = kv.atomic();
    const commit = op.commit.bind(op);
    op.commit = () => commitPatiently(commit);
    return op;
  }
  return new Proxy(kv, {
    get(target, name) {
      if (name === "atomic") return atomic;
      const member = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

/** A random fraction from 0 to 1. */
export function jitter(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32;
}

/** Waits. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
