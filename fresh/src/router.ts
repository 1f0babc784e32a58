/**
 * Finds the entry for a path. Literal paths are looked up first, as they stand and then in the other trailing-slash
 * form; patterns follow in order of registration, and the first that matches decides. The first registration of a
 * (path, method) wins.
 */
import { compilePattern, isPattern, type Params, type PathPattern } from "./pattern.ts";
import type { Method } from "./types.ts";

/** All methods, in the order in which they are listed to clients. */
export const ALL_METHODS: readonly Method[] = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
];

/** What is registered for one path. */
export interface RouteEntry<T> {
  /** The path or pattern, as `ctx.route` shows it. */
  readonly pattern: string;
  readonly items: Map<string, T>;
}

/** An entry, and the parameters with which its pattern matched; `null` for a literal path. */
export interface RouteMatch<T> {
  entry: RouteEntry<T>;
  params: Params | null;
}

/** The routes of an app. */
export class Router<T> {
  readonly #literals = new Map<string, RouteEntry<T>>();
  readonly #patternEntries = new Map<string, RouteEntry<T>>();
  readonly #patterns: { pattern: PathPattern; entry: RouteEntry<T> }[] = [];

  /** Registers an item for a path and method; the first one stays. */
  add(method: Method, path: string, item: T): void {
    const { items } = this.#entry(path);
    if (!items.has(method)) items.set(method, item);
  }

  /** The entry for a pathname (as in a URL: percent-encoded), whatever its methods. */
  match(pathname: string): RouteMatch<T> | null {
    const literal = this.#literals.get(pathname) ??
      this.#literals.get(otherSlashForm(pathname));
    if (literal !== undefined) {
      return { entry: literal, params: Object.create(null) };
    }

    for (const { pattern, entry } of this.#patterns) {
      if (!pathname.startsWith(pattern.prefix)) continue;
      const params = pattern.match(pathname);
      if (params !== null) return { entry, params };
    }
    return null;
  }

  #entry(path: string): RouteEntry<T> {
    return isPattern(path) ? this.#patternEntry(path) : this.#literalEntry(path);
  }

  #literalEntry(path: string): RouteEntry<T> {
    const key = encodePath(path);
    let entry = this.#literals.get(key);
    if (entry === undefined) {
      entry = { pattern: path, items: new Map() };
      this.#literals.set(key, entry);
    }
    return entry;
  }

  #patternEntry(path: string): RouteEntry<T> {
    let entry = this.#patternEntries.get(path);
    if (entry === undefined) {
      const pattern = compilePattern(path);
      entry = { pattern: pattern.source, items: new Map() };
      this.#patternEntries.set(path, entry);
      this.#patterns.push({ pattern, entry });
    }
    return entry;
  }
}

/** The item of an entry for a method; HEAD falls back to GET. */
export function itemFor<T>(entry: RouteEntry<T>, method: string): T | undefined {
  return entry.items.get(method) ??
    (method === "HEAD" ? entry.items.get("GET") : undefined);
}

function otherSlashForm(pathname: string): string {
  if (pathname === "/") return pathname;
  return pathname.endsWith("/") ? pathname.slice(0, -1) : pathname + "/";
}

/** Literal paths are registered as URLs spell them, with everything beyond ASCII percent-encoded. */
function encodePath(path: string): string {
  return /^[\w\-./~%]*$/.test(path) ? path : path.replaceAll(/[^\x21-\x7e]+/g, encodeURI);
}
