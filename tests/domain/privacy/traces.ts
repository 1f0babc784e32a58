/** Traces of somebody in everything that is stored: by the ids of what is theirs, and by words. */
import { COLLECTIONS } from "@/domain/privacy/collections.ts";
import { idsOfAccount } from "@/domain/privacy/ids_of_account.ts";
import type { Deps } from "@/domain/shared/deps.ts";

/** How often each collection names one of the words, in a key or a value. */
export async function tracesOf(
  deps: Pick<Deps, "kv">,
  words: Iterable<string>,
): Promise<Map<string, number>> {
  const wanted = [...words].map((word) => word.toLowerCase());
  const found = new Map<string, number>();
  for await (const { key, value } of deps.kv.list({ prefix: [] })) {
    const text = Deno.inspect([key, value], {
      depth: 20,
      iterableLimit: 1e6,
      strAbbreviateSize: 1e6,
    }).toLowerCase();
    if (!wanted.some((word) => text.includes(word))) continue;
    const name = String(key[0]);
    found.set(name, (found.get(name) ?? 0) + 1);
  }
  return found;
}

/** Collections that name the account, or something of it, and aren't said to name anybody. */
export async function strangersIn(deps: Deps, accountId: string): Promise<string[]> {
  const traces = await tracesOf(deps, await idsOfAccount(deps, accountId));
  return [...traces.keys()].filter((name) => !COLLECTIONS.has(name)).sort();
}
