/** Projects and builds for tests. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { App } from "../src/app.ts";
import { Builder, type BuildOptions } from "../src/dev/mod.ts";

/** The directory whose `deno.json` links this package: projects below it see the package as apps do. */
export const WORKSPACE = fileURLToPath(new URL("../..", import.meta.url));

/** The islands of `fixtures/`, built in memory. */
export async function buildFixtures(
  options: BuildOptions = {},
): Promise<(app: App<unknown>) => void> {
  const fixtures = fileURLToPath(new URL("./fixtures", import.meta.url));
  const builder = new Builder({
    root: WORKSPACE,
    islandDir: fixtures,
    routeDir: join(fixtures, "no-routes"),
    staticDir: join(fixtures, "no-static"),
    ...options,
  });
  return await builder.build({ snapshot: "memory" });
}

/** A project in a directory of its own, which is removed in the end. */
export interface Project extends AsyncDisposable {
  root: string;
  write(files: Record<string, string>): Promise<void>;
}

/** Makes a project of files by their paths. */
export async function makeProject(files: Record<string, string>): Promise<Project> {
  const root = await Deno.makeTempDir({ dir: WORKSPACE, prefix: ".tmp_fresh_" });
  const project: Project = {
    root,
    async write(more) {
      for (const [path, content] of Object.entries(more)) {
        await Deno.mkdir(dirname(join(root, path)), { recursive: true });
        await Deno.writeTextFile(join(root, path), content);
      }
    },
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
  await project.write(files);
  return project;
}

/** Asks an app for a page and gives its HTML. */
export async function getHtml(app: App<unknown>, path = "/"): Promise<string> {
  const info = {} as Deno.ServeHandlerInfo;
  const response = await app.handler()(new Request(`http://localhost${path}`), info);
  return await response.text();
}
