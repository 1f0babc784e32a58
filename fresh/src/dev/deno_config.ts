/** What the builder reads of a project's `deno.json`. */
import { dirname, join } from "node:path";

/** Elements that hooks change on the server, which precompiled JSX would hide from them. */
const HOOKED_ELEMENTS = [
  "a",
  "img",
  "source",
  "body",
  "html",
  "head",
  "title",
  "meta",
  "script",
  "link",
  "style",
  "base",
  "noscript",
  "template",
];

/** A project's configuration, as far as builds need it. */
export interface DenoConfig {
  /** Absolute path of the file, or `null` where the project has none. */
  path: string | null;
  /** Where the JSX transform imports from. */
  jsxImportSource: string;
}

/**
 * Finds the configuration that holds for a directory.
 *
 * @throws Error where it precompiles JSX without sparing the elements that the server has to see
 */
export async function readDenoConfig(root: string): Promise<DenoConfig> {
  for (let dir = root;; dir = dirname(dir)) {
    for (const name of ["deno.json", "deno.jsonc"]) {
      const path = join(dir, name);
      const text = await readOrNull(path);
      if (text === null) continue;
      const config = parseJsonc(text) as { compilerOptions?: CompilerOptions };
      const options = config.compilerOptions ?? {};
      checkPrecompile(options, path);
      return { path, jsxImportSource: options.jsxImportSource ?? "preact" };
    }
    if (dirname(dir) === dir) return { path: null, jsxImportSource: "preact" };
  }
}

interface CompilerOptions {
  jsx?: string;
  jsxImportSource?: string;
  jsxPrecompileSkipElements?: string[];
}

function checkPrecompile(options: CompilerOptions, path: string): void {
  if (options.jsx !== "precompile") return;
  const skipped = new Set(options.jsxPrecompileSkipElements);
  const missing = HOOKED_ELEMENTS.filter((name) => !skipped.has(name));
  if (missing.length === 0) return;
  throw new Error(
    `Expected jsxPrecompileSkipElements to contain ${
      missing.map((name) => `"${name}"`).join(", ")
    } ` +
      `in ${path}, because the server adds attributes to these elements. Set it to:\n` +
      JSON.stringify(HOOKED_ELEMENTS),
  );
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return null;
    }
    throw error;
  }
}

/** Reads JSON with comments and trailing commas. */
export function parseJsonc(text: string): unknown {
  const plain = text.replace(
    /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_match, string) => string ?? "",
  ).replace(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_match, string) => string ?? "");
  return JSON.parse(plain);
}
