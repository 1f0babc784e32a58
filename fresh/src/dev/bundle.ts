/** Bundles the client: the runtime and each island as an entry of its own, with what they share in common chunks. */
import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { readDenoConfig } from "./deno_config.ts";
import { loadModuleGraph, type ModuleGraph, type ResolvedModule } from "./module_graph.ts";

/** How source maps of the client are made: see esbuild's options of these names. */
export interface SourceMapOptions {
  /** Where the maps go. */
  kind: boolean | "linked" | "inline" | "external" | "both";
  /** What the paths of sources start with. */
  sourceRoot?: string;
  /** Whether the sources themselves are in the map; the default is true. */
  sourcesContent?: boolean;
}

/** What is bundled, and how. */
export interface BundleOptions {
  /** The project's directory. */
  root: string;
  /** Module specifiers by the names of the files that they become. */
  entries: Map<string, string>;
  isDevelopment: boolean;
  target: string | string[];
  sourceMap?: SourceMapOptions;
}

/** The client's files. */
export interface Bundle {
  /** Contents by file name. */
  files: Map<string, Uint8Array>;
  /** For each entry its file and the chunks that it imports, directly or not. */
  entries: Map<string, { file: string; imports: string[] }>;
}

const LOCAL_SOURCE = /\.[cm]?[jt]sx?$/;
const PUBLIC_ENV = /\bDeno\s*\.\s*env\s*\.\s*get\(\s*(["'`])(FRESH_PUBLIC_\w+)\1\s*\)/g;

let running = 0;

/** Bundles the client. Throws with esbuild's messages where a module has an error. */
export async function bundleClient(options: BundleOptions): Promise<Bundle> {
  const { path: configPath, jsxImportSource } = await readDenoConfig(options.root);
  const graph = await loadModuleGraph(
    [...options.entries.values(), `${jsxImportSource}/jsx-runtime`],
    { root: options.root, configPath },
  );
  running++;
  try {
    const result = await esbuild.build({
      absWorkingDir: options.root,
      entryPoints: Object.fromEntries(options.entries),
      outdir: ".",
      write: false,
      metafile: true,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "browser",
      target: options.target,
      minify: !options.isDevelopment,
      legalComments: "none",
      jsx: "automatic",
      jsxImportSource,
      tsconfigRaw: {},
      sourcemap: options.isDevelopment ? "linked" : options.sourceMap?.kind,
      sourceRoot: options.sourceMap?.sourceRoot,
      sourcesContent: options.sourceMap?.sourcesContent,
      define: defines(options.isDevelopment),
      plugins: [denoResolver(graph)],
      logLevel: "silent",
    });
    return toBundle(result, options.root);
  } finally {
    running--;
    // Its process would keep ours from ending; but it is shared by all bundles that are being made
    if (running === 0) await esbuild.stop();
  }
}

/** What is known when the client is built. Of the environment only what is meant to be public gets into it. */
function defines(isDevelopment: boolean): Record<string, string> {
  const values: Record<string, string> = {
    "process.env.NODE_ENV": JSON.stringify(isDevelopment ? "development" : "production"),
  };
  for (const [name, value] of Object.entries(Deno.env.toObject())) {
    if (/^FRESH_PUBLIC_\w+$/.test(name)) values[`process.env.${name}`] = JSON.stringify(value);
  }
  return values;
}

/** Resolves imports as Deno does. Inside of npm packages esbuild's own rules are the right ones. */
function denoResolver(graph: ModuleGraph): esbuild.Plugin {
  return {
    name: "fresh-deno-resolver",
    setup(build) {
      build.onResolve({ filter: /.*/ }, async (args) => {
        if (args.pluginData?.isNpm || /[\\/]node_modules[\\/]/.test(args.importer)) return null;
        const importer = args.kind === "entry-point"
          ? null
          : args.namespace === "remote"
          ? args.importer
          : pathToFileURL(args.importer).href;
        const module = graph.resolve(args.path, importer);
        if (module === null) {
          return args.path.startsWith("file:") ? { path: fileURLToPath(args.path) } : null;
        }
        return await toResolved(build, module, args);
      });
      build.onLoad({ filter: /.*/, namespace: "remote" }, async ({ path, pluginData }) => ({
        contents: replacePublicEnv(await readFile(pluginData.local, "utf8")),
        loader: loaderOf(pluginData.mediaType),
        pluginData: { ...pluginData, specifier: path },
      }));
      build.onLoad({ filter: LOCAL_SOURCE }, async ({ path }) => {
        if (/[\\/]node_modules[\\/]/.test(path)) return null;
        const contents = await readFile(path, "utf8");
        if (!contents.includes("FRESH_PUBLIC_")) return null;
        return { contents: replacePublicEnv(contents), loader: extensionLoader(path) };
      });
    },
  };
}

async function toResolved(
  build: esbuild.PluginBuild,
  module: ResolvedModule,
  args: esbuild.OnResolveArgs,
): Promise<esbuild.OnResolveResult> {
  switch (module.kind) {
    case "file":
      return { path: module.path };
    case "remote":
      return { path: module.specifier, namespace: "remote", pluginData: module };
    case "npm":
      return await build.resolve(module.name + module.subpath, {
        kind: args.kind,
        resolveDir: module.packageDir,
        pluginData: { isNpm: true },
      });
  }
}

function replacePublicEnv(code: string): string {
  return code.replace(
    PUBLIC_ENV,
    (_match, _quote, name) => JSON.stringify(Deno.env.get(name)) ?? "undefined",
  );
}

function loaderOf(mediaType: string): esbuild.Loader {
  const loaders: Record<string, esbuild.Loader> = {
    TypeScript: "ts",
    Mts: "ts",
    TSX: "tsx",
    JSX: "jsx",
    Json: "json",
  };
  return loaders[mediaType] ?? "js";
}

function extensionLoader(path: string): esbuild.Loader {
  if (path.endsWith("x")) return path.endsWith("tsx") ? "tsx" : "jsx";
  return path.endsWith("ts") ? "ts" : "js";
}

function toBundle(
  result: esbuild.BuildResult<{ metafile: true; write: false }>,
  root: string,
): Bundle {
  const files = new Map<string, Uint8Array>();
  for (const file of result.outputFiles) {
    files.set(file.path.slice(root.length).replace(/^[\\/]+/, ""), file.contents);
  }
  const entries = new Map<string, { file: string; imports: string[] }>();
  const { outputs } = result.metafile;
  for (const [file, output] of Object.entries(outputs)) {
    if (output.entryPoint === undefined) continue;
    entries.set(file.replace(/\.js$/, ""), { file, imports: importsOf(file, outputs) });
  }
  return { files, entries };
}

function importsOf(file: string, outputs: esbuild.Metafile["outputs"]): string[] {
  const found = new Set<string>();
  const visit = (name: string) => {
    for (const { path, kind } of outputs[name]?.imports ?? []) {
      if (kind !== "import-statement" || found.has(path)) continue;
      found.add(path);
      visit(path);
    }
  };
  visit(file);
  return [...found];
}
