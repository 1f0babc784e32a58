/** Lists page by cursor: `?after=<cursor>` in the address, everything else of the query kept. */
import type { PageRequest } from "@/domain/shared/kv.ts";

const MAX_CURSOR_LENGTH = 80;
const MAX_SEARCH_LENGTH = 254;

/** The page that the address asks for. The use-case parses the cursor to its exact form. */
export function pageRequestOf(url: URL): PageRequest {
  const after = url.searchParams.get("after");
  return after !== null && after.length <= MAX_CURSOR_LENGTH ? { after } : {};
}

/** A query parameter that is one of the `known` words; undefined for anything else. */
export function choiceOf<T extends string>(
  url: URL,
  name: string,
  known: readonly T[],
): T | undefined {
  const typed = url.searchParams.get(name);
  return known.find((each) => each === typed);
}

/** What somebody typed into the search field, cut to a sensible length. */
export function searchOf(url: URL): string {
  return (url.searchParams.get("search") ?? "").trim().slice(0, MAX_SEARCH_LENGTH);
}

/** Links to the first and the next page, as `Pagination` takes them. */
export interface PageLinks {
  newerHref: string | null;
  olderHref: string | null;
}

/** The links of a page whose cursor for the next one is `next`. Going back leads to the newest entries. */
export function pageLinks(url: URL, next: string | null): PageLinks {
  const isFirst = !url.searchParams.has("after");
  return {
    newerHref: isFirst ? null : withCursor(url, null),
    olderHref: next === null ? null : withCursor(url, next),
  };
}

function withCursor(url: URL, after: string | null): string {
  const query = new URLSearchParams(url.searchParams);
  if (after === null) query.delete("after");
  else query.set("after", after);
  return query.size === 0 ? url.pathname : `${url.pathname}?${query}`;
}
