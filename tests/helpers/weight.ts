/** What a page weighs on the wire: each of its own files, compressed as a server or a CDN would. */

/** Bytes after gzip. */
export interface PageWeight {
  html: number;
  css: number;
  js: number;
}

type Fetch = (path: string) => Promise<Response>;

/** Weighs a page with the stylesheets and scripts that it loads, imports of scripts included. */
export async function weighPage(fetchPath: Fetch, path: string): Promise<PageWeight> {
  const html = await textOf(await fetchPath(path));
  const styles = find(html, /<link[^>]+rel="stylesheet"[^>]*>/g).flatMap((tag) =>
    attribute(tag, "href")
  );
  const scripts = [
    ...find(html, /<script[^>]+src="[^"]+"/g).flatMap((tag) => attribute(tag, "src")),
    ...find(html, /<link[^>]+rel="modulepreload"[^>]*>/g).flatMap((tag) => attribute(tag, "href")),
    ...inlineScripts(html).flatMap((code) => importsOf(code, path)),
  ];
  const [css, js] = await Promise.all([
    weighAll(fetchPath, styles),
    weighScripts(fetchPath, scripts),
  ]);
  return { html: await gzipBytes(html), css, js };
}

/** How many bytes gzip makes of a text. */
export async function gzipBytes(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

async function weighAll(fetchPath: Fetch, paths: readonly string[]): Promise<number> {
  const texts = await Promise.all(
    [...new Set(paths)].map(async (path) => textOf(await fetchPath(path))),
  );
  return (await Promise.all(texts.map(gzipBytes))).reduce((sum, bytes) => sum + bytes, 0);
}

/** Scripts with all that they import, each once. */
async function weighScripts(fetchPath: Fetch, paths: readonly string[]): Promise<number> {
  const seen = new Set<string>();
  const queue = [...paths];
  let bytes = 0;
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const code = await textOf(await fetchPath(path));
    bytes += await gzipBytes(code);
    queue.push(...importsOf(code, path));
  }
  return bytes;
}

async function textOf(response: Response): Promise<string> {
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return await response.text();
}

function inlineScripts(html: string): string[] {
  return [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, code]) =>
    code!
  );
}

/** Paths that a module imports, static and dynamic. */
function importsOf(code: string, from: string): string[] {
  const specifiers = [...code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["']([./][^"']*)["']/g)];
  return specifiers.map(([, specifier]) => {
    const { pathname, search } = new URL(specifier!, new URL(from, "http://localhost"));
    return pathname + search;
  });
}

function find(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([match]) => match);
}

function attribute(tag: string, name: string): string[] {
  const value = new RegExp(`\\b${name}="([^"]+)"`).exec(tag)?.[1];
  return value === undefined ? [] : [value.replaceAll("&amp;", "&")];
}
