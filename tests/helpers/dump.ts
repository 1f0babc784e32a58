/** Snapshots of a KV, to prove that a refusal wrote nothing. */

/** Every entry of the KV by its key as JSON, with its value and versionstamp; two dumps compare with `toEqual`. */
export async function dumpKv(
  kv: Deno.Kv,
  options: { prefix?: Deno.KvKey; ignore?: readonly string[] } = {},
): Promise<Record<string, { value: unknown; versionstamp: string }>> {
  const ignored = new Set(options.ignore);
  const dump: Record<string, { value: unknown; versionstamp: string }> = {};
  for await (const { key, value, versionstamp } of kv.list({ prefix: options.prefix ?? [] })) {
    if (ignored.has(String(key[0]))) continue;
    dump[showKey(key)] = { value, versionstamp };
  }
  return dump;
}

/** How many entries there are below a prefix. */
export async function countKeys(kv: Deno.Kv, prefix: Deno.KvKey): Promise<number> {
  let count = 0;
  for await (const _ of kv.list({ prefix })) count++;
  return count;
}

function showKey(key: Deno.KvKey): string {
  return JSON.stringify(
    key,
    (_, part) => typeof part === "bigint" ? `${part}n` : part,
  );
}

/** Everything that KV has, as one text: to look for what must not be in it. */
export async function dumpText(deps: { kv: Deno.Kv }): Promise<string> {
  return Deno.inspect(await dumpKv(deps.kv), {
    depth: 20,
    iterableLimit: 1e6,
    strAbbreviateSize: 1e6,
  });
}
