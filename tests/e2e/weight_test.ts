/** What pages may weigh, in bytes after gzip: their own JavaScript 25 kB, HTML and CSS together 40 kB. */
import { expect } from "expect";
import { makeApp } from "@/tests/helpers/app.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { pagesOf } from "@/tests/helpers/pages.ts";
import { weighPage } from "@/tests/helpers/weight.ts";
import { makeWorld } from "@/tests/helpers/world.ts";

const MAX_JS = 25_000;
const MAX_HTML_AND_CSS = 40_000;

Deno.test("no page is heavier than it may be, and a page without an island ships no JavaScript", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const pages = pagesOf(await makeWorld(deps));
  const tooHeavy: unknown[] = [];
  let withScripts = 0;

  for (const { path, session } of pages) {
    const answer = await app.get(path, { session: session ?? undefined });
    if (answer.status !== 200) continue;
    const html = await answer.text();
    const fetchPath = (asked: string) =>
      asked === path ? Promise.resolve(new Response(html)) : app.get(asked);
    const weight = await weighPage(fetchPath, path);
    const hasIsland = html.includes("<!--frsh:island");
    if (weight.js > 0) withScripts++;
    if (weight.js > MAX_JS || weight.html + weight.css > MAX_HTML_AND_CSS) {
      tooHeavy.push({ path, ...weight });
    }
    expect({ path, hasScript: weight.js > 0 }).toEqual({ path, hasScript: hasIsland });
    expect(weight.css).toBeGreaterThan(1000);
  }
  expect(tooHeavy).toEqual([]);
  expect(withScripts).toBeGreaterThan(0);
});
