/** Static files while developing: read, and transformed, each time they are asked for. */
import { join } from "node:path";
import type { StaticFile } from "../build_cache.ts";
import { memoryFile } from "../snapshot.ts";
import { assertInside, lockCssUrls } from "./build_files.ts";
import type { ResolvedBuildOptions } from "./config.ts";
import { contentTypeOf } from "./content_type.ts";
import { isInside, toPathname } from "./crawl.ts";
import type { StaticTransforms } from "./static_transforms.ts";

/** Finds static files in the project's directories, never outside of them. */
export class DevStaticFiles {
  readonly #config: ResolvedBuildOptions;
  readonly #transforms: StaticTransforms;
  /** Files that a transform added beside the one that it was given. */
  readonly #added = new Map<string, Uint8Array>();

  constructor(config: ResolvedBuildOptions, transforms: StaticTransforms) {
    this.#config = config;
    this.#transforms = transforms;
  }

  /** The file of a URL path, or `null` where there is none. */
  async read(pathname: string): Promise<StaticFile | null> {
    const path = decodePath(pathname);
    if (path === null) return null;
    for (const dir of this.#config.staticDir) {
      const filePath = join(dir, path);
      if (!isInside(dir, filePath) || filePath === dir) continue;
      const content = await this.#readFrom(dir, filePath);
      if (content !== null) return this.#toFile(pathname, content);
    }
    const added = this.#added.get(pathname);
    return added === undefined ? null : this.#toFile(pathname, added);
  }

  async #readFrom(dir: string, filePath: string): Promise<Uint8Array | null> {
    const { mode, target } = this.#config;
    const own = toPathname(dir, filePath);
    for (const file of await this.#transforms.process(filePath, { mode, target }) ?? []) {
      assertInside(dir, file.path);
      this.#added.set(toPathname(dir, file.path), file.content);
    }
    const transformed = this.#added.get(own);
    if (transformed !== undefined) return transformed;
    try {
      return await Deno.readFile(filePath);
    } catch (error) {
      const isMissing = error instanceof Deno.errors.NotFound ||
        error instanceof Deno.errors.NotADirectory || error instanceof Deno.errors.IsADirectory;
      if (isMissing) return null;
      throw error;
    }
  }

  #toFile(pathname: string, content: Uint8Array): StaticFile {
    const locked = lockCssUrls(pathname, content, this.#config.buildId);
    return memoryFile(locked, { hash: null, contentType: contentTypeOf(pathname) });
  }
}

function decodePath(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}
