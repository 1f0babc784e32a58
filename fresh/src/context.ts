/** `Context`: what a middleware, a handler and (as props) a component know about the request that they answer. */
import { type FunctionComponent, isValidElement, type VNode } from "preact";
import type { BuildCache } from "./build_cache.ts";
import type { ResolvedFreshConfig } from "./config.ts";
import type { RenderState } from "./islands/render_state.ts";
import type { Params } from "./pattern.ts";
import { renderPage } from "./render.ts";
import { encodeStream } from "./stream.ts";
import type { LayoutConfig, RouteComponent } from "./types.ts";
import {
  connectHandlers,
  isWebSocketHandlers,
  upgradeRequest,
  type WebSocketHandlers,
  type WebSocketUpgradeOptions,
} from "./websocket.ts";

/** What a page is wrapped in at one place of the app: the app wrapper, and the layouts from outer to inner. */
export interface Wrappers<State> {
  readonly app: RouteComponent<State> | null;
  readonly layouts: readonly RouteComponent<State>[];
}

/** What the framework knows about a request beyond what `Context` shows. */
export interface RequestScope<State> {
  readonly req: Request;
  readonly info: Deno.ServeHandlerInfo;
  readonly config: ResolvedFreshConfig;
  readonly buildCache: BuildCache<State>;
  readonly route: string | null;
  /** Made when they are first asked for, where the route has none. */
  params: Params | null;
  /** The path that was routed. */
  readonly pathname: string;
  /** Parsed when it is first asked for. */
  url: URL | null;
  /** What `ctx.render()` wraps pages in, at the place where the request is. */
  wrappers: Wrappers<State>;
  /** Answers when no middleware or handler did. */
  readonly unanswered: (ctx: Context<State>) => Promise<Response>;
  /** Methods of the path, for the `Allow` header of a 405. */
  allow: string | null;
  /** URL paths of stylesheets that the matched route brings along. */
  styles: readonly string[];
  /** The state of the last rendering, from which `csp()` has its nonce. */
  rendered: RenderState | null;
}

/** Gives the framework's own parts what a context keeps to itself. */
export let scopeOf: <State>(ctx: Context<State>) => RequestScope<State>;

/** `ctx.url.pathname`, without parsing the URL where nobody has asked for it yet. */
export function pathnameOf<State>(ctx: Context<State>): string {
  const { url, pathname } = scopeOf(ctx);
  return url === null ? pathname : url.pathname;
}

/** One request on its way through middlewares and handlers. */
export class Context<State> {
  readonly #scope: RequestScope<State>;

  /** The configuration of the app. */
  readonly config: ResolvedFreshConfig;
  /** The request. */
  req: Request;
  /** The pattern of the matched route, or `null` where none has matched. */
  readonly route: string | null;
  /** What middlewares and handlers of this request share. */
  readonly state: State = {} as State;
  /** Free for the app. */
  data: unknown = undefined;
  /** What was thrown, in error routes and in middlewares after `next()`; else `null`. */
  error: unknown | null = null;
  /** The connection. */
  readonly info: Deno.ServeHandlerInfo;
  /** Whether the client asks for parts of the page only. */
  readonly isPartial: boolean;
  /** In async layouts and app wrappers: what they wrap. */
  Component!: FunctionComponent;
  /** Passes the request on to the next middleware or the route, and resolves to its answer. */
  next!: () => Promise<Response>;

  static {
    scopeOf = (ctx) => ctx.#scope;
  }

  /** Made by the app for each request. */
  constructor(scope: RequestScope<State>) {
    this.#scope = scope;
    this.config = scope.config;
    this.req = scope.req;
    this.route = scope.route;
    this.info = scope.info;
    this.isPartial = asksForPartials(scope.req.url);
  }

  /** The URL of the request; behind a trusted proxy with the protocol and host that the visitor sees. */
  get url(): URL {
    return this.#scope.url ??= new URL(this.#scope.req.url);
  }

  /** The decoded parameters of the matched route. */
  get params(): Record<string, string> {
    return this.#scope.params ??= Object.create(null) as Params;
  }

  /**
   * Sends the visitor to another address. Slashes at the start are folded into one, so that `//evil.example` is a
   * path of this site.
   *
   * ```ts
   * return ctx.redirect("/orders", 303);
   * ```
   */
  redirect(pathOrUrl: string, status = 302): Response {
    const folded = foldSlashes(pathOrUrl);
    const location = this.isPartial ? askForPartials(folded) : folded;
    return new Response(null, { status, headers: { location } });
  }

  /**
   * Renders elements to a page, inside of the layouts and the app wrapper.
   *
   * ```tsx
   * app.get("/", (ctx) => ctx.render(<h1>Hello</h1>, { headers: { "cache-control": "no-store" } }));
   * ```
   *
   * @param vnode the page, or `null` for what the layouts show alone
   * @param init status and headers of the answer
   * @param config leaves out layouts or the app wrapper
   */
  async render(
    // deno-lint-ignore no-explicit-any -- elements of any kind
    vnode: VNode<any> | null,
    init: ResponseInit | undefined = {},
    config: LayoutConfig = {},
  ): Promise<Response> {
    if (arguments.length === 0) {
      throw new Error("No arguments passed to: ctx.render()");
    }
    if (vnode !== null && !isValidElement(vnode)) {
      throw new Error("Non-JSX element passed to: ctx.render()");
    }
    return await renderPage(this, vnode, { init, config });
  }

  /** Answers with plain text. */
  text(content: string, init?: ResponseInit): Response {
    return new Response(content, init);
  }

  /** Answers with HTML as it is given. */
  html(content: string, init?: ResponseInit): Response {
    const headers = new Headers(init?.headers);
    headers.set("content-type", "text/html; charset=utf-8");
    return new Response(content, { ...init, headers });
  }

  /** Answers with a value as JSON. */
  // deno-lint-ignore no-explicit-any -- whatever JSON.stringify() takes
  json(content: any, init?: ResponseInit): Response {
    return Response.json(content, init);
  }

  /**
   * Answers piece by piece, as an iterable or generator function yields text or bytes.
   *
   * ```ts
   * app.get("/numbers", (ctx) => ctx.stream(function* () {
   *   for (let i = 0; i < 10; i++) yield `${i}\n`;
   * }));
   * ```
   */
  stream<U extends string | Uint8Array>(
    stream:
      | Iterable<U>
      | AsyncIterable<U>
      | (() => Iterable<U> | AsyncIterable<U>),
    init?: ResponseInit,
  ): Response {
    return new Response(encodeStream(typeof stream === "function" ? stream() : stream), init);
  }

  /**
   * Upgrades the request to a WebSocket connection and gives the socket and the answer that the handler must return.
   * Throws an `HttpError` 400 where the request asks for none.
   */
  upgrade(options?: WebSocketUpgradeOptions): { socket: WebSocket; response: Response };
  /** Upgrades the request to a WebSocket connection and connects its events with the handlers. */
  upgrade(handlers: WebSocketHandlers, options?: WebSocketUpgradeOptions): Response;
  upgrade(
    handlersOrOptions?: WebSocketHandlers | WebSocketUpgradeOptions,
    options?: WebSocketUpgradeOptions,
  ): { socket: WebSocket; response: Response } | Response {
    if (!isWebSocketHandlers(handlersOrOptions)) {
      return upgradeRequest(this.req, handlersOrOptions);
    }
    const { socket, response } = upgradeRequest(this.req, options);
    connectHandlers(socket, handlersOrOptions);
    return response;
  }
}

/** The query parameter of requests for parts of a page. */
const PARTIAL_PARAM = "fresh-partial";

function asksForPartials(url: string): boolean {
  return url.includes(PARTIAL_PARAM) && new URL(url).searchParams.has(PARTIAL_PARAM);
}

/** Where a request for parts of a page is sent on, it stays one. */
function askForPartials(address: string): string {
  const [, base = "", fragment = ""] = /^([^#]*)(.*)$/s.exec(address) ?? [];
  return `${base}${base.includes("?") ? "&" : "?"}${PARTIAL_PARAM}=true${fragment}`;
}

/**
 * Folds repeated slashes in the path of an address that starts with one; query and fragment stay. Browsers read
 * backslashes as slashes and skip tabs, so those go too where they would make another host of the path.
 */
function foldSlashes(address: string): string {
  if (!address.startsWith("/")) return address;
  const end = address.search(/[?#]/);
  const path = end === -1 ? address : address.slice(0, end);
  const folded = path.replace(/^[/\\\t]+/, "/").replaceAll(/\/+/g, "/");
  return end === -1 ? folded : folded + address.slice(end);
}
