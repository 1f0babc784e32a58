/** File routes: what a build knows of each file, and the commands that they come to. */
import type { AnyComponent } from "preact";
import type { Command } from "./commands.ts";
import { type HandlerFn, isHandlerByMethod, type RouteHandler } from "./handlers.ts";
import type { MaybeLazyMiddleware } from "./middlewares/mod.ts";
import type { FsRouteType } from "./route_files.ts";
import {
  type AsyncAnyComponent,
  isLazy,
  type MaybeLazy,
  type Method,
  type PageProps,
  type Route,
  type RouteConfig,
} from "./types.ts";

export { classifyRouteFile, compareRouteIds, pathToPattern } from "./route_files.ts";
export type { FsRouteType, RouteFileInfo } from "./route_files.ts";

/** What a file below the routes directory exports. */
export interface FsRouteModule<State> {
  config?: RouteConfig;
  handler?: RouteHandler<unknown, State> | HandlerFn<unknown, State>[];
  /** Another name for `handler`. */
  handlers?: RouteHandler<unknown, State> | HandlerFn<unknown, State>[];
  default?:
    | AnyComponent<PageProps<unknown, State>>
    | AsyncAnyComponent<PageProps<unknown, State>>
    | HandlerFn<unknown, State>[];
  /** URL paths of stylesheets that the file's page links; set by the builder. */
  css?: string[];
}

/** One file below the routes directory. `classifyRouteFile()` gives all but the path and the module. */
export interface FsRouteFile<State> {
  /** Path below the routes directory, without extension: `/blog/[slug]`. */
  id: string;
  /** The file's path, for messages. */
  filePath: string;
  type: FsRouteType;
  /** The pattern with its groups, which says on which segments the file hangs. */
  pattern: string;
  /** The URL pattern of a route. */
  routePattern: string;
  /**
   * The file's exports. Routes may be loaded when they are first asked for, but not those that export a config with
   * `routeOverride`: it is needed before.
   */
  mod: MaybeLazy<FsRouteModule<State>>;
  /** URL paths of stylesheets that the file's page links. */
  css?: string[];
  /** The methods of a lazily loaded route, where the builder knows them. */
  methods?: "ALL" | Method[];
}

/** The commands of file routes, in their order. Throws where a file has none of the exports that it needs. */
export function fsItemsToCommands<State>(files: readonly FsRouteFile<State>[]): Command<State>[] {
  return files.flatMap((file) => {
    if (isLazy(file.mod)) {
      if (file.type !== "route") {
        throw new Error(`Only routes can be loaded lazily, not "${file.filePath}"`);
      }
      return [lazyRouteCommand(file, file.mod)];
    }
    const command = toCommand(file, checkModule(file, file.mod));
    return command === null ? [] : [command];
  });
}

function lazyRouteCommand<State>(
  file: FsRouteFile<State>,
  load: () => Promise<FsRouteModule<State>>,
): Command<State> {
  return {
    type: "route",
    pattern: file.pattern,
    includesLast: false,
    route: async () => toRoute(file, checkModule(file, await load())),
    config: {
      routeOverride: file.routePattern,
      methods: file.methods ?? "ALL",
    },
  };
}

function toCommand<State>(
  file: FsRouteFile<State>,
  mod: FsRouteModule<State>,
): Command<State> | null {
  const { pattern } = file;
  const component = mod.default as Route<State>["component"];
  switch (file.type) {
    case "app":
      return component === undefined ? null : { type: "app", component };
    case "layout":
      if (handlerOf(mod) !== undefined) warn(file, "a layout has no handler");
      if (component === undefined) return null;
      return {
        type: "layout",
        pattern,
        includesLast: true,
        component,
        config: mod.config ?? {},
      };
    case "middleware": {
      const fns = middlewaresOf(file, mod);
      return fns.length === 0 ? null : { type: "middleware", pattern, includesLast: true, fns };
    }
    case "error":
      return {
        type: "error",
        pattern,
        includesLast: true,
        route: toRoute(file, mod),
      };
    case "notFound":
      return { type: "notFound", route: toRoute(file, mod) };
    case "route":
      return {
        type: "route",
        pattern,
        includesLast: false,
        route: toRoute(file, mod),
        config: { routeOverride: file.routePattern },
      };
  }
}

function toRoute<State>(file: FsRouteFile<State>, mod: FsRouteModule<State>): Route<State> {
  return {
    component: mod.default as Route<State>["component"],
    handler: handlerOf(mod) as Route<State>["handler"],
    config: mod.config,
    css: mod.css ?? file.css,
  };
}

function middlewaresOf<State>(
  file: FsRouteFile<State>,
  mod: FsRouteModule<State>,
): MaybeLazyMiddleware<State>[] {
  const found = handlerOf(mod) ?? mod.default ?? [];
  if (isHandlerByMethod(found as RouteHandler<unknown, State>)) {
    warn(file, "a middleware is a function or a list of functions, not an object by method");
    return [];
  }
  return [found].flat() as MaybeLazyMiddleware<State>[];
}

function handlerOf<State>(mod: FsRouteModule<State>): FsRouteModule<State>["handler"] {
  return mod.handlers ?? mod.handler;
}

const NEEDED: Record<FsRouteType, string> = {
  app: "a component as default export",
  layout: "a component as default export",
  middleware: "a function or a list of functions, as default export or as `handler`",
  error: "a component as default export, or a `handler`",
  notFound: "a component as default export, or a `handler`",
  route: "a component as default export, a `handler` or a `config`",
};

function checkModule<State>(file: FsRouteFile<State>, mod: FsRouteModule<State>) {
  if (!hasRouteExports(file.type, mod)) {
    throw new Error(`No relevant exports in "${file.filePath}". It needs ${NEEDED[file.type]}.`);
  }
  const handler = handlerOf(mod);
  if (typeof handler === "function" && handler.length > 1) {
    throw new Error(`The handler in "${file.filePath}" must take one argument, the context.`);
  }
  return mod;
}

function hasRouteExports<State>(type: FsRouteType, mod: FsRouteModule<State>): boolean {
  if (typeof mod !== "object" || mod === null) return false;
  const isUsable = (value: unknown) => {
    return typeof value === "function" ||
      typeof value === "object" && value !== null;
  };
  if (isUsable(mod.config) || isUsable(handlerOf(mod))) return true;
  return typeof mod.default === "function" ||
    type === "middleware" && Array.isArray(mod.default);
}

function warn<State>({ filePath }: FsRouteFile<State>, problem: string): void {
  console.warn(`Fresh: ${problem}; ignored in "${filePath}"`);
}
