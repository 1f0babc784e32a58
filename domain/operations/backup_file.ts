/**
 * The form of a backup: lines of JSON. A header; then `{ k, v, e? }` for each entry (key, value, when it expires in ms
 * since 1970) or `{ d }` for one that a later look found deleted, the last word on a key being the one that counts;
 * then a trailer with the number of lines between and their SHA-256, without which the file counts as damaged.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { decode, encode, type Encoded } from "./value_codec.ts";

const FORMAT = "cloudnest-backup";
const VERSION = 1;
const FLUSH_CHARS = 256 * 1024;

/** What a backup says of one key. */
export type BackupLine =
  | { key: Deno.KvKey; value: unknown; expiresAtMs: number | null }
  | { key: Deno.KvKey; isDeleted: true };

/** The first line of a backup. */
export interface BackupHeader {
  madeAt: string;
  /** Which `CLOUDNEST_SECRET` the sealed values need; `null` if it wasn't known. */
  secretKeyId: string | null;
}

/** The file isn't a whole backup of this form. */
export class DamagedBackup extends Error {}

const headerSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  madeAt: z.string(),
  secretKeyId: z.string().nullable(),
});
const json = z.json() as z.ZodType<Encoded>;
const lineSchema = z.union([
  z.strictObject({ k: z.array(json).min(1), v: json, e: z.int().optional() }),
  z.strictObject({ d: z.array(json).min(1) }),
]);
const trailerSchema = z.strictObject({ count: z.int(), sha256: z.string() });

/** Writes a backup beside `path` and moves it there when it is whole; only its owner can read it. */
export class BackupWriter {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #hash = createHash("sha256");
  #pending = "";
  #count = 0;

  private constructor(path: string, file: Deno.FsFile) {
    this.#path = path;
    this.#file = file;
  }

  /** Begins a backup that will be at `path`, replacing what is there. */
  static async create(path: string, header: BackupHeader): Promise<BackupWriter> {
    const partial = `${path}.partial`;
    await Deno.remove(partial).catch(() => {});
    const file = await Deno.open(partial, { createNew: true, write: true, mode: 0o600 });
    const writer = new BackupWriter(path, file);
    writer.#line({ format: FORMAT, version: VERSION, ...header });
    return writer;
  }

  /** Adds what is known of a key. */
  async add(line: BackupLine): Promise<void> {
    this.#count++;
    if ("isDeleted" in line) {
      this.#line({ d: line.key.map((part) => encode(part)) });
    } else {
      const expiry = line.expiresAtMs === null ? {} : { e: line.expiresAtMs };
      this.#line({ k: line.key.map((part) => encode(part)), v: encode(line.value), ...expiry });
    }
    if (this.#pending.length >= FLUSH_CHARS) await this.#flush();
  }

  /** Ends the file; answers its checksum. */
  async finish(): Promise<{ sha256: string }> {
    await this.#flush();
    const sha256 = this.#hash.digest("hex");
    await writeAll(this.#file, JSON.stringify({ count: this.#count, sha256 }) + "\n");
    await this.#file.sync();
    this.#file.close();
    await Deno.rename(`${this.#path}.partial`, this.#path);
    return { sha256 };
  }

  /** Takes back what was written. */
  async discard(): Promise<void> {
    this.#file.close();
    await Deno.remove(`${this.#path}.partial`);
  }

  #line(content: unknown): void {
    this.#pending += JSON.stringify(content) + "\n";
  }

  async #flush(): Promise<void> {
    this.#hash.update(this.#pending);
    await writeAll(this.#file, this.#pending);
    this.#pending = "";
  }
}

/**
 * Reads a backup from front to back: the header is yielded first, then what it says of keys.
 *
 * @throws DamagedBackup as soon as something is wrong; that the file is whole is known only at the end.
 */
export async function* readBackup(path: string): AsyncGenerator<BackupHeader | BackupLine> {
  const hash = createHash("sha256");
  let count = -1;
  let trailer: z.infer<typeof trailerSchema> | null = null;
  for await (const text of linesOf(path)) {
    if (trailer) throw new DamagedBackup("there is something after the end");
    const content = parseJson(text);
    if (count === -1) {
      const { madeAt, secretKeyId } = parseAs(
        headerSchema,
        content,
        "not a backup of this version",
      );
      yield { madeAt, secretKeyId };
    } else if (isTrailer(content)) {
      trailer = parseAs(trailerSchema, content, "the last line is damaged");
      continue;
    } else {
      yield decodeLine(parseAs(lineSchema, content, `entry ${count + 1} is damaged`));
    }
    hash.update(text + "\n");
    count++;
  }
  if (!trailer) throw new DamagedBackup("the end is missing");
  if (trailer.count !== count || trailer.sha256 !== hash.digest("hex")) {
    throw new DamagedBackup("the checksum doesn't match");
  }
}

function isTrailer(content: unknown): boolean {
  return typeof content === "object" && content !== null && "sha256" in content;
}

function decodeLine(line: z.infer<typeof lineSchema>): BackupLine {
  try {
    if ("d" in line) return { key: line.d.map(decode) as Deno.KvKeyPart[], isDeleted: true };
    const key = line.k.map(decode) as Deno.KvKeyPart[];
    return { key, value: decode(line.v), expiresAtMs: line.e ?? null };
  } catch (error) {
    throw new DamagedBackup(error instanceof Error ? error.message : "an entry is damaged");
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DamagedBackup("a line isn't JSON");
  }
}

function parseAs<T>(schema: z.ZodType<T>, content: unknown, message: string): T {
  const parsed = schema.safeParse(content);
  if (!parsed.success) throw new DamagedBackup(message);
  return parsed.data;
}

/** The file's lines; what follows the last newline counts as one, so that a cut line is seen. */
async function* linesOf(path: string): AsyncGenerator<string> {
  using file = await Deno.open(path);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const buffer = new Uint8Array(FLUSH_CHARS);
  let rest = "";
  for (;;) {
    const size = await file.read(buffer);
    rest += decodeChunk(decoder, buffer.subarray(0, size ?? 0), size === null);
    const lines = rest.split("\n");
    rest = lines.pop()!;
    yield* lines;
    if (size === null) break;
  }
  if (rest !== "") yield rest;
}

function decodeChunk(decoder: TextDecoder, bytes: Uint8Array, isLast: boolean): string {
  try {
    return decoder.decode(bytes, { stream: !isLast });
  } catch {
    throw new DamagedBackup("it isn't UTF-8");
  }
}

async function writeAll(file: Deno.FsFile, text: string): Promise<void> {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(await file.write(bytes));
}
