/** Types that several parts of the framework share: methods, routes, components and their configuration. */
import type { AnyComponent, RenderableProps, VNode } from "preact";
import type { Context } from "./context.ts";
import type { RouteHandler } from "./handlers.ts";

/** An HTTP method that a route can answer. */
export type Method =
  | "HEAD"
  | "GET"
  | "POST"
  | "PATCH"
  | "PUT"
  | "DELETE"
  | "OPTIONS";

/** Loads something when it is first needed. */
export type Lazy<T> = () => Promise<T>;

/** A value, or a function that loads it. */
export type MaybeLazy<T> = T | Lazy<T>;

/** Tells a function that loads something from the thing itself. For things that aren't functions. */
export function isLazy<T>(value: MaybeLazy<T>): value is Lazy<T> {
  return typeof value === "function";
}

/** How a layout treats what stands above it. */
export interface LayoutConfig {
  /** Leave out the layouts of the segments above. */
  skipInheritedLayouts?: boolean;
  /** Leave out the app wrapper (`_app`). */
  skipAppWrapper?: boolean;
}

/** How a route is mounted and wrapped. */
export interface RouteConfig extends LayoutConfig {
  /** A URLPattern pathname in place of the one that the file's name or `app.route()` gives. */
  routeOverride?: string;
  /** The methods of a route that is loaded lazily; the default is `"ALL"`. */
  methods?: "ALL" | Method[];
}

/** What a page, a layout or the app wrapper receives as props. */
export type PageProps<Data = unknown, T = unknown> =
  & Pick<
    Context<T>,
    | "config"
    | "url"
    | "req"
    | "params"
    | "info"
    | "state"
    | "isPartial"
    | "Component"
    | "error"
    | "route"
  >
  & { data: Data };

/** An async component. It runs on the server only and may answer with a `Response` in place of elements. */
export type AsyncAnyComponent<P> = {
  (
    props: RenderableProps<P>,
    // deno-lint-ignore no-explicit-any -- Preact's own signature of a component
    context?: any,
    // deno-lint-ignore no-explicit-any -- elements of any kind
  ): Promise<VNode<any> | Response | null>;
  displayName?: string;
  defaultProps?: Partial<P> | undefined;
};

/** The component of a page, a layout or the app wrapper. */
export type RouteComponent<State> =
  | AsyncAnyComponent<PageProps<unknown, State>>
  | AnyComponent<PageProps<unknown, State>>;

/** A route: a component, a handler, or both. */
export interface Route<State> {
  /** Renders the data that the handler answers with. */
  component?: RouteComponent<State>;
  /** Answers requests; without one the component is rendered with no data. */
  handler?: RouteHandler<unknown, State>;
  /** How the route is mounted and wrapped. */
  config?: RouteConfig;
  /** URL paths of stylesheets that the route's page links. */
  css?: string[];
}
