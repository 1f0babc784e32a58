/**
 * A web framework of server-rendered Preact pages, of which only the interactive parts (islands) reach the browser.
 * This module has what servers use; see `fresh/runtime` for components and `fresh/dev` for builds.
 *
 * ```tsx
 * import { App, staticFiles } from "fresh";
 *
 * const app = new App()
 *   .use(staticFiles())
 *   .get("/", (ctx) => ctx.render(<h1>Hello</h1>));
 *
 * await app.listen();
 * ```
 *
 * @module
 */
export { App } from "./app.ts";
export type { ListenOptions } from "./listen.ts";
export type { FreshConfig, ResolvedFreshConfig } from "./config.ts";
export type { Context } from "./context.ts";
export type { WebSocketHandlers, WebSocketUpgradeOptions } from "./websocket.ts";
export { createDefine, type Define } from "./define.ts";
export { HttpError } from "./error.ts";
export {
  type HandlerByMethod,
  type HandlerFn,
  page,
  type PageResponse,
  type RouteData,
  type RouteHandler,
} from "./handlers.ts";
export type { LayoutConfig, Lazy, MaybeLazy, Method, PageProps, RouteConfig } from "./types.ts";
export type { Island } from "./build_cache.ts";
export type { Middleware } from "./middlewares/mod.ts";
export { cors, type CORSOptions } from "./middlewares/cors.ts";
export { csp, type CSPOptions } from "./middlewares/csp.ts";
export { csrf, type CsrfOptions } from "./middlewares/csrf.ts";
export { ipFilter, type IpFilterOptions, type IpFilterRules } from "./middlewares/ip_filter.ts";
export { staticFiles } from "./middlewares/static_files.ts";
export { trailingSlashes } from "./middlewares/trailing_slashes.ts";
