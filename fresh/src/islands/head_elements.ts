/**
 * The page's `<head>`. What stands in `Head` may come from anywhere on the page: its elements are gathered by key, and each
 * takes the place of the one with its key in the page's own head, or follows at the end. A head is rendered where it
 * stands, and once more when the page is finished, if by then there is something new for it.
 */
import { type ComponentChildren, Fragment, h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { headIdentity } from "./head_identity.ts";
import { getRenderState, type RenderState } from "./render_state.ts";

type Props = Record<string, unknown>;

/** What is known of a page's head. */
export class PageHead {
  /** The content of the page's own `<head>`, and the Preact context of its place. */
  content: { children: ComponentChildren; context: unknown } | null = null;
  /** What was last rendered. */
  html = "";
  /** The contents of each `Head`, in order. */
  readonly parts: { children: ComponentChildren; context: unknown }[] = [];
  /** The elements of those parts that have been gathered, by their keys. */
  readonly elements: Elements = new Map();
  gatheredParts = 0;
  /** The stylesheets that were linked. */
  stylesheets = 0;
  /** What is done with elements that belong into a head. */
  mode: { kind: "gather"; context: unknown } | { kind: "merge"; elements: Elements } | null = null;
}

type Elements = Map<string, { children: VNode; context: unknown }>;

/** Has the content of a `<head>` rendered by `renderHead()`. */
export function visitHead(state: RenderState, vnode: VNode): void {
  state.hasHead = true;
  const props = vnode.props as Props;
  const content = h(HeadContent, null, props.children as ComponentChildren);
  state.patch(vnode, { props: { ...props, children: content } });
}

function HeadContent(props: { children?: ComponentChildren }, context?: unknown): VNode {
  const state = getRenderState();
  if (state === null) return h(Fragment, null, props.children);
  state.head.content = { children: props.children, context };
  return h(Fragment, { tpl: [renderHead(state)], exprs: [] } as Props) as VNode;
}

/** Whether something has come up since the head was rendered. */
export function isHeadStale(state: RenderState): boolean {
  const { parts, gatheredParts, stylesheets } = state.head;
  return gatheredParts < parts.length || stylesheets < stylesheetsOf(state).size;
}

/** Renders the content of the head, as far as it is known. */
export function renderHead(state: RenderState): string {
  const { head } = state;
  gatherParts(state);

  head.html = '<meta charset="utf-8"/>';
  // Elements that take the place of one of the page's own leave the map
  const elements = new Map(head.elements);
  if (head.content !== null) {
    const { children, context } = head.content;
    head.mode = { kind: "merge", elements };
    head.html = renderToString(h(Fragment, null, children), context as Props);
    head.mode = null;
  }
  for (const { children, context } of elements.values()) {
    head.html += renderToString(children, context as Props);
  }
  const stylesheets = stylesheetsOf(state);
  head.stylesheets = stylesheets.size;
  for (const href of stylesheets) {
    head.html += renderToString(h("link", { rel: "stylesheet", href }));
  }
  return head.html;
}

function gatherParts(state: RenderState): void {
  const { head } = state;
  for (; head.gatheredParts < head.parts.length; head.gatheredParts++) {
    const { children, context } = head.parts[head.gatheredParts]!;
    head.mode = { kind: "gather", context };
    renderToString(h(Fragment, null, children), context as Props);
    head.mode = null;
  }
}

function stylesheetsOf(state: RenderState): ReadonlySet<string> {
  if (state.uses.every((use) => use.island.css.length === 0)) return state.styles;
  return new Set([...state.styles, ...state.uses.flatMap((use) => use.island.css)]);
}

/** Deals with an element that belongs into a head: gathers it, or replaces it with what has been gathered. */
export function takeHeadElement(state: RenderState, vnode: VNode, type: string): void {
  const { mode, elements } = state.head;
  if (mode === null) return;
  if (vnode.key != null) {
    state.patch(vnode, { props: { ...vnode.props, "data-key": String(vnode.key) } });
  }

  if (mode.kind === "merge" && mode.elements.size === 0) return;
  const props = vnode.props as Props;
  const key = headKey(type, props);
  if (mode.kind === "gather") {
    elements.set(key, { children: h(type, props) as VNode, context: mode.context });
    state.patch(vnode, { type: Fragment, props: {} });
    return;
  }
  const replacement = mode.elements.get(key);
  if (replacement === undefined) return;
  mode.elements.delete(key);
  state.patch(vnode, { type: Fragment, props: { children: replacement.children } });
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
