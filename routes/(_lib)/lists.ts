/** Lists page by cursor: `?after=<cursor>` in the address, everything else of the query kept. */
import { HttpError } from "fresh";
import { type IdPrefix, isId } from "@/domain/shared/ids.ts";
import type { PageRequest } from "@/domain/shared/kv.ts";

const MAX_SEARCH_LENGTH = 254;

/**
 * The page that the address asks for. A cursor is the id of an entry, of one of these kinds; that of a search has a word
 * before it, which the use-case knows.
 *
 * @throws HttpError 404 for a cursor that no list gives: an address made up, or cut off.
 */
export function pageRequestOf(url: URL, ...kinds: IdPrefix[]): PageRequest {
  const after = url.searchParams.get("after");
  if (after === null) return {};
  const id = after.replace(/^[a-z]+\./, "");
  if (!kinds.some((kind) => isId(kind, id))) throw new HttpError(404);
  return { after };
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
