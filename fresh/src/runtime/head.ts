/** `<Head>`: elements of the document's head, from wherever they are known. */
import { type ComponentChildren, Fragment, h, type VNode } from "preact";
import { HeadPortal } from "./client/head.ts";
import { IS_BROWSER } from "./environment.ts";

/** Props of `Head`. */
export interface HeadProps {
  /** Elements such as `<title>`, `<meta>`, `<link>` and `<style>`, and components that render them. */
  children?: ComponentChildren;
}

/** Takes in the children of a `Head` on the server. */
export type HeadCollector = (children: ComponentChildren, context: unknown) => VNode | null;

let collect: HeadCollector = (children) => h(Fragment, null, children);

/** Sets what `Head` does on the server. */
export function setHeadCollector(collector: HeadCollector): void {
  collect = collector;
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
  const { children } = props;
  return (IS_BROWSER ? h(HeadPortal, null, children) : collect(children, context)) as VNode;
}
