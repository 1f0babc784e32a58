/** The options of a build, as they are given and as they are resolved. */
import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourceMapOptions } from "./bundle.ts";
import { TEST_FILES } from "./crawl.ts";

/** What `new Builder()` accepts. Paths may be absolute, `file:` URLs, or relative to `root`. */
export interface BuildOptions {
  /**
   * Browsers that the client is built for, in esbuild's words.
   *
   * @default {["chrome99", "firefox99", "safari15"]}
   */
  target?: string | string[];
  /**
   * The project's directory.
   *
   * @default {Deno.cwd()}
   */
  root?: string;
  /**
   * The module that exports the `app`.
   *
   * @default {"main.ts"}
   */
  serverEntry?: string;
  /**
   * Where the build goes.
   *
   * @default {"_fresh"}
   */
  outDir?: string;
  /**
   * Directories of files that are served as they are. Where several have a file, the first one's counts.
   *
   * @default {"static"}
   */
  staticDir?: string | string[];
  /**
   * The directory of islands.
   *
   * @default {"islands"}
   */
  islandDir?: string;
  /**
   * The directory of route files.
   *
   * @default {"routes"}
   */
  routeDir?: string;
  /** Files below the routes and islands directories that are left out. The default are tests. */
  ignore?: RegExp[];
  /** Source maps of production builds; the default are none. */
  sourceMap?: SourceMapOptions;
}

/** The options with their defaults, all paths absolute. */
export interface ResolvedBuildOptions {
  /** Browsers that the client is built for. */
  target: string | string[];
  /** The project's directory. */
  root: string;
  /** The module that exports the `app`. */
  serverEntry: string;
  /** Where the build goes. */
  outDir: string;
  /** Directories of static files; the first one that has a file wins. */
  staticDir: string[];
  /** The directory of islands. */
  islandDir: string;
  /** The directory of route files. */
  routeDir: string;
  /** Files that are left out. */
  ignore: RegExp[];
  /** Source maps of production builds. */
  sourceMap?: SourceMapOptions;
  /** What kind of build it is. */
  mode: "development" | "production";
  /** Set by the build. */
  buildId: string;
}

/** Fills in the defaults and makes paths absolute. */
export function resolveBuildOptions(options: BuildOptions): ResolvedBuildOptions {
  const root = toPath(options.root ?? ".", Deno.cwd());
  return {
    target: options.target ?? ["chrome99", "firefox99", "safari15"],
    root,
    serverEntry: toPath(options.serverEntry ?? "main.ts", root),
    outDir: toPath(options.outDir ?? "_fresh", root),
    staticDir: [options.staticDir ?? "static"].flat().map((dir) => toPath(dir, root)),
    islandDir: toPath(options.islandDir ?? "islands", root),
    routeDir: toPath(options.routeDir ?? "routes", root),
    ignore: options.ignore ?? [TEST_FILES],
    sourceMap: options.sourceMap,
    mode: "production",
    buildId: "",
  };
}

function toPath(path: string, base: string): string {
  if (path.startsWith("file:")) return fileURLToPath(path);
  return isAbsolute(path) ? path : resolve(base, path);
}
