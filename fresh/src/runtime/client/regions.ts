/** Finds islands and slots in the document by the comments that the server wrote around them. */
import { ISLAND_END, ISLAND_START, SLOT_END, SLOT_START } from "../../islands/markers.ts";

/** What stands between two comments. */
export interface Region {
  start: Comment;
  end: Comment;
}

/** An island in the document. */
export interface IslandRegion extends Region {
  name: string;
  propsIndex: number;
  key: string | undefined;
}

/** Reads the comment that opens an island, or answers `null` for any other comment. */
export function parseIslandStart(
  comment: Comment,
): Pick<IslandRegion, "name" | "propsIndex" | "key"> | null {
  if (!comment.data.startsWith(ISLAND_START)) return null;
  const [name, index, key] = comment.data.slice(ISLAND_START.length).split(":");
  return {
    name: name!,
    propsIndex: Number(index),
    key: key ? decodeURIComponent(key) : undefined,
  };
}

/** The id in the comment that opens a slot, or `null` for any other comment. */
export function parseSlotStart(comment: Comment): number | null {
  return comment.data.startsWith(SLOT_START) ? Number(comment.data.slice(SLOT_START.length)) : null;
}

/** Whether a node is one of the comments that close a region. */
export function isRegionEnd(node: Node): boolean {
  return node.nodeType === 8 &&
    ((node as Comment).data === ISLAND_END || (node as Comment).data === SLOT_END);
}

/**
 * Walks through a tree and gathers its regions.
 *
 * @param root where to look
 * @param slots gets each slot by its id
 * @returns the islands that are in no other island
 */
export function findRegions(root: Node, slots: Map<number, Region>): IslandRegion[] {
  const islands: IslandRegion[] = [];
  const open: ((end: Comment) => unknown)[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) {
    const comment = walker.currentNode as Comment;
    const island = parseIslandStart(comment);
    const slot = parseSlotStart(comment);
    if (island !== null) {
      const isOutermost = open.length === 0;
      open.push((end) => {
        if (isOutermost) islands.push({ ...island, start: comment, end });
      });
    } else if (slot !== null) {
      open.push((end) => slots.set(slot, { start: comment, end }));
    } else if (isRegionEnd(comment)) {
      open.pop()?.(comment);
    }
  }
  return islands;
}
