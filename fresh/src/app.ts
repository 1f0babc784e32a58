/** `App`: where middlewares, routes, layouts and error pages are put together to one request handler. */
import type { BuildCache } from "./build_cache.ts";
import { emptyBuildCache } from "./build_cache.ts";
import { type Command, compileCommands, isPlaced } from "./commands.ts";
import { type FreshConfig, resolveConfig, type ResolvedFreshConfig } from "./config.ts";
import { makeRequestHandler } from "./dispatch.ts";
import { listen, type ListenOptions } from "./listen.ts";
import type { MaybeLazyMiddleware, Middleware } from "./middlewares/mod.ts";
import { mergePath } from "./paths.ts";
import { ALL_METHODS } from "./router.ts";
import { setBuildId } from "./runtime/build_id.ts";
import type {
  LayoutConfig,
  MaybeLazy,
  Method,
  Route,
  RouteComponent,
  RouteConfig,
} from "./types.ts";
import type { WebSocketHandlers, WebSocketUpgradeOptions } from "./websocket.ts";

/** Gives an app its build: islands, file routes and static files. For the builder and what it writes. */
export let setBuildCache: <State>(
  app: App<State>,
  cache: BuildCache<State>,
  mode: "development" | "production",
) => void;

/** The build that an app was given, else `null`. */
export let getBuildCache: <State>(app: App<State>) => BuildCache<State> | null;

/** Has a function called with each error that is thrown while an app answers. For development servers. */
export let setErrorInterceptor: <State>(app: App<State>, onError: (error: unknown) => void) => void;

/**
 * An app: commands that are applied from top to bottom. A route has the middlewares, layouts and error pages that were
 * registered before it.
 *
 * ```tsx
 * const app = new App<{ user: User | null }>()
 *   .use(staticFiles())
 *   .use(logIn)
 *   .get("/greetings/:name", (ctx) => ctx.text(`Hello ${ctx.params.name}`))
 *   .fsRoutes();
 *
 * await app.listen();
 * ```
 *
 * @typeParam State the type of `ctx.state`
 */
export class App<State> {
  readonly #commands: Command<State>[] = [];
  #buildCache: () => BuildCache<State> | null = () => null;
  #onError: (error: unknown) => void = () => {};

  static {
    setBuildCache = (app, cache, mode) => {
      setBuildId(cache.buildId);
      app.config.root = cache.root;
      app.config.mode = mode;
      app.#buildCache = () => cache;
    };
    getBuildCache = (app) => app.#buildCache();
    setErrorInterceptor = (app, onError) => {
      app.#onError = onError;
    };
  }

  /** The configuration with its defaults. */
  config: ResolvedFreshConfig;

  /** Makes an app without any routes. */
  constructor(config: FreshConfig = {}) {
    this.config = resolveConfig(config);
  }

  /** Adds middlewares for the whole app. */
  use(...middlewares: MaybeLazyMiddleware<State>[]): this;
  /** Adds middlewares for a path and everything below it. */
  use(path: string, ...middlewares: MaybeLazyMiddleware<State>[]): this;
  use(first: string | MaybeLazyMiddleware<State>, ...rest: MaybeLazyMiddleware<State>[]): this {
    const pattern = typeof first === "string" ? first : "*";
    const fns = typeof first === "string" ? rest : [first, ...rest];
    return this.#add({ type: "middleware", pattern, includesLast: true, fns });
  }

  /** Sets the answer to everything that isn't found. */
  notFound(routeOrMiddleware: Route<State> | Middleware<State>): this {
    return this.#add({ type: "notFound", route: toRoute(routeOrMiddleware) });
  }

  /** Sets the answer to errors at a path and below it; the innermost one wins. Its handler finds `ctx.error`. */
  onError(path: string, routeOrMiddleware: Route<State> | Middleware<State>): this {
    const route = toRoute(routeOrMiddleware);
    return this.#add({
      type: "error",
      pattern: path,
      includesLast: true,
      route,
    });
  }

  /** Sets the component around every page, which renders `<html>`. */
  appWrapper(component: RouteComponent<State>): this {
    return this.#add({ type: "app", component });
  }

  /** Sets the layout of a path and everything below it. Layouts nest. */
  layout(path: string, component: RouteComponent<State>, config: LayoutConfig = {}): this {
    return this.#add({
      type: "layout",
      pattern: path,
      includesLast: true,
      component,
      config,
    });
  }

  /** Adds a page: a component, a handler or both, or a function that loads them. */
  route(path: string, route: MaybeLazy<Route<State>>, config: RouteConfig = {}): this {
    return this.#add({
      type: "route",
      pattern: path,
      includesLast: true,
      route,
      config,
    });
  }

  /** Answers GET, and HEAD where nothing else does. */
  get(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#handle(["GET"], path, middlewares);
  }

  /** Answers POST. */
  post(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#handle(["POST"], path, middlewares);
  }

  /** Answers PATCH. */
  patch(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#handle(["PATCH"], path, middlewares);
  }

  /** Answers PUT. */
  put(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#handle(["PUT"], path, middlewares);
  }

  /** Answers DELETE. */
  delete(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#handle(["DELETE"], path, middlewares);
  }

  /** Answers HEAD. */
  head(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#handle(["HEAD"], path, middlewares);
  }

  /** Answers every method. */
  all(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#handle(ALL_METHODS, path, middlewares);
  }

  /**
   * Accepts WebSocket connections.
   *
   * ```ts
   * app.ws("/echo", { message: (socket, event) => socket.send(event.data) });
   * ```
   */
  ws(path: string, handlers: WebSocketHandlers, options?: WebSocketUpgradeOptions): this {
    return this.get(path, (ctx) => ctx.upgrade(handlers, options));
  }

  /** Puts the file routes here, below a path where one is given. */
  fsRoutes(pattern = "*"): this {
    const files = () => this.#buildCache()?.fsRoutes ?? [];
    return this.#add({ type: "fsRoutes", pattern, includesLast: false, files });
  }

  /** Puts everything of another app below a path. Its app wrapper and `notFound` become this app's. */
  mountApp(path: string, app: App<State>): this {
    for (const command of app.#commands) {
      if (!isPlaced(command)) {
        this.#add(command);
        continue;
      }
      const { basePath } = app.config;
      const inner = basePath === "" ? command.pattern : mergePath(basePath, command.pattern, false);
      this.#add({
        ...command,
        pattern: mergePath(path, inner, true),
        includesLast: command.pattern === "/" || command.includesLast,
      });
    }
    app.#buildCache = () => this.#buildCache();
    return this;
  }

  /** The app as a function that answers requests: for `Deno.serve()` and for tests. */
  handler(): (request: Request, info?: Deno.ServeHandlerInfo) => Promise<Response> {
    const { config } = this;
    const compiled = compileCommands(this.#commands, {
      basePath: config.basePath,
      onError: this.#onError,
    });
    const buildCache = this.#buildCache() ?? emptyBuildCache<State>();
    return makeRequestHandler({ config, buildCache, ...compiled });
  }

  /** Starts to serve the app. Without a port it takes the first free one of 8000 to 8019. */
  // deno-lint-ignore require-await -- what goes wrong at the start rejects, as Fresh's type says
  async listen(options: ListenOptions = {}): Promise<void> {
    listen(this.handler(), { basePath: this.config.basePath, options });
  }

  #handle(methods: readonly Method[], pattern: string, fns: MaybeLazy<Middleware<State>>[]): this {
    return this.#add({
      type: "handler",
      pattern,
      includesLast: true,
      methods,
      fns,
    });
  }

  #add(command: Command<State>): this {
    this.#commands.push(command);
    return this;
  }
}

function toRoute<State>(routeOrMiddleware: Route<State> | Middleware<State>): Route<State> {
  return typeof routeOrMiddleware === "function"
    ? { handler: routeOrMiddleware }
    : routeOrMiddleware;
}
