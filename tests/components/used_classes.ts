/** Finds the classes that source text names, so that a test can hold each against the stylesheet. */

/** Words in a class list that are hooks for other classes and have no rule of their own. */
export const HOOKS = new Set(["group", "peer"]);

const LITERAL = /"([^"\n]*)"|'([^'\n]*)'|`([^`$\n]*)`/g;

/**
 * Classes of `source`: all literals in `class=` attributes, and elsewhere the literals of which most
 * words make rules (lists kept in constants). `makesRule` says whether a word does.
 */
export function usedClasses(source: string, makesRule: (word: string) => boolean): Set<string> {
  const classes = new Set<string>();
  const addAll = (text: string) => words(text).forEach((word) => classes.add(word));
  for (const attribute of classAttributes(source)) literals(attribute).forEach(addAll);
  for (const literal of literals(withoutTextAttributes(source))) {
    const all = words(literal);
    const known = all.filter(makesRule).length;
    if (known >= 2 && known / all.length > 0.5) addAll(literal);
  }
  return classes;
}

/** The values of `class=` attributes: a literal, or the code between the braces. */
function classAttributes(source: string): string[] {
  const found: string[] = [];
  for (const match of source.matchAll(/\bclass=("[^"]*"|\{)/g)) {
    if (match[1] !== "{") {
      found.push(match[1]!);
      continue;
    }
    let depth = 1;
    let end = match.index + match[0].length;
    while (depth > 0 && end < source.length) {
      if (source[end] === "{") depth++;
      if (source[end] === "}") depth--;
      end++;
    }
    found.push(source.slice(match.index + match[0].length, end - 1));
  }
  return found;
}

/** String literals, but for those that are compared with something. */
function literals(code: string): string[] {
  const found: string[] = [];
  for (const match of code.matchAll(LITERAL)) {
    const isCompared = /[!=]==?\s*$/.test(code.slice(0, match.index)) ||
      /^\s*[!=]==/.test(code.slice(match.index + match[0].length));
    if (!isCompared) found.push(match[1] ?? match[2] ?? match[3] ?? "");
  }
  return found;
}

/** Path data and prose never hold classes. */
function withoutTextAttributes(source: string): string {
  return source.replace(
    /\s(?:d|viewBox|aria-label|title|text|description|answer)(?:=|: ?)"[^"]*"/g,
    " ",
  );
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "" && !HOOKS.has(word));
}
