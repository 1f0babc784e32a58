/** The script that brings a page's islands to life, and the header by which the browser fetches its parts early. */
import type { VNode } from "preact";
import type { Island } from "../build_cache.ts";
import { escapeScript } from "../serialize/escape.ts";
import {
  formatPath,
  SerializationError,
  type Stringifiers,
  stringify,
} from "../serialize/stringify.ts";
import { addSlot, isVNode, slotIdOf } from "./island_markup.ts";
import type { RenderState } from "./render_state.ts";
import { isComputed, isSignal } from "./signals.ts";

/**
 * Serialises the props of all islands in one document, so that two islands with one signal share it. JSX that is found
 * inside of objects and arrays becomes a slot.
 *
 * @throws TypeError that names island and prop, for what can't cross
 */
export function serializeProps(state: RenderState): string {
  const { uses } = state;
  if (uses.length === 0) return "[]";
  try {
    return stringify(uses.map((use) => use.props), makeStringifiers(state));
  } catch (error) {
    if (!(error instanceof SerializationError)) throw error;
    const [index, ...path] = error.path;
    const { name } = uses[index as number]!.island;
    throw new TypeError(
      `The prop "${
        formatPath(path)
      }" of the island "${name}" can't be sent to the browser: ${error.reason}`,
      { cause: error },
    );
  }
}

function makeStringifiers(state: RenderState): Stringifiers {
  return {
    Computed: (value) => isComputed(value) ? { value: value.peek() } : undefined,
    Signal: (value) => isSignal(value) ? { value: value.peek() } : undefined,
    Slot: (value) =>
      isVNode(value) ? { value: slotIdOf(value) ?? nestedSlot(state, value) } : undefined,
  };
}

/** The slot of JSX inside of an object or array. */
function nestedSlot(state: RenderState, vnode: VNode): number {
  const known = state.slots.findIndex((slot) => slot.children === vnode);
  return known < 0 ? addSlot(state, vnode, {}) : known;
}

/** The script element at the end of the body, or nothing for a page that needs none. */
export function renderBootScript(state: RenderState, props: string): string {
  const { ctx, buildCache } = state;
  const { basePath } = ctx.config;
  let code = "";
  if (state.needsClient) {
    const islands = usedIslands(state);
    code = importOf("{ boot }", basePath + buildCache.clientEntry);
    for (const island of islands) {
      code += importOf(bindingOf(island), basePath + island.chunk);
    }
    const names = islands.map((island) => island.name).join(",");
    code += `boot({${names}},${escapeScript(JSON.stringify(props))});`;
  }
  if (buildCache.devClientEntry !== undefined) {
    code += `import ${literal(basePath + buildCache.devClientEntry)};`;
  }
  return code === "" ? "" : `<script type="module" nonce="${state.nonce}">${code}</script>`;
}

function importOf(binding: string, url: string): string {
  return `import ${binding} from ${literal(url)};`;
}

function bindingOf({ exportName, name }: Island): string {
  if (exportName === "default") return name;
  return exportName === name ? `{ ${name} }` : `{ ${exportName} as ${name} }`;
}

function literal(text: string): string {
  return escapeScript(JSON.stringify(text));
}

function usedIslands(state: RenderState): Island[] {
  return [...new Set(state.uses.map((use) => use.island))];
}

/** The value of the `Link` header that preloads the page's client files, or `null` where it has none. */
export function preloadLinks(state: RenderState): string | null {
  if (!state.needsClient) return null;
  const { buildCache, ctx } = state;
  const files = new Set([buildCache.clientEntry]);
  for (const { island } of state.uses) files.add(island.chunk);
  for (const file of buildCache.clientImports ?? []) files.add(file);
  for (const { island } of state.uses) {
    island.imports?.forEach((file) => files.add(file));
  }
  return Array.from(
    files,
    (file) => `<${encodeURI(ctx.config.basePath + file)}>; rel="modulepreload"; as="script"`,
  ).join(", ");
}
