/**
 * For files that the builder writes, not for apps: it may change with any version.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { type App, setBuildCache } from "./app.ts";
import { createSnapshotCache, type Snapshot } from "./snapshot.ts";

// deno-lint-ignore no-explicit-any -- an app of any state
type AnyApp = App<any>;

export type { Snapshot, SnapshotFile, SnapshotIsland } from "./snapshot.ts";

/**
 * Gives an app its build and makes the server of it.
 *
 * @param app the app that the server's entry exports
 * @param snapshot what `snapshot.js` exports
 * @param root URL of the project's directory
 * @returns what `deno serve` expects of a module
 */
export function serveSnapshot(app: AnyApp, snapshot: Snapshot, root: string): {
  fetch: (req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;
} {
  setBuildCache(app, createSnapshotCache(fileURLToPath(root), snapshot), "production");
  return { fetch: app.handler() };
}
