/** Gathers the files that a build serves, and derives the build's id from them. */
import type { ResolvedBuildOptions } from "./config.ts";
import { crawlStatic, isInside, toPathname } from "./crawl.ts";
import { addBuildIdToUrls } from "./css_urls.ts";
import type { StaticTransforms } from "./static_transforms.ts";

/** A file to serve: one that stays where it is, or one that was made. */
export type BuildFile = { hash: string } & ({ filePath: string } | { content: Uint8Array });

/** A transformed file, or the path of one that no transform changed. */
type Source = { filePath: string; content?: Uint8Array };

/** Runs all static files through the transforms. */
export async function collectStatic(
  config: ResolvedBuildOptions,
  transforms: StaticTransforms,
): Promise<Map<string, Source>> {
  const { staticDir, outDir, mode, target } = config;
  const sources = new Map<string, Source>();
  for (const { dir, filePath } of await crawlStatic(staticDir, { outDir })) {
    const transformed = await transforms.process(filePath, { mode, target });
    if (transformed === null) {
      setOnce(sources, toPathname(dir, filePath), { filePath });
      continue;
    }
    for (const { path, content } of transformed) {
      assertInside(dir, path);
      setOnce(sources, toPathname(dir, path), { filePath: path, content });
    }
  }
  return sources;
}

/**
 * The id of a build: a hash of what it serves, so that the same project gives the same id.
 *
 * @param parts contents by name
 */
export async function hashBuild(parts: Map<string, Uint8Array>): Promise<string> {
  let listing = "";
  for (const name of [...parts.keys()].sort()) {
    listing += `${name} ${await hashContent(parts.get(name)!)}\n`;
  }
  return (await hashContent(new TextEncoder().encode(listing))).slice(0, 20);
}

/** Reads what stays where it is, ties stylesheets to the build and hashes everything. */
export async function finishStatic(
  sources: Map<string, Source>,
  contents: Map<string, Uint8Array>,
  buildId: string,
): Promise<Map<string, BuildFile>> {
  const files = new Map<string, BuildFile>();
  for (const [pathname, source] of sources) {
    const content = lockCssUrls(pathname, contents.get(pathname)!, buildId);
    const hash = await hashContent(content);
    const stays = source.content === undefined && !pathname.endsWith(".css");
    files.set(pathname, stays ? { hash, filePath: source.filePath } : { hash, content });
  }
  return files;
}

/** The contents of all static files, read where no transform has made them. */
export async function readContents(
  sources: Map<string, Source>,
): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  for (const [pathname, { filePath, content }] of sources) {
    contents.set(pathname, content ?? await Deno.readFile(filePath));
  }
  return contents;
}

/** Adds the build id to the URLs in a stylesheet; other files come back as they are. */
export function lockCssUrls(pathname: string, content: Uint8Array, buildId: string): Uint8Array {
  if (!pathname.endsWith(".css")) return content;
  const css = new TextDecoder().decode(content);
  const locked = addBuildIdToUrls(css, buildId);
  return locked === css ? content : new TextEncoder().encode(locked);
}

/** SHA-256 in hexadecimal digits. */
export async function hashContent(content: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", content as BufferSource);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Throws where a transform put a file outside of its static directory. */
export function assertInside(dir: string, path: string): void {
  if (!isInside(dir, path)) {
    throw new Error(`A transform wrote outside of the static directory: ${path}`);
  }
}

function setOnce<K, V>(map: Map<K, V>, key: K, value: V): void {
  if (!map.has(key)) map.set(key, value);
}
