/** The type of a middleware, the building block of an app. */
import type { Context } from "../context.ts";

/**
 * A middleware answers a request, or passes it on with `ctx.next()` and may change the answer that comes back.
 *
 * ```ts
 * const timing: Middleware<State> = async (ctx) => {
 *   const startedAt = performance.now();
 *   const response = await ctx.next();
 *   response.headers.set("server-timing", `app;dur=${performance.now() - startedAt}`);
 *   return response;
 * };
 * ```
 */
export type Middleware<State> = (ctx: Context<State>) => Response | Promise<Response>;

/** A middleware, or a function that loads one when it is first called. */
export type MaybeLazyMiddleware<State> = (
  ctx: Context<State>,
) => Response | Promise<Response | Middleware<State>>;
