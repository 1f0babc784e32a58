/**
 * Keys of copies:
 * - `["privacy_exports", accountId]`: the customer's last copy
 * - `["privacy_export_chunks", fileId, index]`: the parts of its ZIP, 60 KiB each
 *
 * Both leave KV after the copy's end. Each try of the job writes a file of its own; the one that the record names counts.
 */
import type { Tx } from "@/domain/shared/kv.ts";
import { type DataExport, type ExportFile, exportSchema } from "./export_model.ts";

const CHUNK_BYTES = 60 * 1024;
/** Chunks of one commit, which holds 800 KiB. */
const CHUNKS_PER_COMMIT = 10;

const exportKey = (accountId: string): Deno.KvKey => ["privacy_exports", accountId];
const chunkKey = (fileId: string, index: number): Deno.KvKey => [
  "privacy_export_chunks",
  fileId,
  index,
];

function parse(stored: unknown): DataExport | null {
  return stored === null ? null : exportSchema.parse(stored);
}

/** The customer's last copy. */
export async function readExport(kv: Deno.Kv, accountId: string): Promise<DataExport | null> {
  return parse((await kv.get(exportKey(accountId))).value);
}

/** The same, checked on commit. */
export async function loadExport(tx: Tx, accountId: string): Promise<DataExport | null> {
  return parse(await tx.get(exportKey(accountId)));
}

/** Stages a copy's record, which was loaded on the same commit. */
export function stageExport(tx: Tx, one: DataExport, { expireInMs }: { expireInMs: number }): void {
  tx.set(exportKey(one.accountId), exportSchema.parse(one), { expireInMs });
}

/** Stages the end of a copy's record. */
export function stageNoExport(tx: Tx, accountId: string): void {
  tx.delete(exportKey(accountId));
}

/** Takes bytes of any length and writes them as chunks; holds ten chunks at the most. */
export class ChunkWriter {
  readonly #kv: Deno.Kv;
  readonly #id: string;
  readonly #expireInMs: number;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #count = 0;
  #size = 0;

  constructor(kv: Deno.Kv, id: string, expireInMs: number) {
    this.#kv = kv;
    this.#id = id;
    this.#expireInMs = expireInMs;
  }

  /** Takes bytes; `flush()` writes what is full. */
  push(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
  }

  /** Writes once ten chunks are full, or all that is left at the end. */
  async flush({ isEnd = false } = {}): Promise<void> {
    if (!isEnd && this.#waitingBytes < CHUNK_BYTES * CHUNKS_PER_COMMIT) return;
    const bytes = new Uint8Array(await new Blob(this.#waiting as BlobPart[]).arrayBuffer());
    const end = isEnd ? bytes.length : bytes.length - bytes.length % CHUNK_BYTES;
    for (let at = 0; at < end; at += CHUNK_BYTES * CHUNKS_PER_COMMIT) {
      const op = this.#kv.atomic();
      const last = Math.min(at + CHUNK_BYTES * CHUNKS_PER_COMMIT, end);
      for (let from = at; from < last; from += CHUNK_BYTES) {
        const chunk = bytes.slice(from, Math.min(from + CHUNK_BYTES, end));
        op.set(chunkKey(this.#id, this.#count++), chunk, { expireIn: this.#expireInMs });
      }
      await op.commit();
    }
    this.#size += end;
    this.#waiting = [bytes.slice(end)];
    this.#waitingBytes = bytes.length - end;
  }

  /** What was written. */
  get file(): ExportFile {
    return { id: this.#id, chunkCount: this.#count, sizeBytes: this.#size };
  }
}

/** The content of a file, chunk by chunk. */
export function readChunks(kv: Deno.Kv, file: ExportFile): ReadableStream<Uint8Array> {
  let index = 0;
  return new ReadableStream({
    async pull(controller) {
      if (index >= file.chunkCount) return controller.close();
      const { value } = await kv.get<Uint8Array>(chunkKey(file.id, index++));
      if (value) controller.enqueue(value);
      else controller.error(new Error(`chunk ${index - 1} of export ${file.id} is missing`));
    },
  });
}

/** Deletes the chunks of a file. */
export async function deleteChunks(kv: Deno.Kv, fileId: string): Promise<void> {
  for await (const { key } of kv.list({ prefix: ["privacy_export_chunks", fileId] })) {
    await kv.delete(key);
  }
}
