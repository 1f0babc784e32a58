/**
 * Compiles what a request passes through (segments, middlewares, the route) into one function, once for each route
 * when the app starts. A link knows the one after it, so that a request costs nothing but the calls themselves; as long
 * as nobody answers with a promise, the answer comes back without one.
 */
import { type Context, scopeOf } from "./context.ts";
import { HttpError } from "./error.ts";
import type { MaybeLazyMiddleware } from "./middlewares/mod.ts";
import { renderRoute } from "./route.ts";
import type { SegmentStep } from "./segments.ts";
import type { Route } from "./types.ts";

/** A compiled chain, or the rest of one. Throws or rejects with what was thrown, which then is `ctx.error` too. */
export type Chain<State> = (ctx: Context<State>) => Response | Promise<Response>;

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

  async function settle(
    ctx: Context<State>,
    pending: ReturnType<MaybeLazyMiddleware<State>>,
  ): Promise<Response> {
    try {
      const result = await pending;
      if (typeof result !== "function") return result;
      // A lazy middleware: what it loaded takes its place
      run = result;
      return await result(ctx);
    } catch (error) {
      noteError(ctx, error, options);
      throw error;
    }
  }

  return (ctx) => {
    // Bound, not an arrow function: V8 keeps an object that holds a closure over itself until a full collection, and
    // with it everything that the request has made
    ctx.next = promised.bind(null, next as Chain<unknown>, ctx as Context<unknown>);
    let result: ReturnType<MaybeLazyMiddleware<State>>;
    try {
      result = run(ctx);
    } catch (error) {
      noteError(ctx, error, options);
      throw error;
    }
    return result instanceof Response ? result : settle(ctx, result);
  };
}

function linkSegment<State>(
  { wrappers, errorRoute }: SegmentStep<State>,
  next: Chain<State>,
  options: ChainOptions<State>,
): Chain<State> {
  async function answerError(ctx: Context<State>, error: unknown): Promise<Response> {
    noteError(ctx, error, options);
    const status = error instanceof HttpError ? error.status : 500;
    const route = status === 404 && options.notFound !== null ? options.notFound : errorRoute;
    if (route === null) throw error;
    scopeOf(ctx).wrappers = wrappers;
    return await renderRoute(ctx, route, { status, isErrorRoute: true });
  }

  async function settle(
    ctx: Context<State>,
    pending: Promise<Response>,
    outer: typeof wrappers,
  ): Promise<Response> {
    try {
      return await pending;
    } catch (error) {
      return await answerError(ctx, error);
    } finally {
      scopeOf(ctx).wrappers = outer;
    }
  }

  return (ctx) => {
    const scope = scopeOf(ctx);
    const outer = scope.wrappers;
    scope.wrappers = wrappers;
    let result: Response | Promise<Response>;
    try {
      result = next(ctx);
    } catch (error) {
      result = answerError(ctx, error);
    }
    if (!(result instanceof Response)) return settle(ctx, result, outer);
    scope.wrappers = outer;
    return result;
  };
}

/** `ctx.next()` gives a promise, whatever the rest of the chain gives or throws. */
function promised(next: Chain<unknown>, ctx: Context<unknown>): Promise<Response> {
  try {
    const result = next(ctx);
    return result instanceof Response ? Promise.resolve(result) : result;
  } catch (error) {
    return Promise.reject(error);
  }
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
