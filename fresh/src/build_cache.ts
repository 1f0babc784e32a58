/**
 * What a build hands to an app at run time: its islands, file routes and static files. The builder makes one (in
 * memory, or on disk as `_fresh/server.js`), `setBuildCache()` gives it to an app, and the app reads nothing else
 * of the build.
 */
import type { AnyComponent } from "preact";
import type { FsRouteFile } from "./fs_routes.ts";
import { getBuildId } from "./runtime/build_id.ts";

/** One island: a component that the client hydrates. */
export interface Island {
  /** The component as the server imported it: the key by which rendering recognises it. */
  component: AnyComponent<never>;
  /** A name that is unique in the build and safe as a JavaScript identifier. */
  name: string;
  /** The name under which the client chunk exports the component (`default`, or the export's own name). */
  exportName: string;
  /** URL path of the client chunk, without the app's base path. */
  chunk: string;
  /** URL paths of the chunks that its chunk imports, for preloading. */
  imports?: string[];
  /** URL paths of stylesheets that the island's chunk brought with it. */
  css: string[];
}

/** A file that `staticFiles()` can answer with. */
export interface StaticFile {
  /** Content hash for the ETag; `null` where none was made. */
  hash: string | null;
  /** Size in bytes. */
  size: number;
  contentType: string;
  /** True for names that carry the build id or a content hash. */
  immutable: boolean;
  readable: ReadableStream<Uint8Array> | Uint8Array;
  /** Releases what `readable` holds, where the body isn't read (HEAD, 304). */
  close(): void;
}

// deno-lint-ignore no-explicit-any -- an app of any state may carry a build
export interface BuildCache<State = any> {
  /** Absolute path of the project's root. */
  root: string;
  /** Changes with each build; part of the URLs of client files. */
  buildId: string;
  /** URL path of the client runtime's chunk, without the app's base path. */
  clientEntry: string;
  /** URL paths of the chunks that the client runtime imports, for preloading. */
  clientImports?: string[];
  /** URL path of the development client (live reload), only in development. */
  devClientEntry?: string;
  islands: Map<AnyComponent<never>, Island>;
  fsRoutes: FsRouteFile<State>[];
  readFile(pathname: string): Promise<StaticFile | null>;
}

/** The build of an app that was not built: no islands, no file routes, no static files. */
export function emptyBuildCache<State>(): BuildCache<State> {
  return {
    root: ".",
    buildId: getBuildId(),
    clientEntry: "",
    islands: new Map(),
    fsRoutes: [],
    readFile: () => Promise.resolve(null),
  };
}
