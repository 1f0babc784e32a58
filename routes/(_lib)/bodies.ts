/** Reads request bodies under a limit. What is too long is thrown away as it comes, never kept. */
import { HttpError } from "fresh";

/** How much of a refused body is taken off the connection, so that browsers get to see the answer. */
const MAX_DRAIN_BYTES = 512 * 1024 * 1024;
const MAX_DRAIN_MS = 30_000;

/** The whole body; `null` if it is longer than `maxBytes`. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array | null> {
  if (announcedBytes(request) > maxBytes) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > maxBytes) {
      await drainReader(reader);
      return null;
    }
    chunks.push(value);
  }
  return join(chunks, size);
}

/**
 * Refuses what says itself that it is longer than `maxBytes`.
 *
 * @throws HttpError 413
 */
export function refuseLongBody(request: Request, maxBytes: number): void {
  if (announcedBytes(request) > maxBytes) throw new HttpError(413);
}

/** Takes the rest of a body off the connection without keeping it. */
export async function drain(request: Request): Promise<void> {
  if (request.body === null || request.bodyUsed) return;
  await drainReader(request.body.getReader());
}

async function drainReader(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const endsAt = performance.now() + MAX_DRAIN_MS;
  let size = 0;
  try {
    while (size < MAX_DRAIN_BYTES && performance.now() < endsAt) {
      const { done, value } = await reader.read();
      if (done) return;
      size += value.length;
    }
    await reader.cancel();
  } catch {
    // The sender has gone: there is nobody left to answer.
  }
}

function announcedBytes(request: Request): number {
  return Number(request.headers.get("content-length") ?? 0);
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
