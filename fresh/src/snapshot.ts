/** A build on disk: what `_fresh/snapshot.js` says, and the build cache that is made of it when the server starts. */
import { join } from "node:path";
import type { AnyComponent } from "preact";
import type { BuildCache, Island, StaticFile } from "./build_cache.ts";
import type { FsRouteFile } from "./fs_routes.ts";
import { UniqueNames } from "./unique_names.ts";

/** A static file, as the snapshot lists it. */
export interface SnapshotFile {
  /** Path from the project's directory. */
  filePath: string;
  hash: string;
  contentType: string;
}

/** A module with islands. */
export interface SnapshotIsland {
  /** The name of the module's client chunk. */
  name: string;
  /** The module as the server imported it. */
  mod: Record<string, unknown>;
  /** URL path of its client chunk. */
  chunk: string;
  imports: string[];
  css: string[];
}

/** What `_fresh/snapshot.js` exports. */
export interface Snapshot {
  buildId: string;
  clientEntry: string;
  clientImports: string[];
  islands: SnapshotIsland[];
  fsRoutes: FsRouteFile<unknown>[];
  /** Static files by URL path. */
  staticFiles: Map<string, SnapshotFile>;
}

/** Files up to this size stay in memory once they were asked for. */
const KEPT_FILE_BYTES_MAX = 256 * 1024;
/** All of them together. */
const KEPT_BYTES_MAX = 32 * 1024 * 1024;

/** The islands of modules, by component: each function that they export. */
export function registerIslands(modules: SnapshotIsland[]): Map<AnyComponent<never>, Island> {
  const islands = new Map<AnyComponent<never>, Island>();
  const names = new UniqueNames();
  for (const { name: moduleName, mod, chunk, imports, css } of modules) {
    for (const [exportName, value] of Object.entries(mod)) {
      const component = value as AnyComponent<never>;
      if (typeof value !== "function" || islands.has(component)) continue;
      const name = names.take(exportName === "default" ? moduleName : exportName);
      islands.set(component, { component, name, exportName, chunk, imports, css });
    }
  }
  return islands;
}

/**
 * Makes the build cache of a snapshot.
 *
 * @param root absolute path of the project
 */
export function createSnapshotCache(root: string, snapshot: Snapshot): BuildCache {
  const files = new FileReader(root, snapshot.staticFiles);
  return {
    root,
    buildId: snapshot.buildId,
    clientEntry: snapshot.clientEntry,
    clientImports: snapshot.clientImports,
    islands: registerIslands(snapshot.islands),
    fsRoutes: snapshot.fsRoutes,
    readFile: (pathname) => files.read(pathname),
  };
}

/** Reads static files, and keeps the small ones. */
class FileReader {
  readonly #root: string;
  readonly #files: Map<string, SnapshotFile>;
  readonly #kept = new Map<string, Uint8Array>();
  #keptBytes = 0;

  constructor(root: string, files: Map<string, SnapshotFile>) {
    this.#root = root;
    this.#files = files;
  }

  async read(pathname: string): Promise<StaticFile | null> {
    const info = this.#files.get(pathname);
    if (info === undefined) return null;
    const { hash, contentType } = info;
    const kept = this.#kept.get(pathname);
    if (kept !== undefined) return memoryFile(kept, { hash, contentType });

    const path = join(this.#root, info.filePath);
    const { size } = await Deno.stat(path);
    if (size <= KEPT_FILE_BYTES_MAX) {
      const content = await Deno.readFile(path);
      if (this.#keptBytes + content.byteLength <= KEPT_BYTES_MAX) {
        this.#keptBytes += content.byteLength;
        this.#kept.set(pathname, content);
      }
      return memoryFile(content, { hash, contentType });
    }
    const file = await Deno.open(path);
    return {
      hash,
      contentType,
      size,
      immutable: false,
      readable: file.readable,
      close: () => file.close(),
    };
  }
}

/** A static file whose content is in memory. */
export function memoryFile(
  content: Uint8Array,
  { hash, contentType }: { hash: string | null; contentType: string },
): StaticFile {
  return {
    hash,
    contentType,
    size: content.byteLength,
    immutable: false,
    readable: content,
    close: () => {},
  };
}
