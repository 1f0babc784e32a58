import { expect } from "expect";
import { fileURLToPath } from "node:url";
import { findBreaches } from "./helpers/architecture.ts";
import { readFacts, type SourceFacts } from "./helpers/source_facts.ts";

const ROOT = fileURLToPath(import.meta.resolve("@/"));
/** Besides all that begins with a dot: what tools and other tests make for themselves. */
const SKIPPED = new Set(["node_modules", "_fresh", "data", "static"]);

Deno.test("no file imports what its part of the repository may not, or is longer than it should be", async () => {
  const files = await readSources();

  expect(files.length).toBeGreaterThan(100);
  expect(findBreaches(files)).toEqual([]);
});

Deno.test("findBreaches() finds every kind of breach", () => {
  const bad: [path: string, source: string, complaint: string][] = [
    ["domain/order/a.ts", 'import { h } from "preact";', "nothing of HTTP"],
    ["domain/order/a.ts", 'import { App } from "fresh";', "nothing of HTTP"],
    [
      "domain/order/a.ts",
      'import type { X } from "@/routes/(_lib)/state.ts";',
      "nothing of routes",
    ],
    ["domain/order/a.ts", 'import { x } from "../invoice/repo.ts";', "mod.ts only"],
    ["domain/order/a.ts", 'export * from "@/domain/invoice/model.ts";', "mod.ts only"],
    ["domain/order/a.ts", "export const at = Date.now();", "deps.clock"],
    ["domain/order/a.ts", "export const now = () => Temporal.Now.instant();", "deps.clock"],
    ["domain/order/a.ts", "export const at = () => new Date();", "deps.clock"],
    ["domain/order/a.ts", "export const id = () => crypto.randomUUID();", "deps.clock"],
    ["domain/order/a.ts", "export const kv = () => Deno.openKv();", "open KV"],
    ["domain/order/a.ts", 'export const home = () => Deno.env.get("HOME");', "in its deps"],
    ["domain/order/a.ts", "let last = 0; export const next = () => ++last;", "mutable state"],
    ["domain/order/a.ts", "export default 1;", "default"],
    ["domain/order/BadName.ts", "export {};", "snake_case"],
    ["domain/order/a.ts", "export {};\n".repeat(301), "301 lines"],
    ["domain/shared/a.ts", 'import { x } from "@/domain/order/mod.ts";', "stands on nothing"],
    ["routes/a.ts", 'import { x } from "@/domain/order/repo.ts";', "mod.ts only"],
    ["routes/a.ts", 'import { transact } from "@/domain/shared/kv.ts";', "no KV"],
    ["routes/a.ts", 'import { App } from "@/fresh/src/mod.ts";', "never by its folder"],
    ["routes/a.ts", 'import { App } from "fresh/internal";', "only fresh"],
    ["routes/a.ts", 'import { Builder } from "fresh/dev";', "fresh.config.ts"],
    ["routes/a.tsx", 'export const A = () => <p style="color:red">x</p>;', "content security"],
    ["routes/a.ts", 'import { makeDeps } from "@/tests/helpers/deps.ts";', "only tests"],
    ["islands/A.tsx", 'import { x } from "@/domain/shared/kv.ts";', "leads to KV"],
    ["islands/A.tsx", 'import { x } from "@/domain/order/quote.ts";', "leads to KV"],
    ["islands/A.tsx", 'import axios from "axios";', "islands carry"],
    ["components/A.tsx", 'import { x } from "@/routes/a.ts";', "below routes"],
    ["islands/counter.tsx", "export const A = () => null;", "PascalCase"],
    ["fresh/src/a.ts", 'import { x } from "@/domain/shared/money.ts";', "nothing of the app"],
    ["tools/a.ts", "export {};", "no such part"],
  ];
  const impure = readFacts("domain/order/quote.ts", 'import { x } from "./repo.ts";');

  for (const [path, source, complaint] of bad) {
    const breaches = findBreaches([readFacts(path, source), impure]);
    expect(`${source} ${breaches.join("; ")}`).toContain(complaint);
  }
});

Deno.test("findBreaches() has nothing against what DESIGN allows", () => {
  const good: [path: string, source: string][] = [
    ["domain/order/a.ts", 'import { x } from "../invoice/mod.ts"; import { y } from "./repo.ts";'],
    ["domain/order/a.ts", "// Date.now() in a comment, 'Date.now()' in a text\nexport {};"],
    ["domain/order/a.ts", "export const day = (text: string) => new Date(text);"],
    ["domain/shared/clock.ts", "export const now = () => Date.now();"],
    ["domain/operations/open.ts", "export const open = () => Deno.openKv();"],
    ["routes/a.tsx", 'import { x } from "@/domain/order/mod.ts"; export default 1;'],
    [
      "islands/A.tsx",
      'import type { X } from "@/domain/order/mod.ts"; import { h } from "preact";',
    ],
    ["islands/A.tsx", 'import { type Money, add } from "@/domain/shared/money.ts";'],
    ["fresh.config.ts", 'import { Builder } from "fresh/dev";'],
  ];

  for (const [path, source] of good) {
    expect({ source, breaches: findBreaches([readFacts(path, source)]) })
      .toEqual({ source, breaches: [] });
  }
});

async function readSources(): Promise<SourceFacts[]> {
  const files: SourceFacts[] = [];
  async function walk(folder: string): Promise<void> {
    for await (const entry of Deno.readDir(ROOT + folder)) {
      if (SKIPPED.has(entry.name) || entry.name.startsWith(".")) continue;
      const path = folder + entry.name;
      if (entry.isDirectory) await walk(`${path}/`);
      else if (/\.tsx?$/.test(path)) {
        files.push(readFacts(path, await Deno.readTextFile(ROOT + path)));
      }
    }
  }
  await walk("");
  return files;
}
