/** `createDefine()`: functions that return what they are given and let TypeScript infer the types around it. */
import type { AnyComponent } from "preact";
import type { HandlerByMethod, HandlerFn, RouteHandler } from "./handlers.ts";
import type { Middleware } from "./middlewares/mod.ts";
import type { PageProps } from "./types.ts";

/** Functions that give route files their types. Each returns its argument as it is. */
export interface Define<State> {
  /**
   * A route's handler: a function, or an object with one for each method.
   *
   * ```ts
   * export const handler = define.handlers({
   *   GET: (ctx) => page({ name: ctx.params.name }),
   * });
   * ```
   *
   * @typeParam Data the data for the component; inferred, or given to have every answer checked against it
   * @typeParam Handlers inferred
   */
  handlers<
    Data,
    Handlers extends RouteHandler<Data, State> = RouteHandler<Data, State>,
  >(handlers: Handlers): typeof handlers;

  /**
   * A route's component. With `typeof handler` as type argument its `props.data` has the type of what the handler
   * answers.
   *
   * ```tsx
   * export default define.page<typeof handler>(({ data }) => <h1>{data.name}</h1>);
   * ```
   *
   * @typeParam Handler `typeof handler`, where the route has one
   * @typeParam Data inferred from the handler; give it, with `never` as `Handler`, to name the type yourself
   */
  page<
    // deno-lint-ignore no-explicit-any -- the data is inferred below
    Handler extends RouteHandler<any, State> = never,
    Data = Handler extends HandlerFn<infer Data, State> ? Data
      : Handler extends HandlerByMethod<infer Data, State> ? Data
      : never,
  >(render: AnyComponent<PageProps<Data, State>>): typeof render;

  /**
   * One middleware or a list of them.
   *
   * ```ts
   * export default define.middleware(async (ctx) => {
   *   ctx.state.startedAt = Date.now();
   *   return await ctx.next();
   * });
   * ```
   */
  middleware<M extends Middleware<State> | Middleware<State>[]>(middleware: M): typeof middleware;

  /**
   * A layout's or the app wrapper's component.
   *
   * ```tsx
   * export default define.layout(({ Component }) => <main><Component /></main>);
   * ```
   */
  layout(render: AnyComponent<PageProps<unknown, State>>): typeof render;
}

/**
 * Makes the functions that give an app's route files their types. Call it once and export the result.
 *
 * ```ts
 * export const define = createDefine<{ user: User | null }>();
 * ```
 *
 * @typeParam State the type of `ctx.state` in the whole app
 */
export function createDefine<State>(): Define<State> {
  return {
    handlers: (handlers) => handlers,
    page: (render) => render,
    middleware: (middleware) => middleware,
    layout: (render) => render,
  };
}
