/**
 * File contents in KV, in chunks that fit a value. An upload is announced before its first chunk is written and
 * kept by the commit that points to it; what was announced and never kept is cleared away after an hour.
 *
 * Keys: `["upload_chunks", uploadId, index]`, `["uploads_open", expiresAt, uploadId]`.
 */
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { ok } from "@/domain/shared/result.ts";

/** Bytes of a chunk: a value holds 64 KiB with its own overhead. */
const CHUNK_BYTES = 60 * 1024;
/** Chunks of one commit, which holds 800 KiB. */
const CHUNKS_PER_COMMIT = 10;
const LIFE_MINUTES = 60;

/** An upload whose chunks are written, and that no record points to yet. */
export interface OpenUpload {
  id: string;
  expiresAt: string;
  chunkCount: number;
}

type UploadState = "open" | "abandoned";

const openKey = (upload: Pick<OpenUpload, "id" | "expiresAt">) => [
  "uploads_open",
  upload.expiresAt,
  upload.id,
];
const chunkKey = (id: string, index: number) => ["upload_chunks", id, index];

/** Announces an upload and writes its chunks. */
export async function writeUpload(deps: Deps, bytes: Uint8Array): Promise<OpenUpload> {
  const upload: OpenUpload = {
    id: deps.ids.token(18),
    expiresAt: toIso(deps.clock.now().add({ minutes: LIFE_MINUTES })),
    chunkCount: Math.ceil(bytes.length / CHUNK_BYTES),
  };
  await deps.kv.set(openKey(upload), "open" satisfies UploadState);
  for (let first = 0; first < upload.chunkCount; first += CHUNKS_PER_COMMIT) {
    const op = deps.kv.atomic();
    const end = Math.min(first + CHUNKS_PER_COMMIT, upload.chunkCount);
    for (let index = first; index < end; index++) {
      const chunk = bytes.slice(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
      op.set(chunkKey(upload.id, index), chunk);
    }
    await op.commit();
  }
  return upload;
}

/** Keeps an upload, on the commit that points to it: one check. False if its time was over. */
export async function stageKeepUpload(tx: Tx, upload: OpenUpload): Promise<boolean> {
  if (await tx.get<UploadState>(openKey(upload)) !== "open") return false;
  tx.delete(openKey(upload));
  return true;
}

/** The content of a kept upload, chunk by chunk. */
export function readUpload(
  kv: Deno.Kv,
  upload: Pick<OpenUpload, "id" | "chunkCount">,
): ReadableStream<Uint8Array> {
  let index = 0;
  return new ReadableStream({
    async pull(controller) {
      if (index >= upload.chunkCount) return controller.close();
      const { value } = await kv.get<Uint8Array>(chunkKey(upload.id, index++));
      if (value) controller.enqueue(value);
      else controller.error(new Error(`chunk ${index - 1} of upload ${upload.id} is missing`));
    },
  });
}

/** Clears away the chunks of an upload that no record will point to. */
export async function dropUpload(
  deps: Pick<Deps, "kv" | "lanes">,
  upload: Pick<OpenUpload, "id" | "expiresAt">,
): Promise<void> {
  const dropped = await transact(deps, async (tx) => {
    const state = await tx.get<UploadState>(openKey(upload));
    if (state) tx.set(openKey(upload), "abandoned" satisfies UploadState);
    return ok(state !== null);
  });
  if (!dropped.ok || !dropped.value) return;
  for await (const { key } of deps.kv.list({ prefix: ["upload_chunks", upload.id] })) {
    await deps.kv.delete(key);
  }
  await deps.kv.delete(openKey(upload));
}

/** Deletes the content of a kept upload. */
export async function deleteUpload(kv: Deno.Kv, id: string): Promise<void> {
  for await (const { key } of kv.list({ prefix: ["upload_chunks", id] })) await kv.delete(key);
}

/** Clears away every upload whose hour is over; costs what is due. */
export async function clearAbandonedUploads(deps: Deps): Promise<void> {
  const end = ["uploads_open", toIso(deps.clock.now())];
  for await (const { key } of deps.kv.list({ start: ["uploads_open"], end })) {
    await dropUpload(deps, { expiresAt: String(key[1]), id: String(key[2]) });
  }
}
