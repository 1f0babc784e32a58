/** Makes the build cache of a build that stays in memory: for tests, and for the development server. */
import { pathToFileURL } from "node:url";
import { isAbsolute } from "node:path";
import type { BuildCache, StaticFile } from "../build_cache.ts";
import { memoryFile, registerIslands, type SnapshotIsland } from "../snapshot.ts";
import type { BuildFile } from "./build_files.ts";
import { type Client, clientPath } from "./client.ts";
import type { ResolvedBuildOptions } from "./config.ts";
import { contentTypeOf } from "./content_type.ts";
import type { RouteFile } from "./crawl.ts";

/** Reads static files by URL path. */
export type ReadStatic = (pathname: string) => Promise<StaticFile | null>;

/** Loads the modules of routes and islands and puts the build together. */
export async function createMemoryCache(
  config: ResolvedBuildOptions,
  { client, routes, readStatic }: { client: Client; routes: RouteFile[]; readStatic: ReadStatic },
): Promise<BuildCache> {
  const { root, buildId } = config;
  const toPath = (file: string) => clientPath(buildId, file);
  const clientFiles = new Map<string, Uint8Array>();
  for (const [file, content] of client.files) clientFiles.set(toPath(file), content);

  return {
    root,
    buildId,
    clientEntry: toPath(client.runtime.file),
    clientImports: client.runtime.imports.map(toPath),
    devClientEntry: client.devFile === undefined ? undefined : toPath(client.devFile),
    islands: registerIslands(await loadIslands(client, toPath)),
    fsRoutes: await Promise.all(routes.map(async (route) => ({
      ...route,
      mod: await import(toUrl(route.filePath)),
    }))),
    readFile: async (pathname) => {
      const content = clientFiles.get(pathname);
      if (content === undefined) return await readStatic(pathname);
      return memoryFile(content, { hash: null, contentType: contentTypeOf(pathname) });
    },
  };
}

async function loadIslands(
  client: Client,
  toPath: (file: string) => string,
): Promise<SnapshotIsland[]> {
  return await Promise.all(client.islands.map(async ({ name, specifier, file, imports }) => ({
    name,
    mod: await import(specifier),
    chunk: toPath(file),
    imports: imports.map(toPath),
    css: [],
  })));
}

/** Reads the static files of a finished build. */
export function readBuildFiles(files: Map<string, BuildFile>): ReadStatic {
  return async (pathname) => {
    const file = files.get(pathname);
    if (file === undefined) return null;
    const content = "content" in file ? file.content : await Deno.readFile(file.filePath);
    return memoryFile(content, { hash: file.hash, contentType: contentTypeOf(pathname) });
  };
}

function toUrl(path: string): string {
  return isAbsolute(path) ? pathToFileURL(path).href : path;
}
