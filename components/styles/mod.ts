/**
 * The stylesheet, built ahead of time: source text in, one minified sheet out. The same sources
 * give the same bytes, whatever order the file system lists them in.
 */
import { BASE_RULES, FINAL_RULES, FONT_FACES } from "./base.ts";
import { createCompiler } from "./twind.ts";

const SOURCE_FOLDERS = ["components", "islands", "routes"];
const SOURCE_FILE = /\.tsx?$/;

/** What a class can look like; keeps code and prose from reaching twind's parser. */
const CANDIDATE = /^(?:\[&|[!-]?[a-z])[\w\-:./%#[\]&()>~+=,*]*$/;

/** Words of `source` that may be class names, sorted, each once. */
export function classCandidates(source: string): string[] {
  const words = new Set<string>();
  for (const word of source.split(/[\s"'`{}<]+/)) {
    if (word.length > 1 && word.length < 96 && CANDIDATE.test(word) && isBalanced(word)) {
      words.add(word);
    }
  }
  return [...words].sort();
}

/** Parentheses belong inside of square brackets only; elsewhere the word is code. */
function isBalanced(word: string): boolean {
  const outside = word.replace(/\[[^\]]*\]/g, "");
  return !/[()[\]=,>]/.test(outside);
}

/**
 * One stylesheet for all classes that `sources` (the text of source files) may use: font faces,
 * preflight, base rules, utilities, then reduced motion and print.
 */
export function buildStylesheet(sources: string[]): Promise<string> {
  const compiler = createCompiler();
  for (const candidate of classCandidates(sources.join("\n"))) compiler.add(candidate);
  const rules = compiler.rules();
  const firstClass = rules.findIndex((rule) => rule.startsWith("."));
  const sheet = [
    ...FONT_FACES,
    ...rules.slice(0, firstClass),
    ...BASE_RULES,
    ...rules.slice(firstClass),
    ...FINAL_RULES,
  ];
  return Promise.resolve(mergeMediaRules(sheet).join("\n") + "\n");
}

/** Puts neighbours of one media query into one block: fewer bytes, the same cascade. */
function mergeMediaRules(rules: string[]): string[] {
  const merged: string[] = [];
  let open: { query: string; bodies: string[] } | undefined;
  const close = () => {
    if (open) merged.push(`${open.query}{${open.bodies.join("")}}`);
    open = undefined;
  };
  for (const rule of rules) {
    const media = /^(@media [^{]+)\{(.*)\}$/s.exec(rule);
    if (!media) {
      close();
      merged.push(rule);
      continue;
    }
    const [, query, body] = media as unknown as [string, string, string];
    if (open && open.query !== query) close();
    open ??= { query, bodies: [] };
    open.bodies.push(body);
  }
  close();
  return merged;
}

/** Text of every source file below the folders that may name classes, sorted by path. */
export async function readSources(root: string): Promise<Map<string, string>> {
  const paths: string[] = [];
  for (const folder of SOURCE_FOLDERS) await collect(`${root}/${folder}`, paths);
  const sources = new Map<string, string>();
  for (const path of paths.sort()) sources.set(path, await Deno.readTextFile(path));
  return sources;
}

async function collect(folder: string, paths: string[]): Promise<void> {
  try {
    for await (const entry of Deno.readDir(folder)) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory) await collect(path, paths);
      else if (SOURCE_FILE.test(entry.name)) paths.push(path);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** The app's stylesheet from the sources below `root`; called by the build for static/styles.css. */
export async function twindStylesheet(root: string): Promise<string> {
  const sources = await readSources(root);
  return await buildStylesheet([...sources.values()]);
}
