/** Answers a request with a route: picks the handler for the method, and renders the component with its data. */
import { type Context, scopeOf } from "./context.ts";
import { HttpError } from "./error.ts";
import { type HandlerFn, isHandlerByMethod, type PageResponse } from "./handlers.ts";
import { routeElement } from "./render.ts";
import { ALL_METHODS } from "./router.ts";
import type { Method, Route } from "./types.ts";

const renderWithoutData = (): PageResponse<unknown> => ({ data: {} });

/** The methods that a route answers. A component alone answers all of them, as a function does. */
export function methodsOf<State>({ handler, component }: Route<State>): Method[] {
  if (!isHandlerByMethod(handler)) return [...ALL_METHODS];
  const methods = ALL_METHODS.filter((method) => handler[method] !== undefined);
  if (component !== undefined && !methods.includes("GET")) {
    methods.unshift("GET");
  }
  return methods;
}

/** The value of an `Allow` header: what GET answers, HEAD does too, and OPTIONS is always answered. */
export function allowHeader(methods: Iterable<string>): string {
  const allowed = new Set<string>(methods);
  if (allowed.has("GET")) allowed.add("HEAD");
  allowed.add("OPTIONS");
  return ALL_METHODS.filter((method) => allowed.has(method)).join(", ");
}

/** How a route is rendered. */
export interface RenderRouteOptions {
  /** Status of a page whose handler names none. */
  status: number;
  /** An error route answers every method, with its GET handler or component where it has no other. */
  isErrorRoute: boolean;
}

/** Answers a request with a route. Wrappers that the route leaves out are left out until the chain restores them. */
export async function renderRoute<State>(
  ctx: Context<State>,
  route: Route<State>,
  options: RenderRouteOptions,
): Promise<Response> {
  const scope = scopeOf(ctx);
  const { config } = route;
  if (config?.skipAppWrapper || config?.skipInheritedLayouts) {
    scope.wrappers = {
      app: config.skipAppWrapper ? null : scope.wrappers.app,
      layouts: config.skipInheritedLayouts ? [] : scope.wrappers.layouts,
    };
  }
  if (route.css !== undefined) scope.styles = route.css;

  const handler = handlerFor(route, ctx.req.method.toUpperCase(), options.isErrorRoute);
  if (handler === null) return answerOtherMethod(ctx, route);

  const answer = await handler(ctx);
  if (answer instanceof Response) return answer;

  const init = {
    status: answer.status ?? options.status,
    headers: answer.headers,
  };
  if (route.component === undefined) return ctx.render(null, init);
  const element = routeElement(ctx, route.component, answer.data);
  const content = element instanceof Promise ? await element : element;
  return content instanceof Response ? content : ctx.render(content, init);
}

function handlerFor<State>(
  { handler, component }: Route<State>,
  method: string,
  isErrorRoute: boolean,
): HandlerFn<unknown, State> | null {
  if (handler === undefined) {
    return component === undefined ? throwNotFound : renderWithoutData;
  }
  if (!isHandlerByMethod(handler)) return handler;
  const own = handler[method as Method];
  if (own !== undefined) return own;
  if (method !== "GET" && method !== "HEAD" && !isErrorRoute) return null;
  return handler.GET ?? (component === undefined ? null : renderWithoutData);
}

/** A method that a route, loaded only now, turns out not to have. */
function answerOtherMethod<State>(ctx: Context<State>, route: Route<State>): Response {
  const scope = scopeOf(ctx);
  scope.allow = allowHeader(methodsOf(route));
  if (ctx.req.method.toUpperCase() !== "OPTIONS") throw new HttpError(405);
  return new Response(null, { status: 204, headers: { allow: scope.allow } });
}

function throwNotFound(): never {
  throw new HttpError(404);
}
