/** Walks over whole collections for jobs, a few records at a time, so that a walk can go on in another job. */

/** One record of a walk. */
export interface Walked<T> {
  /** The last part of its key. */
  id: string;
  /** `null` where what is stored isn't one. */
  record: T | null;
}

/** The next records of a collection in the order of their keys, up to `limit`, after the id `after`; from the first where it is empty. */
export async function recordsAfter<T>(
  kv: Deno.Kv,
  { prefix, after, limit }: { prefix: Deno.KvKey; after: string; limit: number },
  parse: (stored: unknown) => T,
): Promise<Walked<T>[]> {
  const start = after === "" ? {} : { start: [...prefix, `${after}\0`] };
  const found: Walked<T>[] = [];
  for await (const { key, value } of kv.list({ prefix, ...start }, { limit })) {
    found.push({ id: String(key.at(-1)), record: readable(value, parse) });
  }
  return found;
}

function readable<T>(value: unknown, parse: (stored: unknown) => T): T | null {
  try {
    return parse(value);
  } catch {
    return null;
  }
}
