/** Which links of a page lead to the page itself, or to one that it lies below. */

const BASE = "http://localhost";

/** What may follow the first slash of a path and mean something else than itself. */
const SPECIAL = "?#./\\%";

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
  if (
    typeof href !== "string" || href[0] !== "/" ||
    props["aria-current"] !== undefined
  ) {
    return null;
  }
  // Most links lead elsewhere: their first letter tells, without parsing a URL
  const first = href[1];
  if (first !== undefined && first !== page.pathname[1] && !SPECIAL.includes(first)) return null;

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

function trimSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
