/** Builds the client: bundles the runtime and the islands, and says where each of them is. */
import { pathToFileURL } from "node:url";
import { isAbsolute } from "node:path";
import { CLIENT_FILES_PATH } from "../runtime/build_id.ts";
import { UniqueNames } from "../unique_names.ts";
import { bundleClient } from "./bundle.ts";
import type { ResolvedBuildOptions } from "./config.ts";
import { specToName } from "./names.ts";

const RUNTIME = "fresh-runtime";
const DEV_CLIENT = "fresh-dev";

/** A module of islands and the client file that it became. */
export interface IslandModule {
  name: string;
  /** URL or specifier under which the server imports it. */
  specifier: string;
  /** File name of its chunk. */
  file: string;
  /** File names of the chunks that it imports. */
  imports: string[];
}

/** The client of a build. File names are relative to the build's directory of client files. */
export interface Client {
  files: Map<string, Uint8Array>;
  runtime: { file: string; imports: string[] };
  /** The development client, in development. */
  devFile?: string;
  islands: IslandModule[];
}

/** Bundles the client of a project. */
export async function buildClient(
  config: ResolvedBuildOptions,
  islandSpecifiers: Iterable<string>,
): Promise<Client> {
  const isDevelopment = config.mode === "development";
  const entries = new Map([[RUNTIME, import.meta.resolve("../runtime/client/mod.ts")]]);
  if (isDevelopment) entries.set(DEV_CLIENT, import.meta.resolve("../runtime/client/dev.ts"));

  const names = new UniqueNames();
  const specifiers = new Map<string, string>();
  for (const islandSpecifier of new Set(Array.from(islandSpecifiers, toSpecifier))) {
    const name = names.take(specToName(islandSpecifier));
    entries.set(name, islandSpecifier);
    specifiers.set(name, islandSpecifier);
  }

  const { target, root, sourceMap } = config;
  const bundle = await bundleClient({ root, entries, isDevelopment, target, sourceMap });
  return {
    files: bundle.files,
    runtime: bundle.entries.get(RUNTIME)!,
    devFile: bundle.entries.get(DEV_CLIENT)?.file,
    islands: Array.from(specifiers, ([name, specifier]) => ({
      name,
      specifier,
      ...bundle.entries.get(name)!,
    })),
  };
}

/** The URL path of a client file. */
export function clientPath(buildId: string, file: string): string {
  return `${CLIENT_FILES_PATH}${buildId}/${file}`;
}

function toSpecifier(path: string): string {
  return isAbsolute(path) ? pathToFileURL(path).href : path;
}
