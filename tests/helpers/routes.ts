/** The file routes as they are on disk, with their patterns as the framework names them. */
import { fileURLToPath } from "node:url";

/** One route file. */
export interface RouteFile {
  /** For example `/dashboard/orders/:id`. */
  pattern: string;
  /** Path below `routes/`. */
  file: string;
  /** Whether it takes forms. */
  takesPosts: boolean;
}

/** All route files, by pattern. */
export async function readRoutes(): Promise<RouteFile[]> {
  const root = fileURLToPath(import.meta.resolve("@/routes/"));
  const files: string[] = [];
  async function walk(folder: string): Promise<void> {
    for await (const { name, isDirectory } of Deno.readDir(root + folder)) {
      if (isDirectory) {
        if (!name.startsWith("(_")) await walk(`${folder}${name}/`);
      } else if (/\.tsx?$/.test(name) && !name.startsWith("_") && !/_test\.tsx?$/.test(name)) {
        files.push(folder + name);
      }
    }
  }
  await walk("");
  return await Promise.all(
    files.sort().map(async (file) => {
      const module = await import(import.meta.resolve(`@/routes/${file}`));
      return { file, pattern: patternOf(file), takesPosts: takesPosts(module.handler) };
    }),
  );
}

/** The pattern of a route file: groups vanish, `index` is its folder, `[id]` is a parameter. */
export function patternOf(file: string): string {
  const parts = file.replace(/\.tsx?$/, "").split("/")
    .filter((part) => !/^\(.*\)$/.test(part))
    .map((part) => part.replace(/^\[\.\.\.(.+)\]$/, ":$1*").replace(/^\[(.+)\]$/, ":$1"));
  if (parts.at(-1) === "index") parts.pop();
  return `/${parts.join("/")}`;
}

function takesPosts(handler: unknown): boolean {
  if (typeof handler === "function") return true;
  return typeof handler === "object" && handler !== null && "POST" in handler;
}
