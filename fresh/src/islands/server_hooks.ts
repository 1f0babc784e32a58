/**
 * Preact's option hooks on the server. They look at each element that is rendered inside of `withRenderState()` and do
 * nothing elsewhere. Almost all elements pass through them, so they sort out what isn't theirs in a few comparisons.
 */
import { Fragment, options, type VNode } from "preact";
import { assetProps } from "../runtime/asset.ts";
import { setHeadCollector } from "../runtime/head.ts";
import { activeLinkProps } from "./active_link.ts";
import { takeHeadElement, visitHead } from "./head_elements.ts";
import { markedIsland } from "./island_markup.ts";
import type { RenderState } from "./render_state.ts";

type Props = Record<string, unknown>;

/** Preact's names of hooks that aren't in its types. */
interface ServerOptions {
  /** Before an element or component is rendered. */
  __b?: (vnode: VNode) => void;
  /** For each dynamic attribute of precompiled JSX; a string takes the attribute's place. */
  attr?: (name: string, value: unknown) => string | void;
}

const CLIENT_NAVIGATION = "f-client-nav";

/** Installs the hooks. Call it once. */
export function installServerHooks(getState: () => RenderState | null): void {
  const hooks = options as ServerOptions;

  const renderBefore = hooks.__b;
  hooks.__b = (vnode) => {
    const state = getState();
    if (state !== null) {
      const { type } = vnode;
      if (typeof type === "string") visitElement(state, vnode, type);
      else if (type !== Fragment) visitComponent(state, vnode);
    }
    renderBefore?.(vnode);
  };

  const attributeBefore = hooks.attr;
  hooks.attr = (name, value) => {
    if (name !== CLIENT_NAVIGATION) return attributeBefore?.(name, value);
    const isOn = isClientNavigationOn(value);
    const state = getState();
    if (isOn && state !== null) state.hasClientNavigation = true;
    return `${CLIENT_NAVIGATION}="${isOn}"`;
  };

  setHeadCollector((children, context) => {
    const state = getState();
    if (state === null) return children as VNode;
    state.head.parts.push({ children, context });
    return null;
  });
}

function visitComponent(state: RenderState, vnode: VNode): void {
  const { islands } = state.buildCache;
  if (islands.size === 0) return;
  const island = islands.get(vnode.type as never);
  if (island === undefined) return;
  if (state.markedIsland === vnode) {
    state.markedIsland = null;
    return;
  }
  state.islandKey = vnode.key;
  state.patch(vnode, { type: markedIsland(island) });
}

function visitElement(state: RenderState, vnode: VNode, type: string): void {
  const props = vnode.props as Props;
  switch (type) {
    case "a":
      patchProps(state, vnode, activeLinkProps(props, state.place));
      break;
    case "img":
    case "source":
      patchProps(state, vnode, assetProps(props, state.buildCache.buildId));
      break;
    case "html":
      state.hasHtml = true;
      break;
    case "body":
      state.hasBody = true;
      break;
    case "head":
      if (!state.hasHead) visitHead(state, vnode);
      break;
    case "script":
    case "style":
      if (!props.nonce) {
        state.patch(vnode, { props: { ...props, nonce: state.nonce } });
      }
      takeHeadElement(state, vnode, type);
      break;
    case "title":
    case "meta":
    case "link":
    case "base":
    case "noscript":
    case "template":
      takeHeadElement(state, vnode, type);
      break;
  }
  const navigation = (vnode.props as Props)[CLIENT_NAVIGATION];
  if (navigation !== undefined) {
    const isOn = isClientNavigationOn(navigation);
    if (isOn) state.hasClientNavigation = true;
    if (typeof navigation !== "string") {
      state.patch(vnode, {
        props: { ...vnode.props, [CLIENT_NAVIGATION]: String(isOn) },
      });
    }
  }
}

function patchProps(
  state: RenderState,
  vnode: VNode,
  props: Props | null,
): void {
  if (props !== null) state.patch(vnode, { props });
}

function isClientNavigationOn(value: unknown): boolean {
  return Boolean(value) && value !== "false";
}
