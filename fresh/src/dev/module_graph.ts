/**
 * Asks Deno how the modules of a build resolve. The import map, `jsr:` and `npm:` specifiers, linked packages and the lock
 * file then mean the same to the bundler as they do when the project runs.
 */
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";

/** A module as the bundler needs it. */
export type ResolvedModule =
  /** A file of the project or of a linked package. */
  | { kind: "file"; path: string }
  /** A module of another place, by its specifier, and where Deno keeps it. */
  | { kind: "remote"; specifier: string; local: string; mediaType: string }
  /** A module of an npm package, and the package's directory. */
  | { kind: "npm"; packageDir: string; name: string; subpath: string };

interface Dependency {
  specifier: string;
  code?: { specifier?: string; error?: string };
}

interface GraphModule {
  kind?: string;
  specifier: string;
  local?: string;
  mediaType?: string;
  error?: string;
  npmPackage?: string;
  dependencies?: Dependency[];
}

interface GraphJson {
  modules: GraphModule[];
  redirects: Record<string, string>;
  npmPackages: Record<string, { name: string; version: string; localPath?: string }>;
}

/** How each import of a set of modules resolves. */
export class ModuleGraph {
  readonly #modules = new Map<string, GraphModule>();
  /** What each module's imports come to, by module and import. */
  readonly #imports = new Map<string, Map<string, string>>();
  readonly #graph: GraphJson;
  readonly #entry: string;

  constructor(graph: GraphJson, entry: string) {
    this.#graph = graph;
    this.#entry = entry;
    for (const module of graph.modules) {
      this.#modules.set(module.specifier, module);
      const imports = new Map<string, string>();
      for (const { specifier, code } of module.dependencies ?? []) {
        if (code?.specifier !== undefined) imports.set(specifier, code.specifier);
      }
      this.#imports.set(module.specifier, imports);
    }
  }

  /**
   * Resolves an import.
   *
   * @param specifier as it is written
   * @param importer the importing module, or `null` for an entry point
   * @returns `null` where Deno knows nothing of it
   */
  resolve(specifier: string, importer: string | null): ResolvedModule | null {
    const target = this.#imports.get(importer ?? this.#entry)?.get(specifier) ??
      // The JSX transform adds imports that may not be in the module itself
      this.#imports.get(this.#entry)?.get(specifier);
    if (target === undefined) return null;

    const module = this.#modules.get(this.#graph.redirects[target] ?? target);
    if (module === undefined) return null;
    if (module.kind === "npm" || module.specifier.startsWith("npm:")) return this.#npm(module);
    if (module.error !== undefined) throw new Error(module.error);
    if (module.specifier.startsWith("file:")) {
      return { kind: "file", path: fileURLToPath(module.specifier) };
    }
    if (module.local === undefined) return null;
    return {
      kind: "remote",
      specifier: module.specifier,
      local: module.local,
      mediaType: module.mediaType ?? "JavaScript",
    };
  }

  #npm(module: GraphModule): ResolvedModule | null {
    const match = /^npm:\/?((?:@[^/]+\/)?[^@/]+)@([^/]+)(?:\/(.*))?$/.exec(module.specifier);
    if (match === null) return null;
    const [, name, version, subpath] = match;
    const packages = Object.entries(this.#graph.npmPackages);
    const [, found] = packages.find(([id]) => id === module.npmPackage) ??
      packages.find(([, item]) => item.name === name && item.version === version) ?? [];
    if (found?.localPath === undefined) return null;
    return {
      kind: "npm",
      packageDir: found.localPath,
      name: name!,
      subpath: subpath === undefined ? "" : `/${subpath}`,
    };
  }
}

/**
 * Loads the graph of entry points.
 *
 * @param specifiers what is to be bundled, and what the JSX transform will import
 * @param options the project's directory, and its configuration file where it has one
 */
export async function loadModuleGraph(
  specifiers: string[],
  options: { root: string; configPath: string | null },
): Promise<ModuleGraph> {
  const dir = await Deno.makeTempDir({ prefix: "fresh_graph_" });
  try {
    const entry = join(dir, "entry.ts");
    const code = specifiers.map((specifier) => `import ${JSON.stringify(specifier)};\n`).join("");
    await Deno.writeTextFile(entry, code);
    const config = options.configPath === null ? ["--no-config"] : ["--config", options.configPath];
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", ...config, entry],
      cwd: options.root,
      env: { NO_COLOR: "1" },
    }).output();
    if (!success) {
      throw new Error(`Can't load the modules of the client:\n${new TextDecoder().decode(stderr)}`);
    }
    const graph: GraphJson = JSON.parse(new TextDecoder().decode(stdout));
    const realEntry = pathToFileURL(await Deno.realPath(entry)).href;
    const known = graph.modules.some((module) => module.specifier === realEntry);
    return new ModuleGraph(graph, known ? realEntry : pathToFileURL(entry).href);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}
