/** Names for islands: they are file names of client chunks and identifiers in the page's script at once. */

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

/** Words that can't be the name of a binding in a module. */
const RESERVED = new Set(
  ("arguments await boot break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof undefined var void while with yield")
    .split(" "),
);

/** Hands out names, each only once. */
export class UniqueNames {
  readonly #taken = new Set<string>();

  /**
   * A free name like the given one. One that would shadow a global, such as `Map`, or that is no identifier, gets an
   * underscore and a number.
   */
  take(name: string): string {
    let unique = name;
    const isUnusable = RESERVED.has(name) || name in globalThis;
    for (let i = 1; this.#taken.has(unique) || (isUnusable && unique === name); i++) {
      unique = `_${name}_${i}`;
    }
    this.#taken.add(unique);
    return unique;
  }
}
