/** `Builder`: makes of a project what its server needs, on disk or in memory, and serves it while it is developed. */
import { type App, setBuildCache } from "../app.ts";
import { listen, type ListenOptions } from "../listen.ts";
import {
  type BuildFile,
  collectStatic,
  finishStatic,
  hashBuild,
  readContents,
} from "./build_files.ts";
import { buildClient, type Client } from "./client.ts";
import { type BuildOptions, resolveBuildOptions, type ResolvedBuildOptions } from "./config.ts";
import { crawlRoutes, type RouteFile } from "./crawl.ts";
import { DevStaticFiles } from "./dev_static.ts";
import { writeDiskBuild } from "./disk_build.ts";
import { answerLiveReload } from "./live_reload.ts";
import { createMemoryCache, readBuildFiles } from "./memory_build.ts";
import {
  type OnTransformOptions,
  StaticTransforms,
  type TransformFn,
} from "./static_transforms.ts";

// deno-lint-ignore no-explicit-any -- most apps don't need the builder to know their state
type AnyState = any;

/**
 * Builds a project.
 *
 * ```ts
 * const builder = new Builder({ target: "es2022" });
 * if (Deno.args.includes("build")) await builder.build();
 * else await builder.listen(() => import("./main.ts"));
 * ```
 */
export class Builder<State = AnyState> {
  /** The options with their defaults. */
  readonly config: ResolvedBuildOptions;
  readonly #transforms: StaticTransforms;
  readonly #islands = new Set<string>();

  /** Makes a builder. Nothing happens before `build()` or `listen()`. */
  constructor(options: BuildOptions = {}) {
    this.config = resolveBuildOptions(options);
    this.#transforms = new StaticTransforms(this.config.root);
  }

  /**
   * Adds a module of islands that isn't in the islands directory: each component that it exports becomes an island.
   *
   * @param specifier path, URL, or specifier such as `jsr:@scope/package`
   */
  registerIsland(specifier: string): void {
    this.#islands.add(specifier);
  }

  /**
   * Changes static files on their way to the browser. Several hooks for one file see it one after the other.
   *
   * ```ts
   * builder.onTransformStaticFile(
   *   { pluginName: "banner", filter: /\.css$/ },
   *   ({ text }) => ({ content: `/* ours *\/ ${text}` }),
   * );
   * ```
   */
  onTransformStaticFile(options: OnTransformOptions, callback: TransformFn): void {
    this.#transforms.add(options, callback);
  }

  /**
   * Builds the project. On disk the build is what `deno serve _fresh/server.js` runs; one in memory is for tests:
   *
   * ```ts
   * const applyBuild = await new Builder().build({ snapshot: "memory" });
   * const app = new App().fsRoutes();
   * applyBuild(app);
   * ```
   *
   * @param options the mode is production and the snapshot on disk unless they say otherwise
   * @returns a function that gives an app the islands, file routes and static files of a build in memory
   */
  async build(
    options: { mode?: "development" | "production"; snapshot?: "disk" | "memory" } = {},
  ): Promise<(app: App<State>) => void> {
    this.config.mode = options.mode ?? "production";
    const { client, routes, staticFiles } = await this.#make();
    if (options.snapshot !== "memory") {
      // Routes aren't imported here: a build must not start what the app starts
      await writeDiskBuild(this.config, { client, routes, staticFiles });
      console.log(`Assets written to: ${this.config.outDir}`);
      return () => {
        throw new Error(
          'The build is on disk: serve it with "deno serve", or build with { snapshot: "memory" } to apply it to an app',
        );
      };
    }

    const cache = await createMemoryCache(this.config, {
      client,
      routes,
      readStatic: readBuildFiles(staticFiles),
    });
    return (app) => setBuildCache(app, cache, app.config.mode);
  }

  /**
   * Serves the project while it is developed: static files and islands are read anew when the process starts, and
   * browsers reload. Run it with `deno run --watch=static/ dev.ts`, so that the process starts anew on each change.
   *
   * @param importApp imports the module that exports the `app`, or gives the app itself
   * @param options as of `app.listen()`
   */
  async listen(
    importApp: () => Promise<{ app: App<State> } | App<State>>,
    options: ListenOptions = {},
  ): Promise<void> {
    this.config.mode = "development";
    this.config.buildId = crypto.randomUUID().replaceAll("-", "");
    const [imported, { client, routes }] = await Promise.all([importApp(), this.#makeClient()]);
    const app = "app" in imported ? imported.app : imported;

    const staticFiles = new DevStaticFiles(this.config, this.#transforms);
    const cache = await createMemoryCache(this.config, {
      client,
      routes,
      readStatic: (pathname) => staticFiles.read(pathname),
    });
    setBuildCache(app, cache, "development");

    const handler = app.handler();
    const { basePath } = app.config;
    const serve = async (req: Request, info: Deno.ServeHandlerInfo) =>
      answerLiveReload(req, this.config.buildId) ?? await handler(req, info);
    listen(serve, { basePath, options });
  }

  async #makeClient(): Promise<{ client: Client; routes: RouteFile[] }> {
    const { routes, islands } = await crawlRoutes(this.config);
    const client = await buildClient(this.config, [...islands, ...this.#islands]);
    return { client, routes };
  }

  async #make(): Promise<
    { client: Client; routes: RouteFile[]; staticFiles: Map<string, BuildFile> }
  > {
    const [{ client, routes }, sources] = await Promise.all([
      this.#makeClient(),
      collectStatic(this.config, this.#transforms),
    ]);
    const contents = await readContents(sources);
    this.config.buildId = await hashBuild(new Map([...client.files, ...contents]));
    const staticFiles = await finishStatic(sources, contents, this.config.buildId);
    return { client, routes, staticFiles };
  }
}
