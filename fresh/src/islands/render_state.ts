/**
 * What one rendering of one page collects: the islands it met, its head elements, styles and nonce. `render.ts`
 * makes a state for each `ctx.render()`, renders inside `withRenderState()`, lets `finishDocument()` complete the
 * document and reads `preloadLinks()` for the `Link` header. Rendering is synchronous, so one current state is enough.
 */
import type { BuildCache } from "../build_cache.ts";
import type { Context } from "../context.ts";

let current: RenderState | null = null;

/** The state of the rendering that is under way, or `null` outside of one. */
export function getRenderState(): RenderState | null {
  return current;
}

/** Collects what one rendering needs beyond its HTML. */
export class RenderState {
  /** URL paths of stylesheets that the route brought along; they are linked in the head. */
  readonly styles: Set<string>;
  #nonce: string | null = null;

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
}

/** Runs a synchronous rendering with `state` as the current one. */
export function withRenderState<T>(state: RenderState, render: () => T): T {
  const outer = current;
  current = state;
  try {
    return render();
  } finally {
    current = outer;
  }
}

/**
 * Completes rendered HTML to a document: adds `<html>`, `<head>` and `<body>` where the page has none, head elements
 * that are left over, and the islands' script. Called inside `withRenderState()`. Without the doctype.
 */
export function finishDocument(html: string, _state: RenderState): string {
  let out = html;
  if (!/<body[\s>]/.test(html)) out = `<body>${out}</body>`;
  if (!/<head[\s>]/.test(html)) {
    out = `<head><meta charset="utf-8"></head>${out}`;
  }
  if (!/<html[\s>]/.test(html)) out = `<html>${out}</html>`;
  return out;
}

/** The value of the `Link` header that preloads the page's client files, or `null` where it has none. */
export function preloadLinks(_state: RenderState): string | null {
  return null;
}
