/** URLs of static files that change with each build, so that they can be cached without end. */
import { getBuildId } from "./build_id.ts";

/** The query parameter that holds the build id. */
export const ASSET_CACHE_KEY = "__frsh_c";

const BASE = "https://asset.invalid";

/**
 * Adds the build id to the path of a static file. `staticFiles()` lets browsers keep such a URL for a year. Anything but
 * a path that starts with a slash is left as it is.
 *
 * ```tsx
 * <link rel="stylesheet" href={asset("/styles.css")} />
 * ```
 */
export function asset(path: string): string {
  return assetOfBuild(path, getBuildId());
}

/** Applies `asset()` to the URLs of a `srcset` attribute. */
export function assetSrcSet(srcset: string): string {
  return assetSrcSetOfBuild(srcset, getBuildId());
}

/** `asset()` for a build that isn't the process' own. */
export function assetOfBuild(path: string, buildId: string): string {
  if (!path.startsWith("/")) return path;
  const url = parseUrl(path);
  if (url?.origin !== BASE || url.searchParams.has(ASSET_CACHE_KEY)) return path;
  url.searchParams.set(ASSET_CACHE_KEY, buildId);
  return url.pathname + url.search + url.hash;
}

/** `URL.parse()`, which the browsers that clients are built for don't all have. */
function parseUrl(path: string): URL | null {
  try {
    return new URL(path, BASE);
  } catch {
    return null;
  }
}

/** `assetSrcSet()` for a build that isn't the process' own. */
export function assetSrcSetOfBuild(srcset: string, buildId: string): string {
  // Parentheses may hold commas that separate nothing, and an empty candidate means that something is wrong
  if (srcset.includes("(")) return srcset;
  const candidates = srcset.split(",");
  if (candidates.some((candidate) => candidate.trim() === "")) return srcset;
  return candidates.map((candidate) =>
    candidate.replace(/\S+/, (url) => assetOfBuild(url, buildId))
  ).join(",");
}

/** Attributes that an `<img>` or `<source>` gets in place of its own, or `null` where they stay. */
export function assetProps(
  props: Record<string, unknown>,
  buildId: string,
): Record<string, unknown> | null {
  if (props["data-fresh-disable-lock"]) return null;
  const { src, srcset, srcSet } = props;
  const changes: Record<string, unknown> = {};
  if (typeof src === "string") changes.src = assetOfBuild(src, buildId);
  if (typeof srcset === "string") {
    changes.srcset = assetSrcSetOfBuild(srcset, buildId);
  }
  if (typeof srcSet === "string") {
    changes.srcSet = assetSrcSetOfBuild(srcSet, buildId);
  }
  return Object.keys(changes).some((key) => changes[key] !== props[key])
    ? { ...props, ...changes }
    : null;
}
