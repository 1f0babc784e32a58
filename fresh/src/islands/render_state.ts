/**
 * What one rendering of one page collects: the islands that it met, their props and slots, head elements, styles and the
 * nonce. `render.ts` makes a state for each `ctx.render()`, renders inside `withRenderState()`, lets `finishDocument()`
 * complete the document and reads `preloadLinks()` for the `Link` header. Rendering is synchronous, so one current
 * state is enough.
 */
import type { ComponentChildren, VNode } from "preact";
import type { BuildCache, Island } from "../build_cache.ts";
import type { Context } from "../context.ts";
import { PageHead } from "./head_elements.ts";
import { installServerHooks } from "./server_hooks.ts";

export { finishDocument } from "./document.ts";
export { preloadLinks } from "./boot_script.ts";

let current: RenderState | null = null;

/** The state of the rendering that is under way, or `null` outside of one. */
export function getRenderState(): RenderState | null {
  return current;
}

/** Elements that are rendered apart from where they stand, with the Preact context of that place. */
export interface Deferred {
  children: ComponentChildren;
  context: unknown;
}

/** JSX that was given to an island. */
export interface Slot extends Deferred {
  /** Whether the island rendered it on the server. One that it didn't goes along in a template. */
  isRendered: boolean;
}

/** An island of the page, as the browser gets it. */
export interface IslandUse {
  island: Island;
  props: Record<string, unknown>;
}

/** Collects what one rendering needs beyond its HTML. */
export class RenderState {
  /** URL paths of stylesheets that the route brought along; they are linked in the head. */
  readonly styles: Set<string>;
  /** Each island of the page that the browser hydrates, in order; markers refer to them by index. */
  readonly uses: IslandUse[] = [];
  /** The slots of all islands; their ids are indexes. */
  readonly slots: Slot[] = [];
  /** The page's head. */
  readonly head: PageHead = new PageHead();
  hasHtml = false;
  hasHead = false;
  hasBody = false;
  /** Whether something on the page asks for client navigation. */
  hasClientNavigation = false;
  /** The key of the island that is about to render. */
  islandKey: unknown = undefined;
  /** The element inside of an island's markers, which isn't to be marked again. */
  markedIsland: VNode | null = null;
  readonly #patches: {
    vnode: VNode;
    type: VNode["type"];
    props: VNode["props"];
  }[] = [];
  #nonce: string | null = null;
  #place: { pathname: string; search: string } | null = null;

  constructor(
    // deno-lint-ignore no-explicit-any -- a page of any state
    readonly ctx: Context<any>,
    readonly buildCache: BuildCache,
    styles: readonly string[] = [],
  ) {
    this.styles = new Set(styles);
  }

  /** The nonce of this response's scripts and styles (lowercase hex), made when it is first asked for. */
  get nonce(): string {
    this.#nonce ??= crypto.randomUUID().replaceAll("-", "");
    return this.#nonce;
  }

  /** Where the page is. Each link asks for it, and a URL's own getters are slow. */
  get place(): { pathname: string; search: string } {
    if (this.#place === null) {
      const { pathname, search } = this.ctx.url;
      this.#place = { pathname, search };
    }
    return this.#place;
  }

  /** Whether the page needs the client runtime. */
  get needsClient(): boolean {
    return this.uses.length > 0 || this.hasClientNavigation;
  }

  /** Changes an element for this rendering only: an element may be a constant that other pages share. */
  patch(
    vnode: VNode,
    changes: { type?: unknown; props?: Record<string, unknown> },
  ): void {
    this.#patches.push({ vnode, type: vnode.type, props: vnode.props });
    if (changes.type !== undefined) vnode.type = changes.type as VNode["type"];
    if (changes.props !== undefined) {
      vnode.props = changes.props as VNode["props"];
    }
  }

  /** Takes back what `patch()` did. */
  restore(): void {
    for (const { vnode, type, props } of this.#patches.splice(0).reverse()) {
      vnode.type = type;
      vnode.props = props;
    }
  }
}

/** Runs a synchronous rendering with `state` as the current one. */
export function withRenderState<T>(state: RenderState, render: () => T): T {
  const outer = current;
  current = state;
  try {
    return render();
  } finally {
    current = outer;
    state.restore();
  }
}

installServerHooks(getRenderState);
