/** Takes a request to the chain of its route, and makes answers of what no chain has answered. */
import type { BuildCache } from "./build_cache.ts";
import type { CompiledApp } from "./commands.ts";
import type { ResolvedFreshConfig } from "./config.ts";
import { Context, type RequestScope, scopeOf, type Wrappers } from "./context.ts";
import { HttpError } from "./error.ts";
import { mutableResponse } from "./response.ts";
import { makeLocator } from "./request_url.ts";
import { allowHeader } from "./route.ts";
import { itemFor } from "./router.ts";
import { STATUS_TEXT } from "./status.ts";

/** What a request handler is made of. */
export interface DispatchOptions<State> extends CompiledApp<State> {
  config: ResolvedFreshConfig;
  buildCache: BuildCache<State>;
}

// deno-lint-ignore no-explicit-any -- nothing of any state
const NO_WRAPPERS: Wrappers<any> = { app: null, layouts: [] };

const NO_STYLES: readonly string[] = [];

/** Stands in for the connection where a handler is called without one, as tests do. */
const NO_CONNECTION = {
  localAddr: { transport: "tcp", hostname: "localhost", port: 8080 },
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 1234 },
  completed: Promise.resolve(),
} as unknown as Deno.ServeHandlerInfo;

/** Makes the function that answers requests. */
export function makeRequestHandler<State>(
  { config, buildCache, router, root }: DispatchOptions<State>,
): (req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response> {
  const locate = makeLocator(config.trustProxy);
  return async (req, info = NO_CONNECTION) => {
    const method = req.method.toUpperCase();
    const location = locate(req);
    if (location === null) return new Response(STATUS_TEXT[400], { status: 400 });
    const { pathname, url } = location;
    const matched = router.match(pathname);
    const entry = matched === null ? null : matched.entry;
    const found = entry === null ? undefined : itemFor(entry, method);
    const scope: RequestScope<State> = {
      req,
      info,
      config,
      buildCache,
      route: entry === null ? null : entry.pattern,
      params: found === undefined ? null : matched!.params,
      pathname,
      url,
      wrappers: NO_WRAPPERS,
      unanswered: found !== undefined || entry === null ? notFound : otherMethod,
      allow: found !== undefined || entry === null ? null : allowHeader(entry.items.keys()),
      styles: NO_STYLES,
      rendered: null,
    };
    const ctx = new Context<State>(scope);
    let response: Response;
    try {
      const result = (found ?? root)(ctx);
      response = result instanceof Response ? result : await result;
      if (!(response instanceof Response)) throw new TypeError(noResponse(response));
    } catch (error) {
      ctx.error = error;
      response = plainErrorResponse(error);
    }
    return method === "HEAD" || scope.allow !== null ? finish(response, method, scope) : response;
  };
}

function noResponse(value: unknown): string {
  return `Expected a "Response" instance to be returned, but got: ${value}`;
}

/** HEAD has no body, and a 405 names the methods that work. */
function finish<State>(response: Response, method: string, scope: RequestScope<State>): Response {
  let result = response;
  if (result.status === 405 && scope.allow !== null && !result.headers.has("allow")) {
    result = mutableResponse(result);
    result.headers.set("allow", scope.allow);
  }
  if (method !== "HEAD" || result.body === null) return result;
  result.body.cancel().catch(() => {});
  return new Response(null, result);
}

function notFound(): Promise<Response> {
  return Promise.reject(new HttpError(404));
}

function otherMethod<State>(ctx: Context<State>): Promise<Response> {
  if (ctx.req.method.toUpperCase() !== "OPTIONS") {
    return Promise.reject(new HttpError(405));
  }
  const allow = scopeOf(ctx).allow ?? "";
  return Promise.resolve(new Response(null, { status: 204, headers: { allow } }));
}

/** What nothing else has answered: an `HttpError`'s message, or nothing that the visitor could learn from. */
function plainErrorResponse(error: unknown): Response {
  if (!(error instanceof HttpError)) {
    console.error(error);
    return new Response("Internal server error", { status: 500 });
  }
  if (error.status >= 500) console.error(error);
  return new Response(error.message || STATUS_TEXT[error.status], {
    status: error.status,
  });
}
