/** Which links of a page lead to the page itself, or to one that it lies below. */

const BASE = "http://localhost";
const SLASH = 47;

/**
 * Attributes that a link gets on a page: `aria-current="page"` and `data-current` where it leads to the page itself,
 * `aria-current="true"` and `data-ancestor` where the page lies below what it leads to. A link with a query leads to the
 * page itself only with the page's own query.
 *
 * @param props the link's props; an `aria-current` among them is left alone
 * @param page where the page is
 * @returns the props with the attributes added, or `null` where none is due
 */
export function activeLinkProps(
  props: Record<string, unknown>,
  page: { pathname: string; search: string },
): Record<string, unknown> | null {
  const { href } = props;
  if (typeof href !== "string" || href.charCodeAt(0) !== SLASH) return null;
  // Most links lead elsewhere: their first letter tells, without parsing a URL
  const first = href.charCodeAt(1);
  if (isLetter(first) && first !== page.pathname.charCodeAt(1)) return null;
  if (props["aria-current"] !== undefined) return null;

  const url = URL.parse(href, BASE);
  if (url === null || url.origin !== BASE) return null;
  const target = trimSlash(url.pathname);
  const current = trimSlash(page.pathname);
  if (current === target && (url.search === "" || url.search === page.search)) {
    return { ...props, "data-current": "true", "aria-current": "page" };
  }
  if (
    target === "/" || current === target || current.startsWith(`${target}/`)
  ) {
    return { ...props, "data-ancestor": "true", "aria-current": "true" };
  }
  return null;
}

/** Letters stand for themselves; what else may begin a path can mean another one. */
function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

function trimSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
