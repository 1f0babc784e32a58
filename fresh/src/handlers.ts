/** Route handlers: what they may answer, and how a component's data gets its type from them. */
import type { Context } from "./context.ts";
import type { Method } from "./types.ts";

/** What a handler answers to have the route's component rendered. Made by {@linkcode page}. */
export interface PageResponse<T> {
  /** The component's `props.data`. */
  data: T;
  /** Headers of the answer. */
  headers?: HeadersInit;
  /** Status of the answer; the default is 200. */
  status?: number;
}

/**
 * Answers a request with the route's component.
 *
 * ```tsx
 * export const handler = define.handlers({
 *   GET: () => page({ greeting: "Hello" }, { headers: { "cache-control": "max-age=60" } }),
 * });
 *
 * export default define.page<typeof handler>(({ data }) => <h1>{data.greeting}</h1>);
 * ```
 *
 * @param data becomes the component's `props.data`
 * @param options status and headers of the answer
 */
export function page<T>(
  data: T,
  options?: { headers?: HeadersInit; status?: number },
): PageResponse<T>;
/** Answers a request with the route's component, which needs no data. */
export function page(): PageResponse<undefined>;
export function page<T>(
  data?: T,
  options?: { headers?: HeadersInit; status?: number },
): PageResponse<T> {
  return {
    data: data as T,
    headers: options?.headers,
    status: options?.status,
  };
}

/** Answers a request with a `Response`, or with data for the route's component. */
export interface HandlerFn<Data, State> {
  (ctx: Context<State>):
    | Response
    | PageResponse<Data>
    | Promise<Response | PageResponse<Data>>;
}

/** A handler for each method. `HEAD` falls back to `GET`; a method that is missing is answered with status 405. */
export type HandlerByMethod<Data, State> = {
  [M in Method]?: HandlerFn<Data, State>;
};

/** A route's handler: one function for all methods, or one for each method. */
export type RouteHandler<Data, State> =
  | HandlerFn<Data, State>
  | HandlerByMethod<Data, State>;

/** The data that a handler gives to its component. */
export type RouteData<Handler extends RouteHandler<unknown, unknown>> = Handler extends
  RouteHandler<infer Data, unknown> ? Data : never;

/** Whether a route's handler is an object with a function for each method. */
export function isHandlerByMethod<Data, State>(
  handler:
    | RouteHandler<Data, State>
    | RouteHandler<Data, State>[]
    | null
    | undefined,
): handler is HandlerByMethod<Data, State> {
  return typeof handler === "object" && handler !== null &&
    !Array.isArray(handler);
}
