/** Every collection is named, with what the copy has of it and what an erasure does to it: no new one goes unnoticed. */
import { expect } from "expect";
import { partsOf } from "@/domain/privacy/collect.ts";
import { COLLECTIONS, NOBODYS } from "@/domain/privacy/collections.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { makeWorld } from "@/tests/helpers/world.ts";
import { strangersIn } from "./traces.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;

/** Where the source writes the first part of a key: calls, ranges, and constants that are called keys. */
const KEY_PLACES = new RegExp(
  "(?:\\b(?:prefix|start|end): |\\.(?:get|set|delete|create|peek|sum)(?:<[^>]*>)?\\(\\s*|" +
    "pageIds\\(\\w+, |KvKey(?:\\[\\])? =(?:>\\s*)?\\s*|" +
    "[kK](?:ey|EY)\\w* = (?:\\([^)]*\\)\\s*=>\\s*)?)" +
    '\\[\\s*"([a-z][a-z]*_?[a-z_]*)"\\s*(?:,|\\])|const (?:done|hour) = \\["([a-z_]+)"',
  "g",
);
/** Keys as the headers of modules name them: `["orders", id]`; `<kind>` is each of the kinds of sealed documents. */
const KINDS = ["invoice", "credit_note"];
const NAMED_KEYS = /`\[((?:"[a-z_<>]+"(?:\s*\|\s*)?(?:\s*\*\s*)?)+)[,\s]*[^\]`]*\]`/g;

async function collectionsOfSource(): Promise<string[]> {
  const found = new Set<string>();
  async function walk(folder: string): Promise<void> {
    for await (const { name, isDirectory } of Deno.readDir(ROOT + folder)) {
      const path = `${folder}/${name}`;
      if (isDirectory) await walk(path);
      else if (name.endsWith(".ts")) read(await Deno.readTextFile(ROOT + path));
    }
  }
  function read(source: string): void {
    for (const [, keys] of source.matchAll(NAMED_KEYS)) {
      for (const [, name] of keys!.matchAll(/"([a-z_<>]+)"/g)) {
        for (const kind of KINDS) found.add(name!.replace("<kind>", kind));
      }
    }
    const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    for (const [, name, other] of code.matchAll(KEY_PLACES)) found.add((name ?? other)!);
  }
  await walk("domain");
  return [...found].sort();
}

Deno.test("every collection that the source writes is said to name customers, or nobody", async () => {
  const collections = await collectionsOfSource();

  expect(collections.length).toBeGreaterThan(150);
  expect(collections.filter((name) => !COLLECTIONS.has(name) && !NOBODYS.has(name))).toEqual([]);
  const known = [...COLLECTIONS.keys(), ...NOBODYS];
  // Records of days note apart how far they are final.
  const bases = known.map((name) => name.replace(/_final$/, ""));
  expect(bases.filter((name) => !collections.includes(name))).toEqual([]);
  expect(new Set(known).size).toBe(known.length);
});

Deno.test("every collection that names customers is in the copy, or a reason says why not", async () => {
  await using deps = await makeDeps();
  const parts = partsOf(deps, deps.ids.next("cus")).map(({ name }) => name);

  for (const [name, { part, reason }] of COLLECTIONS) {
    expect([name, part === null ? reason !== "" : parts.includes(part)]).toEqual([name, true]);
    expect([name, part === null]).toEqual([name, reason !== undefined]);
  }
  const named = new Set([...COLLECTIONS.values()].map(({ part }) => part));
  // Further views of teams, invoices and mails.
  expect(parts.filter((part) => !named.has(part)))
    .toEqual(["memberships", "payment_promises", "messages"]);
});

Deno.test("no record of a shop in the middle of its work names somebody where the lists don't say so", async () => {
  await using deps = await makeDeps();
  const { people } = await makeWorld(deps);

  expect(await strangersIn(deps, people.customer.id)).toEqual([]);

  await deps.kv.set(["gift_lists", "1"], { owner: people.customer.id });
  expect(await strangersIn(deps, people.customer.id)).toEqual(["gift_lists"]);
});
