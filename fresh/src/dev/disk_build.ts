/**
 * Writes a build to disk: `server.js` for `deno serve`, `snapshot.js`, which imports routes and islands statically so that
 * a host sees all that the server needs, and below `static/` the files that were made. Other static files stay where they
 * are.
 */
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildFile, hashContent } from "./build_files.ts";
import { type Client, clientPath } from "./client.ts";
import type { ResolvedBuildOptions } from "./config.ts";
import { contentTypeOf } from "./content_type.ts";
import { type RouteFile, toSlashes } from "./crawl.ts";

const NOTE = "// Written by the builder: changes are lost with the next build.\n";

/** What a build consists of. */
export interface DiskBuild {
  client: Client;
  routes: RouteFile[];
  staticFiles: Map<string, BuildFile>;
}

/** Writes a build in place of the one that was there. */
export async function writeDiskBuild(
  config: ResolvedBuildOptions,
  build: DiskBuild,
): Promise<void> {
  const { outDir } = config;
  const files = new Map(build.staticFiles);
  for (const [file, content] of build.client.files) {
    files.set(clientPath(config.buildId, file), { content, hash: await hashContent(content) });
  }

  await removeIfThere(join(outDir, "static"));
  const staticList: string[] = [];
  for (const [pathname, file] of files) {
    const filePath = "filePath" in file
      ? file.filePath
      : await writeFile(outDir, pathname, file.content);
    const { root } = config;
    const info = {
      filePath: toSlashes(relative(root, filePath)),
      hash: file.hash,
      contentType: contentTypeOf(pathname),
    };
    staticList.push(`  [${JSON.stringify(pathname)}, ${JSON.stringify(info)}],`);
  }
  await Deno.mkdir(outDir, { recursive: true });
  await Deno.writeTextFile(join(outDir, "snapshot.js"), snapshotCode(config, build, staticList));
  await Deno.writeTextFile(join(outDir, "server.js"), serverCode(config));
  await Deno.writeTextFile(join(outDir, "compiled-entry.js"), COMPILED_ENTRY);
}

async function writeFile(outDir: string, pathname: string, content: Uint8Array): Promise<string> {
  const path = join(outDir, "static", ...pathname.split("/").map(decodeURIComponent));
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeFile(path, content);
  return path;
}

function snapshotCode(
  config: ResolvedBuildOptions,
  { client, routes }: DiskBuild,
  staticList: string[],
): string {
  const { outDir, buildId } = config;
  const toPath = (file: string) => clientPath(buildId, file);
  const imports: string[] = [];
  const islandList = client.islands.map(({ name, specifier, file, imports: chunks }, i) => {
    imports.push(`import * as island${i} from ${toSpecifier(outDir, specifier)};`);
    const info = { name, chunk: toPath(file), imports: chunks.map(toPath), css: [] };
    return `  { ...${JSON.stringify(info)}, mod: island${i} },`;
  });
  const routeList = routes.map(({ filePath, ...route }, i) => {
    imports.push(`import * as route${i} from ${toSpecifier(outDir, filePath)};`);
    const info = { ...route, filePath: toSlashes(relative(config.root, filePath)) };
    return `  { ...${JSON.stringify(info)}, mod: route${i} },`;
  });
  return [
    `${NOTE}${imports.join("\n")}`,
    `export const buildId = ${JSON.stringify(buildId)};`,
    `export const clientEntry = ${JSON.stringify(toPath(client.runtime.file))};`,
    `export const clientImports = ${JSON.stringify(client.runtime.imports.map(toPath))};`,
    `export const islands = [\n${islandList.join("\n")}\n];`,
    `export const fsRoutes = [\n${routeList.join("\n")}\n];`,
    `export const staticFiles = new Map([\n${staticList.join("\n")}\n]);`,
    "",
  ].join("\n\n");
}

function serverCode({ root, outDir, serverEntry }: ResolvedBuildOptions): string {
  const up = toSlashes(relative(outDir, root)) || ".";
  return `${NOTE}import { serveSnapshot } from "fresh/internal";
import * as snapshot from "./snapshot.js";
import { app } from ${toSpecifier(outDir, serverEntry)};

export default serveSnapshot(app, snapshot, new URL(${
    JSON.stringify(`${up}/`)
  }, import.meta.url).href);
`;
}

/** The entry of `deno compile`, which has no command line of `deno serve`. */
const COMPILED_ENTRY = `${NOTE}import server from "./server.js";

Deno.serve(
  { port: Number(Deno.env.get("PORT") ?? 8000), hostname: Deno.env.get("HOSTNAME") ?? "0.0.0.0" },
  server.fetch,
);
`;

/** How a module of the output directory imports another file, as a literal. */
function toSpecifier(outDir: string, target: string): string {
  const isUrl = /^[a-z][\w+.-]+:/i.test(target) && !target.startsWith("file:");
  const isBare = !target.startsWith("file:") && !target.startsWith("/") &&
    !/^[A-Za-z]:\\/.test(target);
  if (isUrl || isBare) return JSON.stringify(target);
  const path = target.startsWith("file:") ? fileURLToPath(target) : target;
  const way = toSlashes(relative(outDir, path));
  return JSON.stringify(encodeURI(way.startsWith(".") ? way : `./${way}`));
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
