/** `<Head>`: elements of the document's head, from wherever they are known. */
import { type ComponentChildren, Fragment, h, type VNode } from "preact";

/** Props of `Head`. */
export interface HeadProps {
  /** Elements such as `<title>`, `<meta>`, `<link>` and `<style>`, and components that render them. */
  children?: ComponentChildren;
}

/** Takes in the children of a `Head`: on the server for the page's head, in the browser for the document's. */
export type HeadRenderer = (
  children: ComponentChildren,
  context: unknown,
) => VNode | null;

let renderHead: HeadRenderer | null = null;

/** Sets what `Head` does. The server and the client each have their own way. */
export function setHeadRenderer(renderer: HeadRenderer): void {
  renderHead = renderer;
}

/**
 * Puts its children into the `<head>` of the document. It may stand anywhere, in islands too. Of elements with the same
 * `key` (or that are the same without one: a title, a meta of one name, a canonical link) the last one wins, also over
 * what the page itself has in its head.
 *
 * ```tsx
 * <Head>
 *   <title>Plans</title>
 *   <meta name="description" content="What each plan costs." />
 * </Head>
 * ```
 */
export function Head(props: HeadProps, context?: unknown): VNode {
  const rendered = renderHead === null
    ? h(Fragment, null, props.children)
    : renderHead(props.children, context);
  return rendered as VNode;
}
