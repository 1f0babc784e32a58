/** The hooks that change static files while they are built or, in development, when they are asked for. */
import { matchesGlob } from "node:path";

/** Which files a transform is for. */
export interface OnTransformOptions {
  /** Names the transform in messages. */
  pluginName: string;
  /** Paths of the files. */
  filter: RegExp;
  /** Files that are left out all the same: parts of a path, globs, or expressions. */
  exclude?: (string | RegExp)[];
}

/** What a transform is told about a file. */
export interface OnTransformArgs {
  /** Absolute path of the file. */
  path: string;
  /** Browsers that the build is for. */
  target: string | string[];
  /** The file's bytes, or what the transform before this one made of them. */
  content: Uint8Array;
  /** The same as text. */
  readonly text: string;
  /** What kind of build it is. */
  mode: "development" | "production";
  /** Absolute path of the project. */
  root: string;
}

/** What a transform makes of a file. */
export interface OnTransformResult {
  /** What takes the place of the file's content. */
  content: string | Uint8Array;
  /** Where the file goes, when that isn't its own path. */
  path?: string;
  /** A source map. */
  map?: string | Uint8Array;
}

/** A transform answers with the new file, with several files, or with nothing to leave it as it is. */
export type TransformFn = (
  args: OnTransformArgs,
) =>
  | void
  | OnTransformResult
  | (OnTransformResult & { path: string })[]
  | Promise<void | OnTransformResult | (OnTransformResult & { path: string })[]>;

/** A file that has been through the transforms. */
export interface TransformedFile {
  path: string;
  content: Uint8Array;
  map: Uint8Array | null;
  /** The files that it was made of. */
  inputFiles: string[];
}

/** Transforms static files with what was registered, in that order. */
export class StaticTransforms {
  readonly #transforms: { options: OnTransformOptions; transform: TransformFn }[] = [];
  readonly #root: string;
  readonly #readFile: (path: string) => Promise<Uint8Array>;

  constructor(root: string, readFile: (path: string) => Promise<Uint8Array> = Deno.readFile) {
    this.#root = root;
    this.#readFile = readFile;
  }

  /** Registers a transform. */
  add(options: OnTransformOptions, transform: TransformFn): void {
    this.#transforms.push({ options, transform });
  }

  /**
   * Runs a file through all transforms that are for it, and each file that they add through those for that one.
   *
   * @returns the resulting files, or `null` where no transform changed anything or the file isn't there
   */
  async process(
    path: string,
    { mode, target }: Pick<OnTransformArgs, "mode" | "target">,
  ): Promise<TransformedFile[] | null> {
    if (!this.#transforms.some(({ options }) => applies(options, path))) return null;
    let content: Uint8Array;
    try {
      content = await this.#readFile(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }

    const queue: TransformedFile[] = [{ path, content, map: null, inputFiles: [path] }];
    const seen = new Set<string>();
    const out: TransformedFile[] = [];
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      if (seen.has(file.path)) continue;
      seen.add(file.path);
      const isNew = file.path !== path;
      const isChanged = await this.#transform(file, queue, { mode, target });
      if (isNew || isChanged) out.push(file);
    }
    return out.length > 0 ? out : null;
  }

  async #transform(
    file: TransformedFile,
    queue: TransformedFile[],
    { mode, target }: Pick<OnTransformArgs, "mode" | "target">,
  ): Promise<boolean> {
    let isChanged = false;
    for (const { options, transform } of this.#transforms) {
      if (!applies(options, file.path)) continue;
      const { content } = file;
      const result = await transform({
        path: file.path,
        target,
        content,
        get text() {
          return new TextDecoder().decode(content);
        },
        mode,
        root: this.#root,
      });
      if (!result) continue;
      if (!Array.isArray(result)) {
        file.path = result.path ?? file.path;
        isChanged = replace(file, result) || isChanged;
        continue;
      }
      for (const item of result) {
        if (item.path === undefined) {
          throw new Error(
            `"${options.pluginName}" must give each of the files that it answers with a path`,
          );
        }
        const target = item.path === file.path
          ? file
          : queue.find((queued) => queued.path === item.path);
        if (target !== undefined) {
          isChanged = replace(target, item) || isChanged;
        } else {
          const added = { ...file, path: item.path, inputFiles: [...file.inputFiles] };
          replace(added, item);
          queue.push(added);
        }
      }
    }
    return isChanged;
  }
}

function applies({ filter, exclude = [] }: OnTransformOptions, path: string): boolean {
  // An expression with the flag "g" or "y" goes on where it stopped, so it is set back
  filter.lastIndex = 0;
  if (!filter.test(path)) return false;
  return !exclude.some((pattern) => {
    if (typeof pattern !== "string") {
      pattern.lastIndex = 0;
      return pattern.test(path);
    }
    return /[*?{[]/.test(pattern) ? matchesGlob(path, pattern) : path.includes(pattern);
  });
}

function replace(file: TransformedFile, { content, map }: OnTransformResult): boolean {
  const newContent = toBytes(content);
  if (newContent === file.content) return false;
  file.content = newContent;
  file.map = map === undefined ? null : toBytes(map);
  return true;
}

function toBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}
