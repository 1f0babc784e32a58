/**
 * What an app is told to do, in the order in which it was told. `app.handler()` replays the commands: each changes
 * the tree of segments or registers a route with what stands above it at that moment.
 */
import { type Chain, compileChain } from "./chain.ts";
import { fsItemsToCommands, type FsRouteFile } from "./fs_routes.ts";
import type { MaybeLazyMiddleware, Middleware } from "./middlewares/mod.ts";
import { mergePath, toRoutePath } from "./paths.ts";
import { methodsOf, renderRoute } from "./route.ts";
import { ALL_METHODS, Router } from "./router.ts";
import { newSegment, type Segment, segmentOf, type SegmentStep, stepsTo } from "./segments.ts";
import {
  isLazy,
  type LayoutConfig,
  type MaybeLazy,
  type Method,
  type Route,
  type RouteComponent,
  type RouteConfig,
} from "./types.ts";

/** Commands that hold for a place in the app. */
type PlacedCommand<State> =
  | { type: "middleware"; fns: MaybeLazyMiddleware<State>[] }
  | { type: "layout"; component: RouteComponent<State>; config: LayoutConfig }
  | { type: "error"; route: Route<State> }
  | { type: "route"; route: MaybeLazy<Route<State>>; config: RouteConfig }
  | {
    type: "handler";
    methods: readonly Method[];
    fns: MaybeLazy<Middleware<State>>[];
  }
  | { type: "fsRoutes"; files: () => FsRouteFile<State>[] };

/** Where a command holds. */
export interface Place {
  pattern: string;
  /** Whether the pattern's last segment is the command's own, see `patternToSegments()`. */
  includesLast: boolean;
}

/** One command. */
export type Command<State> =
  | (PlacedCommand<State> & Place)
  | { type: "app"; component: RouteComponent<State> }
  | { type: "notFound"; route: Route<State> };

/** Whether a command holds for a place, rather than for the whole app. */
export function isPlaced<State>(command: Command<State>): command is PlacedCommand<State> & Place {
  return command.type !== "app" && command.type !== "notFound";
}

/** What the commands of an app come to. */
export interface CompiledApp<State> {
  router: Router<Chain<State>>;
  /** For requests that no route answers: the root's middlewares. */
  root: Chain<State>;
}

/** A route that waits until all commands are known. */
interface PendingRoute<State> {
  path: string;
  methods: readonly Method[];
  steps: SegmentStep<State>[];
  fns: MaybeLazyMiddleware<State>[];
}

interface Build<State> {
  root: Segment<State>;
  routes: PendingRoute<State>[];
  notFound: Route<State> | null;
}

/** Replays commands and compiles the chain of each route. */
export function compileCommands<State>(
  commands: readonly Command<State>[],
  { basePath, onError }: {
    basePath: string;
    onError: (error: unknown) => void;
  },
): CompiledApp<State> {
  const build: Build<State> = {
    root: newSegment(null),
    routes: [],
    notFound: null,
  };
  replay(build, commands, basePath);

  const options = { notFound: build.notFound, onError };
  const router = new Router<Chain<State>>();
  for (const { path, methods, steps, fns } of build.routes) {
    const chain = compileChain(steps, fns, options);
    for (const method of methods) router.add(method, path, chain);
  }
  return { router, root: compileChain(stepsTo(build.root), [], options) };
}

function replay<State>(
  build: Build<State>,
  commands: readonly Command<State>[],
  basePath: string,
): void {
  for (const command of commands) {
    if (command.type === "app") {
      build.root.app = command.component;
      continue;
    }
    if (command.type === "notFound") {
      build.notFound = command.route;
      continue;
    }
    if (command.type === "fsRoutes") {
      const base = mergePath(basePath, command.pattern, true);
      replay(build, fsItemsToCommands(command.files()), base);
      continue;
    }
    const segment = segmentOf(build.root, command.pattern, command.includesLast);
    switch (command.type) {
      case "middleware":
        segment.middlewares.push(...command.fns);
        break;
      case "layout":
        segment.layout = {
          component: command.component,
          config: command.config,
        };
        break;
      case "error":
        segment.errorRoute = command.route;
        break;
      case "handler":
        build.routes.push({
          path: toRoutePath(mergePath(basePath, command.pattern, false)),
          methods: command.methods,
          steps: stepsTo(segment),
          fns: command.fns as MaybeLazyMiddleware<State>[],
        });
        break;
      case "route":
        build.routes.push(pendingRoute(command, stepsTo(segment), basePath));
        break;
    }
  }
}

function pendingRoute<State>(
  { route, config, pattern }: {
    route: MaybeLazy<Route<State>>;
    config: RouteConfig;
  } & Place,
  steps: SegmentStep<State>[],
  basePath: string,
): PendingRoute<State> {
  const own = isLazy(route) ? config : { ...config, ...route.config };
  return {
    path: toRoutePath(mergePath(basePath, own.routeOverride ?? pattern, false)),
    methods: isLazy(route) ? lazyMethods(config) : methodsOf(route),
    steps,
    fns: [
      isLazy(route) ? answerLazily(route, config) : answerWith({ ...route, config: own }),
    ],
  };
}

function lazyMethods({ methods }: RouteConfig): readonly Method[] {
  return methods === undefined || methods === "ALL" ? ALL_METHODS : methods;
}

function answerWith<State>(route: Route<State>): Middleware<State> {
  return (ctx) => renderRoute(ctx, route, { status: 200, isErrorRoute: false });
}

function answerLazily<State>(
  load: () => Promise<Route<State>>,
  config: RouteConfig,
): Middleware<State> {
  let loaded: Route<State> | null = null;
  return async (ctx) => {
    if (loaded === null) {
      const route = await load();
      loaded = { ...route, config: { ...config, ...route.config } };
    }
    return await renderRoute(ctx, loaded, { status: 200, isErrorRoute: false });
  };
}
