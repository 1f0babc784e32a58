/** Walks over whole lists, a page at a time: for jobs alone, which may take long. */
import type { Page, PageRequest } from "@/domain/shared/kv.ts";

/** Objects of a page: few enough to hold, many enough that a slow database doesn't matter. */
const PAGE_SIZE = 50;

/** All items of a list, page by page. */
export async function* paged<T>(read: (page: PageRequest) => Promise<Page<T>>): AsyncIterable<T> {
  let after: string | null = null;
  do {
    const page: Page<T> = await read({ limit: PAGE_SIZE, ...(after !== null && { after }) });
    yield* page.items;
    after = page.next;
  } while (after !== null);
}

/** The ids of all items of a list, a page at a time. */
export async function* idsOf(
  read: (page: PageRequest) => Promise<Page<{ id: string }>>,
): AsyncIterable<string[]> {
  let after: string | null = null;
  do {
    const page: Page<{ id: string }> = await read({
      limit: PAGE_SIZE,
      ...(after !== null && { after }),
    });
    yield page.items.map(({ id }) => id);
    after = page.next;
  } while (after !== null);
}

/** What belongs to each id, read for a page of them at once. */
export async function* each<T>(
  pages: AsyncIterable<string[]>,
  read: (id: string) => Promise<T[]>,
): AsyncIterable<T> {
  for await (const ids of pages) yield* (await Promise.all(ids.map(read))).flat();
}
