/**
 * Compiles what a request passes through (segments, middlewares, the route) into one function, once for each route
 * when the app starts. A link knows the one after it, so that a request costs nothing but the calls themselves.
 */
import { type Context, scopeOf, type Wrappers } from "./context.ts";
import { HttpError } from "./error.ts";
import type { MaybeLazyMiddleware, Middleware } from "./middlewares/mod.ts";
import { renderRoute } from "./route.ts";
import type { SegmentStep } from "./segments.ts";
import type { Route } from "./types.ts";

/** A compiled chain, or the rest of one. Rejects with what was thrown, which then is `ctx.error` too. */
export type Chain<State> = (ctx: Context<State>) => Promise<Response>;

/** What all chains of an app share. */
export interface ChainOptions<State> {
  /** The app's answer to errors with status 404. */
  notFound: Route<State> | null;
  /** Hears of each error once, where it is thrown. */
  onError: (error: unknown) => void;
}

/** Compiles the chain of a route: its segments from outer to inner, then its own middlewares. */
export function compileChain<State>(
  steps: readonly SegmentStep<State>[],
  own: readonly MaybeLazyMiddleware<State>[],
  options: ChainOptions<State>,
): Chain<State> {
  let chain: Chain<State> = (ctx) => scopeOf(ctx).unanswered(ctx);
  chain = linkAll(own, chain, options);
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i]!;
    chain = linkAll(step.middlewares, chain, options);
    const changesWrappers = step.wrappers !== steps[i - 1]?.wrappers;
    if (changesWrappers || step.errorRoute !== null || options.notFound !== null) {
      chain = linkSegment(step, chain, options);
    }
  }
  return chain;
}

function linkAll<State>(
  middlewares: readonly MaybeLazyMiddleware<State>[],
  next: Chain<State>,
  options: ChainOptions<State>,
): Chain<State> {
  return middlewares.reduceRight<Chain<State>>(
    (chain, one) => linkMiddleware(one, chain, options),
    next,
  );
}

function linkMiddleware<State>(
  middleware: MaybeLazyMiddleware<State>,
  next: Chain<State>,
  options: ChainOptions<State>,
): Chain<State> {
  let run = middleware;
  return async (ctx) => {
    ctx.next = () => next(ctx);
    try {
      const result: Response | Middleware<State> = await run(ctx);
      if (typeof result !== "function") return result;
      // A lazy middleware: what it loaded takes its place
      run = result;
      return await result(ctx);
    } catch (error) {
      noteError(ctx, error, options);
      throw error;
    }
  };
}

function linkSegment<State>(
  { wrappers, errorRoute }: SegmentStep<State>,
  next: Chain<State>,
  options: ChainOptions<State>,
): Chain<State> {
  return async (ctx) => {
    const scope = scopeOf(ctx);
    const outer: Wrappers<State> = scope.wrappers;
    scope.wrappers = wrappers;
    try {
      return await next(ctx);
    } catch (error) {
      noteError(ctx, error, options);
      scope.wrappers = wrappers;
      const status = error instanceof HttpError ? error.status : 500;
      if (status === 404 && options.notFound !== null) {
        return await renderRoute(ctx, options.notFound, {
          status,
          isErrorRoute: true,
        });
      }
      if (errorRoute === null) throw error;
      return await renderRoute(ctx, errorRoute, { status, isErrorRoute: true });
    } finally {
      scope.wrappers = outer;
    }
  };
}

function noteError<State>(
  ctx: Context<State>,
  error: unknown,
  { onError }: ChainOptions<State>,
): void {
  if (ctx.error === error) return;
  ctx.error = error;
  onError(error);
}
