/**
 * Matches a pathname against a URLPattern pathname. Patterns of literals, `:name` segments and wildcards become one
 * regular expression each, which is several times faster; everything else (regular expression groups, nested braces,
 * escapes) is left to `URLPattern`, so that all patterns match as the standard says.
 */

/** The parameters of a match; has no prototype, so that a name such as `__proto__` is just a name. */
export type Params = Record<string, string>;

/** A pattern, ready to be matched. */
export interface PathPattern {
  /** The pattern in URLPattern's own spelling. */
  readonly source: string;
  /** The literal start that each matching pathname has. */
  readonly prefix: string;
  /** The parameters of a pathname that matches, else `null`. */
  match(pathname: string): Params | null;
}

const LITERAL = /[A-Za-z0-9_~.\-@!$&',;=/]+/y;
const NAME = /:([A-Za-z_$][\w$]*)/y;
const OPTIONAL_SEGMENT = /\{\/:([A-Za-z_$][\w$]*)\}\?/y;
const PATTERN_SYNTAX = /[*:{}+?()\\]/;

/** Whether a path has pattern syntax, rather than being one literal path. */
export function isPattern(path: string): boolean {
  return PATTERN_SYNTAX.test(path);
}

/** Compiles a URLPattern pathname; throws a `TypeError` where it is not a valid one. */
export function compilePattern(path: string): PathPattern {
  const pattern = new URLPattern({ pathname: path });
  const source = pattern.pathname;
  const simple = toRegExp(path);
  const prefix = simple?.prefix ?? "/";
  if (simple === null) {
    return {
      source,
      prefix,
      match(pathname) {
        const groups = pattern.exec({ pathname })?.pathname.groups;
        return groups === undefined ? null : toParams(Object.entries(groups));
      },
    };
  }

  const { regexp, names } = simple;
  return {
    source,
    prefix,
    match(pathname) {
      const found = regexp.exec(pathname);
      if (found === null) return null;
      const params: Params = Object.create(null);
      for (let i = 0; i < names.length; i++) {
        params[names[i]!] = decodeParam(found[i + 1]);
      }
      return params;
    },
  };
}

/** Parameters without a value are empty text. */
function toParams(entries: [string, string | undefined][]): Params {
  const params: Params = Object.create(null);
  for (const [name, value] of entries) params[name] = decodeParam(value);
  return params;
}

/** A value that isn't validly encoded is given as it stands: a broken link is no reason for a server error. */
function decodeParam(value: string | undefined): string {
  if (value === undefined) return "";
  if (!value.includes("%")) return value;
  try {
    return decodeURI(value);
  } catch {
    return value;
  }
}

interface SimplePattern {
  regexp: RegExp;
  names: string[];
  prefix: string;
}

/** Translates a pattern, or answers `null` where it has anything beyond literals, names and wildcards. */
function toRegExp(path: string): SimplePattern | null {
  // URLPattern resolves "." and ".." in literals
  if (!path.startsWith("/") || path.includes("/.")) return null;

  const names: string[] = [];
  let body = "";
  let prefix: string | null = null;
  let wildcards = 0;
  let at = 0;
  while (at < path.length) {
    const literal = take(LITERAL, path, at);
    if (literal !== null) {
      at += literal[0].length;
      body += literal[0].replace(/[.$]/g, "\\$&");
      continue;
    }
    prefix ??= literalPrefix(path, at);

    const optional = take(OPTIONAL_SEGMENT, path, at);
    if (optional !== null) {
      at += optional[0].length;
      names.push(optional[1]!);
      body += "(?:/([^/]+?))?";
      if (isModifier(path[at])) return null;
      continue;
    }

    const isWildcard = path[at] === "*";
    const name = isWildcard ? null : take(NAME, path, at);
    if (!isWildcard && name === null) return null;
    at += isWildcard ? 1 : name![0].length;
    names.push(isWildcard ? String(wildcards++) : name![1]!);

    const modifier = isModifier(path[at]) ? path[at++]! : "";
    if (path[at] === "(" || isModifier(path[at])) return null;
    if (modifier === "") {
      body += isWildcard ? "(.*)" : "([^/]+?)";
      continue;
    }
    // With a modifier the slash in front belongs to the group
    if (isWildcard || !body.endsWith("/")) return null;
    body = body.slice(0, -1) + repeatedGroup(modifier);
  }
  return { regexp: new RegExp(`^${body}$`), names, prefix: prefix ?? path };
}

function repeatedGroup(modifier: string): string {
  if (modifier === "?") return "(?:/([^/]+?))?";
  const many = "(?:/([^/]+?(?:/[^/]+?)*))";
  return modifier === "*" ? `${many}?` : many;
}

/** What comes before the first group, without the slash that an optional group may swallow. */
function literalPrefix(path: string, at: number): string {
  const literal = path.slice(0, at);
  return literal.endsWith("/") ? literal.slice(0, -1) : literal;
}

function isModifier(char: string | undefined): boolean {
  return char === "?" || char === "*" || char === "+";
}

function take(regexp: RegExp, text: string, at: number): RegExpExecArray | null {
  regexp.lastIndex = at;
  return regexp.exec(text);
}
