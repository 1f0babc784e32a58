/** `staticFiles()`: answers with the files of the build. */
import type { BuildCache, StaticFile } from "../build_cache.ts";
import { type Context, pathnameOf, scopeOf } from "../context.ts";
import type { Middleware } from "./mod.ts";

/** The query parameter with which `asset()` ties a URL to a build. */
const BUILD_ID_PARAM = "__frsh_c";

const IMMUTABLE = "public, max-age=31536000, immutable";
const UNCACHED = "no-cache, no-store, max-age=0, must-revalidate";

/**
 * Serves the files of the build: what lies in the static directory, and the client's scripts and styles. Files whose
 * URL carries the build's id are kept by browsers for a year, others are asked for again each time and answered with
 * status 304 where they haven't changed.
 *
 * ```ts
 * const app = new App().use(staticFiles());
 * ```
 */
export function staticFiles<State>(): Middleware<State> {
  return (ctx) => {
    const pathname = filePath(pathnameOf(ctx), ctx.config.basePath);
    return pathname === null ? ctx.next() : answerFrom(ctx, pathname);
  };
}

async function answerFrom<State>(ctx: Context<State>, pathname: string): Promise<Response> {
  const { buildCache } = scopeOf(ctx);
  const file = await buildCache.readFile(pathname);
  if (file !== null) return answerWithFile(ctx, buildCache, file);
  // Browsers ask for it on their own; a whole error page would be wasted
  if (pathname === "/favicon.ico") return new Response(null, { status: 404 });
  return await ctx.next();
}

/** The path of a file as the build lists it, or `null` where there can be none. */
function filePath(pathname: string, basePath: string): string | null {
  let path = pathname;
  if (basePath !== "") {
    if (!path.startsWith(basePath)) return null;
    path = path.slice(basePath.length);
  }
  if (path === "" || path === "/") return null;
  if (/^\/[\w\-./~]*$/.test(path) && !path.includes("..")) return path;
  try {
    const parts = decodeURIComponent(path).split("/").filter((part) => part !== "");
    if (parts.includes("..")) return null;
    return `/${parts.map(encodeURIComponent).join("/")}`;
  } catch {
    return null;
  }
}

function answerWithFile<State>(
  { req, url, config }: Context<State>,
  { buildId }: BuildCache<State>,
  file: StaticFile,
): Response {
  const isHead = req.method === "HEAD";
  if (req.method !== "GET" && !isHead) {
    file.close();
    return new Response("Method Not Allowed", {
      status: 405,
      headers: { allow: "GET, HEAD" },
    });
  }

  const askedBuildId = url.searchParams.get(BUILD_ID_PARAM);
  if (askedBuildId !== null && askedBuildId !== buildId) {
    file.close();
    return new Response(null, {
      status: 307,
      headers: { location: withoutBuildId(url) },
    });
  }

  const isDevelopment = config.mode === "development";
  const headers = new Headers({
    "content-type": file.contentType,
    vary: "If-None-Match",
  });
  const isImmutable = !isDevelopment &&
    (askedBuildId === buildId || file.immutable ||
      url.pathname.startsWith(`${config.basePath}/_fresh/js/${buildId}/`));
  headers.set("cache-control", isImmutable ? IMMUTABLE : UNCACHED);

  if (file.hash !== null && !isDevelopment) {
    headers.set("etag", `W/"${file.hash}"`);
    if (isUnchanged(req.headers.get("if-none-match"), file.hash)) {
      file.close();
      return new Response(null, { status: 304, headers });
    }
  }

  headers.set("content-length", String(file.size));
  if (!isHead) return new Response(file.readable as BodyInit, { headers });
  file.close();
  return new Response(null, { headers });
}

/** Weak comparison, RFC 9110 section 13.1.2. */
function isUnchanged(ifNoneMatch: string | null, hash: string): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch.split(",").some((tag) => {
    const value = tag.trim().replace(/^W\//, "");
    return value === "*" || value === hash || value === `"${hash}"`;
  });
}

function withoutBuildId(url: URL): string {
  const search = new URLSearchParams(url.search);
  search.delete(BUILD_ID_PARAM);
  return search.size === 0 ? url.pathname : `${url.pathname}?${search}`;
}
