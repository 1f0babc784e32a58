/**
 * The build on disk, which all tests share: `deno task test` makes it before they start, and a test that is run alone makes
 * it anew when something that goes into it has changed.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Snapshot } from "fresh/internal";

/** The project's folder, with a slash at its end. */
export const ROOT = fileURLToPath(import.meta.resolve("@/"));
/** What `deno serve` runs. */
export const BUILT_SERVER = join(ROOT, "_fresh", "server.js");

const SOURCES = [
  "components",
  "deno.json",
  "deno.lock",
  "domain",
  "fresh",
  "fresh.config.ts",
  "islands",
  "routes",
  "static",
];
const LOCK = join(ROOT, "node_modules", ".build.lock");

let snapshot: Promise<Snapshot> | null = null;

/** The build for `serveSnapshot()`, made first if need be. */
export function loadBuild(): Promise<Snapshot> {
  return snapshot ??= ensureBuild().then(() => import(import.meta.resolve("@/_fresh/snapshot.js")));
}

/** Builds the app unless there is a build of what the sources are now. Of tests that run side by side one does it. */
export async function ensureBuild(): Promise<void> {
  if (await isBuilt()) return;
  using lock = await Deno.open(LOCK, { create: true, write: true });
  await lock.lock(true);
  if (await isBuilt()) return;
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "fresh.config.ts", "build"],
    cwd: ROOT,
    stdout: "null",
  }).output();
  if (!success) throw new Error(`the build failed: ${new TextDecoder().decode(stderr)}`);
}

async function isBuilt(): Promise<boolean> {
  const builtAt = (await Deno.stat(BUILT_SERVER).catch(() => null))?.mtime?.getTime();
  if (builtAt === undefined) return false;
  return !SOURCES.some((name) => hasChanged(ROOT + name, builtAt));
}

/** Whether a file, or anything in a folder, is newer: a folder is when something came into it or went. */
export function hasChanged(path: string, since: number): boolean {
  const { mtime, isDirectory } = Deno.statSync(path);
  if (mtime!.getTime() > since) return true;
  return isDirectory &&
    [...Deno.readDirSync(path)].some(({ name }) => hasChanged(`${path}/${name}`, since));
}
