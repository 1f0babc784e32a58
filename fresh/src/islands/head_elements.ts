/**
 * The page's `<head>`. Its content is rendered last, because what stands in `Head` may come from anywhere on the page:
 * a placeholder keeps its place, the contents of each `Head` are gathered by key, and then an element takes the place of
 * the one with its key in the page's own head, or follows at the end.
 */
import { type ComponentChildren, Fragment, h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { headIdentity } from "./head_identity.ts";
import { getRenderState, type RenderState } from "./render_state.ts";

type Props = Record<string, unknown>;

/** What stands in the document where the head's content goes. */
export const HEAD_PLACEHOLDER = "<!--frsh:head-->";

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
  // The outer fragment of what a component returns is taken off, and a comment with it
  return h(Fragment, null, h(Fragment, { UNSTABLE_comment: "frsh:head" } as Props));
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

  const key = headKey(type, vnode.props as Props);
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

/** The identity of an element; one of which there may be many is the same only as one that is equal. */
function headKey(type: string, props: Props): string {
  const identity = headIdentity(type, (name) => props[name] ?? props[PROP_NAMES[name] ?? name]);
  if (identity !== null) return identity;

  let key = type;
  for (const name of Object.keys(props).sort()) {
    if (name === "nonce") continue;
    const value = props[name];
    key += `\n${name}=`;
    key += name === "dangerouslySetInnerHTML" ? (value as { __html: string }).__html : value;
  }
  return key;
}

const PROP_NAMES: Record<string, string> = { "http-equiv": "httpEquiv", charset: "charSet" };
