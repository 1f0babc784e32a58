/** Renders a page: composes page, layouts and app wrapper, and makes the HTML answer of them. */
import { Fragment, h, type VNode } from "preact";
import { jsxTemplate } from "preact/jsx-runtime";
import { renderToString } from "preact-render-to-string";
import { type Context, scopeOf } from "./context.ts";
import {
  finishDocument,
  preloadLinks,
  RenderState,
  withRenderState,
} from "./islands/render_state.ts";
import type { AsyncAnyComponent, LayoutConfig, PageProps, RouteComponent } from "./types.ts";

// deno-lint-ignore no-explicit-any -- elements of any kind
type AnyVNode = VNode<any>;

const EMPTY = () => null;
const AsyncFunction = (async () => {}).constructor;

/**
 * Renders elements inside of the layouts and the app wrapper that hold where the request is. Async components among
 * them are awaited first; one that answers with a `Response` ends the rendering. What is left renders synchronously.
 */
export async function renderPage<State>(
  ctx: Context<State>,
  page: AnyVNode | null,
  { init, config }: { init: ResponseInit; config: LayoutConfig },
): Promise<Response> {
  const scope = scopeOf(ctx);
  const layouts = config.skipInheritedLayouts ? [] : scope.wrappers.layouts;
  const app = config.skipAppWrapper ? null : scope.wrappers.app;

  let content = page;
  for (let i = layouts.length - 1; i >= 0; i--) {
    const inner = content;
    const element = wrap(ctx, layouts[i]!, () => inner);
    const result = element instanceof Promise ? await element : element;
    if (result instanceof Response) return result;
    content = result;
  }

  // The app wrapper is rendered last, around finished HTML: its head has to know what the page put into the head
  let inner = content;
  let wrapper: AnyVNode | null = null;
  if (app !== null) {
    const element = wrap(ctx, app, () => inner);
    const result = element instanceof Promise ? await element : element;
    if (result instanceof Response) return result;
    wrapper = result;
  }

  const state = new RenderState(ctx, scope.buildCache, scope.styles);
  scope.rendered = state;
  const html = withRenderState(state, () => {
    let body = content === null ? "" : renderToString(content);
    if (app !== null) {
      inner = jsxTemplate([body] as unknown as string[]) as AnyVNode;
      body = wrapper === null ? "" : renderToString(wrapper);
    }
    return finishDocument(body, state);
  });

  const headers = new Headers(init.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  const links = preloadLinks(state);
  if (links !== null) headers.append("link", links);
  return new Response(`<!DOCTYPE html>${html}`, {
    status: init.status ?? 200,
    statusText: init.statusText,
    headers,
  });
}

/**
 * The element of a route's component. An async component is called: its elements, or the `Response` that it answers
 * with in their place, come back in a promise.
 */
export function routeElement<State>(
  ctx: Context<State>,
  component: RouteComponent<State>,
  data: unknown,
): AnyVNode | Promise<AnyVNode | Response | null> {
  return toElement(component, pageProps(ctx, EMPTY, data));
}

function wrap<State>(
  ctx: Context<State>,
  component: RouteComponent<State>,
  Component: () => AnyVNode | null,
): AnyVNode | Promise<AnyVNode | Response | null> {
  ctx.Component = Component;
  return toElement(component, pageProps(ctx, Component, null));
}

function toElement<State>(
  component: RouteComponent<State>,
  props: PageProps<unknown, State>,
): AnyVNode | Promise<AnyVNode | Response | null> {
  if (isAsync(component)) return component(props);
  // deno-lint-ignore no-explicit-any -- Preact's overloads don't take a union of component kinds
  return h(component as any, props) ?? h(Fragment, null);
}

function isAsync<State>(
  component: RouteComponent<State>,
): component is AsyncAnyComponent<PageProps<unknown, State>> {
  return component instanceof AsyncFunction;
}

function pageProps<State>(
  ctx: Context<State>,
  Component: () => AnyVNode | null,
  data: unknown,
): PageProps<unknown, State> {
  return {
    Component,
    config: ctx.config,
    data,
    error: ctx.error,
    info: ctx.info,
    isPartial: ctx.isPartial,
    params: ctx.params,
    req: ctx.req,
    route: ctx.route,
    state: ctx.state,
    url: ctx.url,
  };
}
