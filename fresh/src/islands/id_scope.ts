/** Ids that `useId()` makes in an island are the same on the server and in the browser, and no other island's. */
import type { VNode } from "preact";

// deno-lint-ignore no-explicit-any -- elements of any kind
type AnyVNode = VNode<any>;

/**
 * Gives an island's element a scope of ids of its own. Preact counts ids for each root, and to it the page is one root on
 * the server, but each island is one in the browser.
 *
 * @param index the index of the island's props, which both sides know
 */
export function scopeIds<V extends AnyVNode>(vnode: V, index: number): V {
  (vnode as { __m?: [number, number] }).__m = [index + 1, 0];
  return vnode;
}
