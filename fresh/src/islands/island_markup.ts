/**
 * What an island becomes on the server: its own HTML between two comments. JSX that it is given stands between comments of
 * its own, so that the browser can tell it from what the island rendered itself, and islands in it are found. An island
 * that another island renders is a plain component: the browser renders it with the outer one.
 */
import {
  type AnyComponent,
  type ComponentChildren,
  Fragment,
  type FunctionComponent,
  h,
  isValidElement,
  type VNode,
} from "preact";
import type { Island } from "../build_cache.ts";
import { scopeIds } from "./id_scope.ts";
import { ISLAND_END, ISLAND_START, SLOT_END, SLOT_START } from "./markers.ts";
import { getRenderState, type RenderState } from "./render_state.ts";
import { isSignal } from "./signals.ts";

type Props = Record<string, unknown>;

/** In Preact's context: whether what renders is part of an island. */
const INSIDE_ISLAND = "__frshInsideIsland";

const wrappers = new WeakMap<Island, FunctionComponent<Props>>();

/** The component that takes an island's place on the server. */
export function markedIsland(island: Island): FunctionComponent<Props> {
  let wrapper = wrappers.get(island);
  if (wrapper === undefined) {
    wrapper = (props, context) => renderIsland(island, props, context);
    wrappers.set(island, wrapper);
  }
  return wrapper;
}

function renderIsland(island: Island, props: Props, context: Props): VNode {
  const component = island.component as AnyComponent<Props>;
  const state = getRenderState();
  if (state === null) return h(component, props);
  const key = state.islandKey;
  state.islandKey = undefined;
  if (context[INSIDE_ISLAND] === true) {
    return state.markedIsland = h(component, props);
  }

  const slotted = slotProps(state, props, context);
  const index = state.uses.push({ island, props: slotted }) - 1;
  const content = state.markedIsland = scopeIds(h(component, slotted), index);
  return withMarkers(
    h(Inside, { island: true }, content),
    `${ISLAND_START}${island.name}:${index}:${encodeKey(key)}`,
    ISLAND_END,
  );
}

/** Puts a slot in the place of each prop that is JSX. */
function slotProps(state: RenderState, props: Props, context: unknown): Props {
  const slotted: Props = {};
  for (const name of Object.keys(props)) {
    const value = props[name];
    slotted[name] = isSlotContent(value, name === "children")
      ? h(
        Slot,
        { id: addSlot(state, value as ComponentChildren, context) },
        value as VNode,
      )
      : value;
  }
  return slotted;
}

/** Keeps JSX for the page's end, where it goes along in a template if it wasn't rendered by then. */
export function addSlot(
  state: RenderState,
  children: ComponentChildren,
  context: unknown,
): number {
  return state.slots.push({ children, context, isRendered: false }) - 1;
}

function isSlotContent(value: unknown, isChildren: boolean): boolean {
  switch (typeof value) {
    case "string":
    case "number":
    case "bigint":
      return isChildren;
    case "object":
      if (Array.isArray(value)) {
        return value.some((item) => isSlotContent(item, isChildren));
      }
      return isVNode(value);
  }
  return false;
}

/** Whether a value is JSX. Signals look like it, because they may stand in its place. */
export function isVNode(value: unknown): value is VNode {
  return isValidElement(value) && !isSignal(value);
}

interface SlotProps {
  id: number;
  children?: ComponentChildren;
}

function Slot({ id, children }: SlotProps): VNode {
  const slot = getRenderState()?.slots[id];
  if (slot !== undefined) slot.isRendered = true;
  return withMarkers(
    h(Inside, { island: false }, children),
    `${SLOT_START}${id}`,
    SLOT_END,
  );
}

/** The id of a slot that stands in the place of JSX, or `null` where a value is something else. */
export function slotIdOf(value: unknown): number | null {
  return isVNode(value) && value.type === Slot ? (value.props as SlotProps).id : null;
}

interface InsideProps {
  island: boolean;
  children?: ComponentChildren;
}

function Inside(
  this: { getChildContext?: () => Props },
  props: InsideProps,
): ComponentChildren {
  this.getChildContext = () => ({ [INSIDE_ISLAND]: props.island });
  return props.children;
}

function withMarkers(
  content: ComponentChildren,
  start: string,
  end: string,
): VNode {
  return h(Fragment, null, comment(start), content, comment(end));
}

function comment(text: string): VNode {
  return h(Fragment, { UNSTABLE_comment: text } as Props);
}

/** A key may be anything, but must neither end the comment nor look like another field of it. */
function encodeKey(key: unknown): string {
  return key == null ? "" : encodeURIComponent(String(key));
}
