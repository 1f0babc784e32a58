/**
 * The id of the build that this process or page belongs to. It is part of the URLs of client files and of what `asset()`
 * makes, so that browsers may keep them for good.
 */
import { IS_BROWSER } from "./environment.ts";

/** Below this path are the client files, each build's in a directory named by its id. */
export const CLIENT_FILES_PATH = "/_fresh/js/";

let current = IS_BROWSER ? idOfUrl(import.meta.url) : initialId();

/** The id of the build. Letters and digits. */
export function getBuildId(): string {
  return current;
}

/** Sets the id on the server, when a build is given to an app. */
export function setBuildId(id: string): void {
  current = id;
}

/** In the browser this very module is one of the client files, so its URL tells the id. */
function idOfUrl(url: string): string {
  const start = url.indexOf(CLIENT_FILES_PATH);
  return start < 0 ? "" : url.slice(start + CLIENT_FILES_PATH.length).split("/")[0]!;
}

/** Without a build, an id that lasts as long as the process. */
function initialId(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
