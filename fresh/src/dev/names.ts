/** Names for modules of islands, under which the client has their files. */

/**
 * Derives a name from a module's specifier: of `./islands/Counter.tsx` it is `Counter`, of `jsr:@scope/pkg@1` it is
 * `scope_pkg`.
 */
export function specToName(specifier: string): string {
  if (/^(?:https?|file):/.test(specifier)) {
    const url = new URL(specifier);
    return toIdentifier(url.pathname === "/" ? url.hostname : lastSegment(url.pathname));
  }
  const isPackage = /^(?:jsr|npm):/.test(specifier) || /^@?\w/.test(specifier);
  const match = isPackage
    ? /^(?:jsr:|npm:)?(?:@([^/]+)\/)?([^/@]+)(?:@[^/]*)?(\/.*)?$/.exec(specifier)
    : null;
  if (match === null) return toIdentifier(lastSegment(specifier));
  const [, scope, name, path] = match;
  if (path !== undefined) return toIdentifier(lastSegment(path));
  return toIdentifier(scope === undefined ? name! : `${scope}_${name}`);
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Makes an identifier of a file's name, without its extension. */
function toIdentifier(name: string): string {
  return name.replace(/(?!^)\.\w+$/, "")
    .replace(/^\d+/, "")
    .replace(/[^\w$]+/g, "_") || "_";
}
