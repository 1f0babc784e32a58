/** Finds what a build is made of: route files, islands, static files. */
import { join, relative, sep } from "node:path";
import { classifyRouteFile, compareRouteIds, type FsRouteFile } from "../fs_routes.ts";

/** A route file whose module isn't loaded yet. */
export type RouteFile = Omit<FsRouteFile<unknown>, "mod" | "css" | "methods">;

const MODULE = /\.[cm]?[jt]sx?$/;

/** Files of tests, which are no part of an app. */
export const TEST_FILES = /[._]test\.[cm]?[jt]sx?$/;

/** Hidden files and directories. `.well-known` is the one that is meant to be served. */
const HIDDEN = /\/\.(?!well-known(?:\/|$))/;

/** Finds the routes and islands of a project, in the order in which they are to be registered. */
export async function crawlRoutes(
  options: { routeDir: string; islandDir: string; ignore: RegExp[] },
): Promise<{ routes: RouteFile[]; islands: string[] }> {
  const routes: RouteFile[] = [];
  const islands: string[] = [];
  for await (const filePath of walk(options.routeDir, options.ignore)) {
    const info = classifyRouteFile(toSlashes(relative(options.routeDir, filePath)));
    if (info === "island") islands.push(filePath);
    else if (info !== null) routes.push({ ...info, filePath });
  }
  for await (const filePath of walk(options.islandDir, options.ignore)) {
    if (MODULE.test(filePath)) islands.push(filePath);
  }
  routes.sort((a, b) => compareRouteIds(a.id, b.id));
  return { routes, islands: islands.sort() };
}

/**
 * Finds static files.
 *
 * @param outDir what a build writes; it may lie inside of the static directory
 * @returns absolute paths by URL path; where several directories have a file, the first one's counts
 */
export async function crawlStatic(
  staticDirs: string[],
  options: { outDir: string },
): Promise<{ dir: string; filePath: string }[]> {
  const files: { dir: string; filePath: string }[] = [];
  for (const dir of staticDirs) {
    for await (const filePath of walk(dir, [])) {
      if (isInside(options.outDir, filePath)) continue;
      if (!HIDDEN.test(`/${toSlashes(relative(dir, filePath))}`)) files.push({ dir, filePath });
    }
  }
  return files;
}

/** All files below a directory, sorted by name; none where there is no such directory. */
export async function* walk(dir: string, ignore: RegExp[]): AsyncGenerator<string> {
  let entries: Deno.DirEntry[];
  try {
    entries = await Array.fromAsync(Deno.readDir(dir));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return;
    throw error;
  }
  entries.sort((a, b) => a.name < b.name ? -1 : 1);
  for (const entry of entries) {
    const path = join(dir, entry.name);
    if (ignore.some((pattern) => pattern.test(toSlashes(path)))) continue;
    if (entry.isDirectory) yield* walk(path, ignore);
    else if (entry.isFile) yield path;
  }
}

/** The URL path of a file below a directory. */
export function toPathname(dir: string, filePath: string): string {
  const parts = relative(dir, filePath).split(sep);
  return `/${parts.map(encodeURIComponent).join("/")}`;
}

/** Whether a path lies in a directory. */
export function isInside(dir: string, path: string): boolean {
  const way = relative(dir, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !/^[A-Za-z]:/.test(way);
}

/** A path with forward slashes, whatever the operating system. */
export function toSlashes(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
