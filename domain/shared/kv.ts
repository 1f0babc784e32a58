/**
 * Atomic commits on Deno KV. `transact()` runs a use-case's body against a `Tx`, which remembers what was read,
 * checks it on commit, and runs the body again when somebody else wrote first. Nothing is written unless the body
 * returns a success.
 *
 * Limits are those of the self-hosted server (denokv_proto): 10 checks, 1000 mutations, 800 KiB a commit, 64 KiB a
 * value, 10 keys a `getMany`. The embedded engine allows more; what only works there is a bug here.
 */
import type { Deps } from "./deps.ts";
import { commitPatiently, DatabaseLocked, jitter, pause } from "./patient_kv.ts";
import {
  type Conflict,
  type ErrorOf,
  fail,
  type Failure,
  type Result,
  type ValueOf,
} from "./result.ts";

const MAX_CHECKS = 10;
const MAX_KEYS_PER_READ = 10;
const MAX_ATTEMPTS = 8;
const RETRY_BASE_MS = 4;

/** Entries a page at the most. */
export const MAX_PAGE_SIZE = 100;

/** What is staged for one commit, and what was read for it. */
export class Tx {
  readonly #kv: Deno.Kv;
  readonly #op: Deno.AtomicOperation;
  readonly #reads = new Map<string, Deno.KvEntryMaybe<unknown>>();
  readonly #checked = new Map<string, Deno.AtomicCheck>();
  readonly #staged = new Set<string>();

  constructor(kv: Deno.Kv) {
    this.#kv = kv;
    this.#op = kv.atomic();
  }

  /** Reads a key and checks on commit that it hasn't changed since. `null` where there is nothing. */
  async get<T>(key: Deno.KvKey): Promise<T | null> {
    const entry = await this.#read<T>(key);
    this.#check(key, entry.versionstamp);
    return entry.value;
  }

  /** Reads a key without a check: for what may be a little old, such as catalogue texts and settings. */
  async peek<T>(key: Deno.KvKey): Promise<T | null> {
    return (await this.#read<T>(key)).value;
  }

  /**
   * Writes a key that must not exist yet; if it does, the commit fails and the body runs again.
   *
   * @throws Error if this commit read the key and found something: running again would end the same way.
   */
  create(key: Deno.KvKey, value: unknown, options: { expireInMs?: number } = {}): void {
    if (typeof this.#reads.get(JSON.stringify(key))?.versionstamp === "string") {
      throw new Error(`created what exists: ${JSON.stringify(key)}`);
    }
    this.#check(key, null);
    this.set(key, value, options);
  }

  /** Writes a key. Read it with `get()` first, unless the key is owned by a record that this commit checks. */
  set(key: Deno.KvKey, value: unknown, options: { expireInMs?: number } = {}): void {
    this.#staged.add(JSON.stringify(key));
    this.#op.set(
      key,
      value,
      options.expireInMs === undefined ? {} : { expireIn: options.expireInMs },
    );
  }

  /** Deletes a key. */
  delete(key: Deno.KvKey): void {
    this.#op.delete(key);
  }

  /** Adds to a counter; `by` may be negative (U64 arithmetic wraps). Never for money or stock. */
  count(key: Deno.KvKey, by: number): void {
    this.#op.sum(key, BigInt.asUintN(64, BigInt(by)));
  }

  /** Whether this commit already writes the key: reads don't see what is staged. */
  isStaged(key: Deno.KvKey): boolean {
    return this.#staged.has(JSON.stringify(key));
  }

  /**
   * Commits; false if a check failed, or if other processes held the database's file for two seconds.
   */
  async commit(): Promise<boolean> {
    try {
      return (await commitPatiently(() => this.#op.commit())).ok;
    } catch (error) {
      if (error instanceof DatabaseLocked) return false;
      throw error;
    }
  }

  /** Whether somebody has written what this commit checks since it was read. */
  async isOutdated(): Promise<boolean> {
    const checks = [...this.#checked.values()];
    const entries = await this.#kv.getMany(checks.map(({ key }) => key));
    return entries.some(({ versionstamp }, at) => versionstamp !== checks[at]!.versionstamp);
  }

  async #read<T>(key: Deno.KvKey): Promise<Deno.KvEntryMaybe<T>> {
    const name = JSON.stringify(key);
    const known = this.#reads.get(name);
    if (known) return known as Deno.KvEntryMaybe<T>;
    const entry = await this.#kv.get<T>(key);
    this.#reads.set(name, entry);
    return entry;
  }

  #check(key: Deno.KvKey, versionstamp: string | null): void {
    const name = JSON.stringify(key);
    if (this.#checked.has(name)) return;
    if (this.#checked.size === MAX_CHECKS) {
      throw new RangeError(`more than ${MAX_CHECKS} checks in one commit`);
    }
    this.#checked.set(name, { key, versionstamp });
    this.#op.check({ key, versionstamp });
  }
}

/**
 * Runs `body` until its commit goes through, at most 8 times with growing, jittered pauses; then `conflict`. A
 * failure of the body is returned as it is and writes nothing. The body must do nothing but read and stage; what it throws
 * is thrown on, unless somebody has written meanwhile what it had read.
 *
 * With `lane`, commits of this process that name the same lane take turns.
 */
export function transact<R extends Result<unknown, Failure>>(
  deps: Pick<Deps, "kv" | "lanes">,
  body: (tx: Tx) => Promise<R>,
  options: { lane?: string } = {},
): Promise<Result<ValueOf<R>, ErrorOf<R> | Conflict>> {
  const attempts = () => attemptCommits(deps.kv, body);
  return options.lane === undefined ? attempts() : deps.lanes.run(options.lane, attempts);
}

async function attemptCommits<R extends Result<unknown, Failure>>(
  kv: Deno.Kv,
  body: (tx: Tx) => Promise<R>,
): Promise<Result<ValueOf<R>, ErrorOf<R> | Conflict>> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const tx = new Tx(kv);
    const result = await runOn(tx, body, { isLast: attempt + 1 === MAX_ATTEMPTS });
    if (result && (!result.ok || await tx.commit())) {
      return result as Result<ValueOf<R>, ErrorOf<R>>;
    }
    await pause(jitter() * RETRY_BASE_MS * 2 ** attempt);
  }
  return fail({ code: "conflict" });
}

/** Runs the body; `null` where it threw over what was never there together, as it read one key after the other. */
async function runOn<R>(
  tx: Tx,
  body: (tx: Tx) => Promise<R>,
  { isLast }: { isLast: boolean },
): Promise<R | null> {
  try {
    return await body(tx);
  } catch (error) {
    if (isLast || !await tx.isOutdated()) throw error;
    return null;
  }
}

/** Values of many keys in their order, `null` where there is nothing; read ten keys at a time. */
export async function getAll<T>(
  kv: Deno.Kv,
  keys: readonly Deno.KvKey[],
): Promise<Array<T | null>> {
  const batches: Deno.KvKey[][] = [];
  for (let i = 0; i < keys.length; i += MAX_KEYS_PER_READ) {
    batches.push(keys.slice(i, i + MAX_KEYS_PER_READ));
  }
  const entries = await Promise.all(
    batches.map((batch) => kv.getMany<T[]>(batch) as Promise<Deno.KvEntryMaybe<T>[]>),
  );
  return entries.flat().map((entry) => entry.value);
}

/** Where a page starts and how long it is. */
export interface PageRequest {
  /** The last part of the index key after which the page starts: the id of the last entry of the page before. */
  after?: string;
  /** Entries, 1 to 100; 25 unless told. */
  limit?: number;
}

/** A page of a list, newest first. */
export interface Page<T> {
  items: T[];
  /** `after` of the next page; `null` on the last one. */
  next: string | null;
}

/**
 * One page of an index whose keys are `[...prefix, id]`, newest first. Costs the page, however long the index is.
 * The cursor is the last id itself, so a page holds its place while entries come and go.
 */
export async function pageIds(
  kv: Deno.Kv,
  prefix: Deno.KvKey,
  request: PageRequest = {},
): Promise<Page<string>> {
  const limit = Math.min(Math.max(request.limit ?? 25, 1), MAX_PAGE_SIZE);
  const selector: Deno.KvListSelector = request.after === undefined
    ? { prefix }
    : { prefix, end: [...prefix, request.after] };
  const ids: string[] = [];
  for await (const entry of kv.list(selector, { reverse: true, limit: limit + 1 })) {
    ids.push(String(entry.key.at(-1)));
  }
  const items = ids.slice(0, limit);
  return { items, next: ids.length > limit ? items.at(-1)! : null };
}
