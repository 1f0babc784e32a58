/** The stylesheet: every class has a rule, the same source gives the same bytes, and it stays small. */
import { expect } from "expect";
import {
  buildStylesheet,
  classCandidates,
  readSources,
  twindStylesheet,
} from "@/components/styles/mod.ts";
import { createCompiler } from "@/components/styles/twind.ts";
import { usedClasses } from "./used_classes.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

async function gzipBytes(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

Deno.test("every class in components, islands and routes gives a rule", async () => {
  const compiler = createCompiler();
  const makesRule = (word: string) => compiler.add(word);
  const sources = await readSources(ROOT);

  const unknown: string[] = [];
  for (const [path, source] of sources) {
    if (path.includes("/components/styles/")) continue;
    for (const word of usedClasses(source, makesRule)) {
      if (!makesRule(word)) unknown.push(`${path.slice(ROOT.length + 1)}: ${word}`);
    }
  }

  expect(unknown).toEqual([]);
});

Deno.test("a class that names no rule is found in attributes, branches and constants", () => {
  const compiler = createCompiler();
  const source = `
    const LOOK = "flex items-center bg-nowhere";
    const text = "flex your mind and go";
    <p class="p-4 text-nothing" />;
    <p class={cx("mt-2", state === "done" && "text-slate-500")} />;`;

  const unknown = [...usedClasses(source, (word) => compiler.add(word))]
    .filter((word) => !compiler.add(word));

  expect(unknown.sort()).toEqual(["bg-nowhere", "text-nothing", "text-slate-500"]);
});

Deno.test("every class that is used lands in the sheet", async () => {
  const compiler = createCompiler();
  const sources = await readSources(ROOT);
  const candidates = new Set(classCandidates([...sources.values()].join("\n")));

  const missed: string[] = [];
  for (const source of sources.values()) {
    for (const word of usedClasses(source, (word) => compiler.add(word))) {
      if (compiler.add(word) && !candidates.has(word)) missed.push(word);
    }
  }

  expect(missed).toEqual([]);
});

Deno.test("buildStylesheet() gives the same bytes for the same sources in any order", async () => {
  const sources = [...(await readSources(ROOT)).values()];

  const first = await buildStylesheet(sources);
  const second = await buildStylesheet([...sources].reverse());

  expect(second).toBe(first);
});

Deno.test("twindStylesheet() is below 20 kB gzip and has no bookkeeping comments", async () => {
  const css = await twindStylesheet(ROOT);

  expect(await gzipBytes(css)).toBeLessThan(20_000);
  expect(/\/\*![0-9a-z]/.test(css)).toBe(false);
});

Deno.test("buildStylesheet() keeps preflight before base rules before utilities", async () => {
  const css = await buildStylesheet(['<p class="p-4 sm:p-6 motion-safe:animate-spin">']);

  const order = [
    "@font-face",
    "box-sizing:border-box",
    ":focus-visible{outline:2px",
    ".p-4{",
    "@media (min-width:640px){",
    "@media (prefers-reduced-motion:reduce)",
    "@media print",
  ].map((part) => css.indexOf(part));
  expect(order.every((at) => at >= 0)).toBe(true);
  expect([...order].sort((a, b) => a - b)).toEqual(order);
});

Deno.test("classCandidates() leaves code alone and takes arbitrary values", () => {
  const words = classCandidates(
    '<p class="p-4 -mt-2 w-[min(32rem,100%)] [&>li]:p-2 hover:bg-raised/50">{items.map((x) => x)}',
  );

  expect(words).toEqual(
    ["[&>li]:p-2", "-mt-2", "hover:bg-raised/50", "p-4", "w-[min(32rem,100%)]"].sort(),
  );
});

Deno.test("the fonts that the sheet names exist", async () => {
  const css = await twindStylesheet(ROOT);
  const fonts = [...css.matchAll(/url\(([^)]+)\)/g)].map((match) => match[1]);

  expect(fonts.length).toBe(4);
  for (const font of fonts) {
    const bytes = await Deno.readFile(`${ROOT}/static${font}`);
    expect(new TextDecoder().decode(bytes.slice(0, 4))).toBe("wOF2");
  }
});
