/**
 * What the names of route files mean: kind, URL pattern and order. The builder asks `classifyRouteFile()` about each
 * file of the routes directory and sorts what it gets with `compareRouteIds()`.
 */

/** The kinds of route files. */
export type FsRouteType =
  | "app"
  | "middleware"
  | "layout"
  | "error"
  | "notFound"
  | "route";

/** What a file's name says about it. */
export interface RouteFileInfo {
  /** Path below the routes directory, without extension: `/blog/[slug]`. Sorts by `compareRouteIds()`. */
  id: string;
  type: FsRouteType;
  /** The pattern with its groups, which says on which segments the file hangs: `/(shop)/plans/`. */
  pattern: string;
  /** The URL pattern, without groups: `/plans`. */
  routePattern: string;
}

const EXTENSION = /\.[cm]?[jt]sx?$/;
const TEST_FILE = /[._]test$/;
const IGNORED_GROUP = /(?:^|\/)\((_[^/]*)\)\//;

const SPECIAL: Record<string, Exclude<FsRouteType, "route">> = {
  _app: "app",
  _middleware: "middleware",
  _layout: "layout",
  _error: "error",
  _500: "error",
  _404: "notFound",
};

/**
 * Says what a file is.
 *
 * @param relativePath path below the routes directory, with forward slashes and extension
 * @returns `"island"` for a file in a `(_islands)` directory, `null` for one that is no part of the routes (tests, other
 * `(_x)` directories, other extensions), else its kind and patterns
 * @throws SyntaxError for a name such as `[a][b]`
 */
export function classifyRouteFile(relativePath: string): RouteFileInfo | "island" | null {
  const path = relativePath.replace(/^\/+/, "");
  if (!EXTENSION.test(path)) return null;
  const bare = path.replace(EXTENSION, "");
  if (TEST_FILE.test(bare)) return null;
  const ignored = IGNORED_GROUP.exec(path);
  if (ignored !== null) return ignored[1] === "_islands" ? "island" : null;

  const slash = bare.lastIndexOf("/");
  const name = bare.slice(slash + 1);
  const directory = slash === -1 ? "" : bare.slice(0, slash);
  const id = `/${bare}`;
  if (Object.hasOwn(SPECIAL, name)) {
    const type = SPECIAL[name]!;
    if (type === "app" || type === "notFound") {
      return { id, type, pattern: "*", routePattern: "*" };
    }
    const pattern = pathToPattern(directory, { keepGroups: true });
    return { id, type, pattern, routePattern: pattern };
  }

  // An index belongs to its directory's segment, so what hangs there covers it
  const pattern = pathToPattern(bare, { keepGroups: true });
  const isIndex = name === "index" && !pattern.endsWith("/");
  return {
    id,
    type: "route",
    pattern: isIndex ? `${pattern}/` : pattern,
    routePattern: pathToPattern(bare),
  };
}

/**
 * Turns a file's path into a URL pattern: `[id]` is a parameter, `[...rest]` all that follows, `[[id]]` an optional
 * segment, `(group)` nothing at all, a closing `index` the directory itself.
 *
 * @param path path below the routes directory, without extension and leading slash
 * @throws SyntaxError where brackets don't match, or one parameter follows another directly
 */
export function pathToPattern(path: string, options: { keepGroups?: boolean } = {}): string {
  const parts = path.split("/");
  if (parts.at(-1) === "index") parts.pop();

  let pattern = "";
  let hasPlainSegment = false;
  for (const part of parts) {
    if (/^\(.*\)$/.test(part) && !options.keepGroups) continue;
    const rest = /^\[\.\.\.([^[\]]+)\]$/.exec(part);
    const optional = /^\[\[([^[\]]+)\]\]$/.exec(part);
    if (rest !== null) {
      pattern += `/:${rest[1]}*`;
    } else if (optional !== null) {
      pattern += `{/:${optional[1]}}?`;
    } else {
      hasPlainSegment = true;
      pattern += `/${partToPattern(part, path)}`;
    }
  }

  if (pattern === "") return "/";
  // A pattern must start with a slash, also where all of its segments are optional
  if (pattern.startsWith("{/") && !hasPlainSegment) {
    return pattern.replace("{/", "/{");
  }
  return pattern;
}

/** One part of a path in which parameters may stand between literals: `[user]@[host]`. */
function partToPattern(part: string, path: string): string {
  const invalid = (why: string) => new SyntaxError(`Invalid route file name "${path}": ${why}`);
  if (part.includes("[[") || part.includes("]]")) {
    throw invalid("an optional parameter must be a whole segment");
  }
  if (part.includes("][")) {
    throw invalid("text must stand between two parameters, else nobody knows where the first ends");
  }
  const pattern = part.replaceAll(
    /\[([^[\]]+)\]([\w$]?)/g,
    (_match, name: string, next: string) => next === "" ? `:${name}` : `{:${name}}${next}`,
  );
  if (/[[\]]/.test(pattern)) {
    throw invalid("each bracket needs its counterpart");
  }
  return pattern;
}

const enum Rank {
  App,
  Middleware,
  Layout,
  Special,
  Error,
  Index,
  Literal,
  Group,
  Parameter,
  Rest,
}

/**
 * Orders route files so that registering them one after the other is right: `_app`, `_middleware`, `_layout` and
 * `_error` before what they cover, then `index`, literal names, groups, `[x]` and `[...x]`.
 *
 * @returns a negative number where `a` comes first, a positive one where `b` does, 0 for the same id
 */
export function compareRouteIds(a: string, b: string): number {
  const partsA = a.split("/");
  const partsB = b.split("/");
  const shared = Math.min(partsA.length, partsB.length);
  for (let i = 0; i < shared; i++) {
    const partA = partsA[i]!;
    const partB = partsB[i]!;
    const byRank = rank(partA) - rank(partB);
    if (byRank !== 0) return byRank;
    if (partA !== partB) return partA < partB ? -1 : 1;
  }
  // The longer path is the more specific one
  return partsB.length - partsA.length;
}

function rank(part: string): Rank {
  switch (part) {
    case "_app":
      return Rank.App;
    case "_middleware":
      return Rank.Middleware;
    case "_layout":
      return Rank.Layout;
    case "_error":
      return Rank.Error;
    case "index":
      return Rank.Index;
  }
  if (part.startsWith("_")) return Rank.Special;
  if (part.startsWith("[...")) return Rank.Rest;
  if (part.startsWith("[")) return Rank.Parameter;
  return part.startsWith("(") ? Rank.Group : Rank.Literal;
}
