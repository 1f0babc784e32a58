/**
 * A copy of a KV for rehearsals, made as it is needed: what is read comes from the KV, what is written stays in memory and
 * is read from there. The KV itself is only ever read, so that nothing can change it. It has what use-cases need: `get`,
 * `getMany`, `list`, `set`, `delete` and `atomic` with checks, for keys of strings.
 */

/** What a rehearsal must not see of the KV: everything whose key begins with one of these. */
export interface OverlayOptions {
  hidden?: readonly Deno.KvKey[];
}

interface Written {
  key: Deno.KvKey;
  /** `undefined` where it was deleted. */
  value: unknown;
  versionstamp: string;
}

type Entry = Deno.KvEntryMaybe<unknown>;

interface Mutation {
  kind: "set" | "delete" | "sum";
  key: Deno.KvKey;
  value?: unknown;
}

/** A copy of `base` that takes writes. */
export function overlayKv(base: Deno.Kv, options: OverlayOptions = {}): Deno.Kv {
  const written = new Map<string, Written>();
  let commits = 0;
  let tail: Promise<unknown> = Promise.resolve();

  const isHidden = (key: Deno.KvKey) =>
    options.hidden?.some((prefix) => prefix.every((part, at) => key[at] === part)) ?? false;

  async function get(key: Deno.KvKey): Promise<Entry> {
    const own = written.get(JSON.stringify(key));
    if (own) return entryOf(own);
    if (isHidden(key)) return { key, value: null, versionstamp: null };
    return await base.get(key);
  }

  async function* list(
    selector: Deno.KvListSelector,
    { limit = Infinity, reverse = false }: Deno.KvListOptions = {},
  ): AsyncGenerator<Deno.KvEntry<unknown>> {
    const direction = reverse ? -1 : 1;
    const own = [...written.values()].filter(({ key }) => isWithin(key, selector))
      .sort((one, other) => direction * compareKeys(one.key, other.key));
    let at = 0;
    let left = limit;
    for await (const entry of base.list(selector, { reverse })) {
      while (at < own.length && direction * compareKeys(own[at]!.key, entry.key) < 0) {
        const mine = own[at++]!;
        if (mine.value !== undefined && left-- > 0) yield entryOf(mine) as Deno.KvEntry<unknown>;
      }
      if (left <= 0) return;
      if (written.has(JSON.stringify(entry.key)) || isHidden(entry.key)) continue;
      left--;
      yield entry;
    }
    for (const mine of own.slice(at)) {
      if (mine.value !== undefined && left-- > 0) yield entryOf(mine) as Deno.KvEntry<unknown>;
    }
  }

  async function commit(
    checks: readonly Deno.AtomicCheck[],
    mutations: readonly Mutation[],
  ): Promise<Deno.KvCommitResult | Deno.KvCommitError> {
    for (const { key, versionstamp } of checks) {
      if ((await get(key)).versionstamp !== versionstamp) return { ok: false };
    }
    const versionstamp = `overlay-${String(++commits).padStart(12, "0")}`;
    for (const { kind, key, value } of mutations) {
      const next = kind === "set"
        ? structuredClone(value)
        : kind === "sum"
        ? added((await get(key)).value, value as bigint)
        : undefined;
      written.set(JSON.stringify(key), { key, value: next, versionstamp });
    }
    return { ok: true, versionstamp };
  }

  /** Commits take turns: each sees all of those before it. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = tail.then(work, work);
    tail = done.catch(() => {});
    return done;
  }

  function atomic() {
    const checks: Deno.AtomicCheck[] = [];
    const mutations: Mutation[] = [];
    const operation = {
      check(...given: Deno.AtomicCheck[]) {
        checks.push(...given);
        return operation;
      },
      set(key: Deno.KvKey, value: unknown) {
        mutations.push({ kind: "set", key, value });
        return operation;
      },
      delete(key: Deno.KvKey) {
        mutations.push({ kind: "delete", key });
        return operation;
      },
      sum(key: Deno.KvKey, value: bigint) {
        mutations.push({ kind: "sum", key, value });
        return operation;
      },
      commit: () => inTurn(() => commit(checks, mutations)),
    };
    return operation;
  }

  return {
    get,
    getMany: (keys: readonly Deno.KvKey[]) => Promise.all(keys.map(get)),
    list,
    atomic,
    set: (key: Deno.KvKey, value: unknown) => atomic().set(key, value).commit(),
    delete: (key: Deno.KvKey) => atomic().delete(key).commit(),
    close: () => written.clear(),
  } as unknown as Deno.Kv;
}

function entryOf({ key, value, versionstamp }: Written): Entry {
  if (value === undefined) return { key, value: null, versionstamp: null };
  return { key, value: structuredClone(value), versionstamp };
}

/** What readers of a counter look at. Sums wrap at 64 bits, as those of the KV do. */
function added(before: unknown, by: bigint): Pick<Deno.KvU64, "value"> {
  const value = (before as Partial<Deno.KvU64> | null)?.value ?? 0n;
  return { value: BigInt.asUintN(64, value + by) };
}

function isWithin(key: Deno.KvKey, selector: Deno.KvListSelector): boolean {
  const { prefix, start, end } = selector as {
    prefix?: Deno.KvKey;
    start?: Deno.KvKey;
    end?: Deno.KvKey;
  };
  const isBelow = prefix === undefined ||
    key.length > prefix.length && prefix.every((part, at) => key[at] === part);
  return isBelow && (start === undefined || compareKeys(key, start) >= 0) &&
    (end === undefined || compareKeys(key, end) < 0);
}

/** Keys sort by their parts, and these by their UTF-8 bytes; code points come in the same order. */
function compareKeys(one: Deno.KvKey, other: Deno.KvKey): number {
  for (let at = 0; at < one.length && at < other.length; at++) {
    const difference = compareTexts(textOf(one[at]), textOf(other[at]));
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  const [left, right] = [Array.from(one), Array.from(other)];
  const at = left.findIndex((char, index) => char !== right[index]);
  if (at === -1) return -1;
  if (right[at] === undefined) return 1;
  return left[at]!.codePointAt(0)! - right[at].codePointAt(0)!;
}

function textOf(part: Deno.KvKeyPart | undefined): string {
  if (typeof part !== "string") throw new TypeError("keys of rehearsals are strings");
  return part;
}
