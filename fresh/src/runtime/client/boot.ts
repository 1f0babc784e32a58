/** Brings the islands of a page to life. */
import { type ComponentType, h, render } from "preact";
import { computed, signal } from "@preact/signals";
import { scopeIds } from "../../islands/id_scope.ts";
import { parse } from "../../serialize/parse.ts";
import { findRegions, type IslandRegion } from "./regions.ts";
import { createRootFragment } from "./root_fragment.ts";
import { type Page, reviveProps, SlotRef } from "./slots.ts";

/**
 * Hydrates each island of the document, in a task of its own so that many islands don't hold up the page.
 *
 * @param components the components of the page's islands by the names in their markers
 * @param props what the server's `stringify()` made of their props
 */
export function boot(
  components: Record<string, ComponentType<Record<string, unknown>>>,
  props: string,
): void {
  const page: Page = {
    components,
    props: parse(props, {
      Signal: (value) => signal(value),
      Computed: (value) => computed(() => value),
      Slot: (id) => new SlotRef(id),
    }),
    slots: new Map(),
  };
  for (const region of findRegions(document.body, page.slots)) {
    if (region.start.parentNode === region.end.parentNode) schedule(() => hydrate(page, region));
    else reportNesting(region);
  }
}

function hydrate(page: Page, { name, propsIndex, start, end }: IslandRegion): void {
  const root = createRootFragment(start, end);
  const component = page.components[name]!;
  const vnode = scopeIds(h(component, reviveProps(page, propsIndex)), propsIndex);
  render(vnode, root as unknown as Element);
}

function schedule(task: () => void): void {
  // deno-lint-ignore no-explicit-any -- not in the types of the DOM yet
  const scheduler = (globalThis as any).scheduler;
  if (scheduler?.postTask) scheduler.postTask(task);
  else setTimeout(task);
}

/** Browsers move elements that may not stand where they are, and then nobody knows what belongs to the island. */
function reportNesting({ name }: IslandRegion): void {
  console.error(
    `The island "${name}" can't be hydrated because of invalid HTML nesting: the browser has moved its elements apart. ` +
      `Look for a block element, such as <div>, inside of a <p>, or for a table without <tbody>, around the island.`,
  );
}
