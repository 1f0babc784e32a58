/** How paths are put together and cut: mounting, base paths, and the segments that middlewares and layouts hang on. */

/**
 * Puts a path below a base path. `*` as a path is the base itself when an app is mounted, else everything below it.
 */
export function mergePath(base: string, path: string, isMounting: boolean): string {
  let start = base.endsWith("*") ? base.slice(0, -1) : base;
  if (start === "/") start = "";
  if (path === "*") return start + (isMounting ? "" : "/*");
  return start !== "" && path === "/" ? start : start + path;
}

/** The pattern under which a route is registered: an empty path is the wildcard. */
export function toRoutePath(path: string): string {
  return path === "" ? "*" : path;
}

/**
 * Cuts a pattern into its segments, the root not included. Optional groups such as `{/:page}?` are no segments of
 * their own. The last segment counts when `includesLast` is set or a slash follows it: a route's last segment is the
 * route itself, a middleware's is where it begins.
 */
export function patternToSegments(path: string, includesLast = false): string[] {
  if (path === "*" || path === "/*") return [];
  const parts = path.replaceAll(/\{[^}]*\}\??/g, "").split("/");
  const last = parts.pop()!;
  if (includesLast) parts.push(last);
  return parts.filter((part) => part !== "");
}
