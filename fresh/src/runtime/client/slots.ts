/**
 * Turns HTML that the server rendered into elements that Preact can render: the JSX that an island was given isn't sent a
 * second time, it is read from the page.
 */
import {
  type ComponentChild,
  type ComponentType,
  Fragment,
  h,
  isValidElement,
  type VNode,
} from "preact";
import { scopeIds } from "../../islands/id_scope.ts";
import { SLOT_TEMPLATE } from "../../islands/markers.ts";
import {
  findRegions,
  isRegionEnd,
  parseIslandStart,
  parseSlotStart,
  type Region,
} from "./regions.ts";

type Props = Record<string, unknown>;

/** Stands in the props for JSX until the page is read. */
export class SlotRef {
  constructor(readonly id: number) {}
}

/** What the islands of a page share. */
export interface Page {
  components: Record<string, ComponentType<Props>>;
  /** The props of each island, by the index in its marker. */
  props: Props[];
  slots: Map<number, Region>;
}

/** The props of an island with its slots read from the page. Must be called before Preact changes the island. */
export function reviveProps(page: Page, index: number): Props {
  return revive(page, page.props[index]!, new Set()) as Props;
}

/** Replaces the slots in a value, in place, where it is an object or array of the props. */
function revive(page: Page, value: unknown, seen: Set<unknown>): unknown {
  if (value instanceof SlotRef) return readSlot(page, value.id);
  if (typeof value !== "object" || value === null) return value;
  if (isValidElement(value) || seen.has(value)) return value;
  seen.add(value);
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype) {
    for (const key of Object.keys(value)) {
      const item = (value as Props)[key];
      const revived = revive(page, item, seen);
      if (revived !== item) (value as Props)[key] = revived;
    }
  }
  return value;
}

function readSlot(page: Page, id: number): VNode | null {
  const region = page.slots.get(id);
  if (region !== undefined) {
    return h(Fragment, null, readNodes(page, region.start.nextSibling, region.end));
  }
  const template = document.getElementById(SLOT_TEMPLATE + id) as HTMLTemplateElement | null;
  if (template === null) return null;
  findRegions(template.content, page.slots);
  return h(Fragment, null, readNodes(page, template.content.firstChild, null));
}

/** Reads siblings up to `end`, which isn't part of them. */
function readNodes(page: Page, first: Node | null, end: Node | null): ComponentChild[] {
  const children: ComponentChild[] = [];
  for (let node = first; node !== null && node !== end; node = node.nextSibling) {
    if (node.nodeType === 3) children.push((node as Text).data);
    else if (node.nodeType === 1) children.push(readElement(page, node as Element));
    else if (node.nodeType === 8) {
      const island = parseIslandStart(node as Comment);
      if (island === null) continue;
      const props = { ...reviveProps(page, island.propsIndex), key: island.key };
      children.push(scopeIds(h(page.components[island.name]!, props), island.propsIndex));
      // What the island rendered comes from its props, its own slots included
      node = regionEnd(node);
    }
  }
  return children;
}

function regionEnd(start: Node): Node {
  let depth = 0;
  for (let node: Node = start;; node = node.nextSibling!) {
    if (isRegionEnd(node)) depth--;
    else if (node.nodeType === 8) {
      const comment = node as Comment;
      if (parseIslandStart(comment) !== null || parseSlotStart(comment) !== null) depth++;
    }
    if (depth === 0 || node.nextSibling === null) return node;
  }
}

function readElement(page: Page, element: Element): VNode {
  const props: Props = {};
  for (const { name, value } of Array.from(element.attributes)) {
    // A handler that is text isn't one that Preact could call
    if (name.startsWith("on")) continue;
    const isBoolean = typeof (element as unknown as Props)[name] === "boolean";
    props[name] = isBoolean ? true : value;
  }
  if (element.localName === "template") {
    props.dangerouslySetInnerHTML = { __html: element.innerHTML };
    return h("template", props) as VNode;
  }
  return h(element.localName, props, readNodes(page, element.firstChild, null)) as VNode;
}
