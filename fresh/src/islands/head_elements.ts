/**
 * The page's `<head>`. Its content is rendered last, because what stands in `Head` may come from anywhere on the page:
 * a placeholder keeps its place, the contents of each `Head` are gathered by key, and then an element takes the place of
 * the one with its key in the page's own head, or follows at the end.
 */
import { type ComponentChildren, Fragment, h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { getRenderState, type RenderState } from "./render_state.ts";

type Props = Record<string, unknown>;

/** What stands in the document where the head's content goes. */
export const HEAD_PLACEHOLDER = "<!--frsh:head-->";

/** Of these relations a document has one link each. */
const UNIQUE_RELATIONS = /^(?:canonical|manifest|next|prev|amphtml|shortlink)$/i;

/** Puts the placeholder into a `<head>` and keeps its content for `renderHead()`. */
export function deferHead(state: RenderState, vnode: VNode): void {
  state.hasHead = true;
  const props = vnode.props as Props;
  const placeholder = h(
    HeadPlaceholder,
    null,
    props.children as ComponentChildren,
  );
  state.patch(vnode, { props: { ...props, children: placeholder } });
}

function HeadPlaceholder(
  props: { children?: ComponentChildren },
  context?: unknown,
): VNode {
  const state = getRenderState();
  if (state !== null) state.head = { children: props.children, context };
  return h(Fragment, { UNSTABLE_comment: "frsh:head" } as Props);
}

/** Renders the content of the head. To be called when the rest of the page is rendered. */
export function renderHead(state: RenderState): string {
  const { head } = state;
  const elements = gatherHeads(state);

  let html = '<meta charset="utf-8"/>';
  if (head !== null) {
    // Elements that take the place of one of the page's own leave the map
    state.headMode = { kind: "merge", elements };
    html = renderToString(
      h(Fragment, null, head.children),
      head.context as Props,
    );
  }
  state.headMode = null;

  for (const { children, context } of elements.values()) {
    html += renderToString(children as VNode, context as Props);
  }
  const stylesheets = new Set(state.styles);
  for (const { island } of state.uses) {
    island.css.forEach((href) => stylesheets.add(href));
  }
  for (const href of stylesheets) {
    html += renderToString(h("link", { rel: "stylesheet", href }));
  }
  return html;
}

function gatherHeads(
  state: RenderState,
): Map<string, { children: VNode; context: unknown }> {
  const elements = new Map<string, { children: VNode; context: unknown }>();
  for (const { children, context } of state.heads) {
    state.headMode = { kind: "gather", elements, context };
    renderToString(h(Fragment, null, children), context as Props);
  }
  return elements;
}

/** Deals with an element that belongs into a head: gathers it, or replaces it with what has been gathered. */
export function takeHeadElement(
  state: RenderState,
  vnode: VNode,
  type: string,
): void {
  const mode = state.headMode;
  if (mode === null) return;
  if (vnode.key != null) {
    state.patch(vnode, {
      props: { ...vnode.props, "data-key": String(vnode.key) },
    });
  }

  const key = headKey(vnode, type);
  if (mode.kind === "gather") {
    mode.elements.set(key, {
      children: h(type, vnode.props as Props) as VNode,
      context: mode.context,
    });
    state.patch(vnode, { type: Fragment, props: {} });
    return;
  }
  const replacement = mode.elements.get(key);
  if (replacement === undefined) return;
  mode.elements.delete(key);
  state.patch(vnode, {
    type: Fragment,
    props: { children: replacement.children },
  });
}

/**
 * What makes an element of the head the same as another one: its `key`; else its name and attributes without those that
 * hold its value, so that a meta of the same name or a canonical link replaces the one before it.
 */
function headKey(vnode: VNode, type: string): string {
  if (vnode.key != null) return `key:${vnode.key}`;
  if (type === "title" || type === "base") return type;

  const props = vnode.props as Props;
  if (props.id !== undefined) return `${type}#${props.id}`;
  let key = type;
  for (const name of Object.keys(props).sort()) {
    if (isValueOf(type, name, props)) continue;
    const value = props[name];
    key += `\n${name}=`;
    key += name === "dangerouslySetInnerHTML" ? (value as { __html: string }).__html : value;
  }
  return key;
}

function isValueOf(type: string, name: string, props: Props): boolean {
  switch (name) {
    case "nonce":
      return true;
    case "content":
      return type === "meta";
    case "href":
      return type === "link" && UNIQUE_RELATIONS.test(String(props.rel));
    default:
      return false;
  }
}
