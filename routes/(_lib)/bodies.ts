/** Reads request bodies under a limit. What is too long is thrown away as it comes, never kept. */
import { HttpError } from "fresh";

/** How much of a refused body is taken off the connection, so that browsers get to see the answer. */
const MAX_DRAIN_BYTES = 512 * 1024 * 1024;
const MAX_DRAIN_MS = 30_000;

const BASE_MS = 30_000;
const SLOWEST_BYTES_PER_MS = 50;
/** Room for a body that doesn't say how long it is. */
const FIRST_BYTES = 4096;

/** What a body may take. */
export interface BodyLimits {
  maxBytes: number;
  /** Time until the last byte has come; unless told 30 seconds, and what `maxBytes` take at 50 kB a second. */
  maxMs?: number;
}

/**
 * The whole body; `null` if it is longer than `maxBytes`.
 *
 * @throws HttpError 408 if it takes too long, 400 if the sender goes away in its middle.
 */
export async function readBytes(
  request: Request,
  { maxBytes, maxMs = BASE_MS + maxBytes / SLOWEST_BYTES_PER_MS }: BodyLimits,
): Promise<Uint8Array | null> {
  if (announcedBytes(request) > maxBytes) return null;
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  const deadline = startDeadline(reader, maxMs);
  try {
    let bytes = new Uint8Array(announcedBytes(request) || FIRST_BYTES);
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (deadline.isOver()) throw new HttpError(408);
      if (done) return bytes.subarray(0, size);
      if (size + value.length > maxBytes) {
        await drainReader(reader);
        return null;
      }
      if (size + value.length > bytes.length) {
        bytes = grown(bytes, Math.min(maxBytes, 2 * (size + value.length)));
      }
      bytes.set(value, size);
      size += value.length;
    }
  } catch (cause) {
    throw cause instanceof HttpError ? cause : new HttpError(400, undefined, { cause });
  } finally {
    deadline.clear();
  }
}

/**
 * Refuses what says itself that it is longer than `maxBytes`.
 *
 * @throws HttpError 413
 */
export function refuseLongBody(request: Request, maxBytes: number): void {
  if (announcedBytes(request) > maxBytes) throw new HttpError(413);
}

/** Takes the rest of a body off the connection without keeping it, for `maxMs` at the most. */
export async function drain(
  request: Request,
  { maxMs = MAX_DRAIN_MS }: { maxMs?: number } = {},
): Promise<void> {
  if (request.body === null || request.bodyUsed) return;
  await drainReader(request.body.getReader(), maxMs);
}

async function drainReader(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxMs = MAX_DRAIN_MS,
): Promise<void> {
  const deadline = startDeadline(reader, maxMs);
  let size = 0;
  try {
    while (size < MAX_DRAIN_BYTES) {
      const { done, value } = await reader.read();
      if (done) return;
      size += value.length;
    }
    await reader.cancel();
  } catch {
    // The sender has gone: there is nobody left to answer.
  } finally {
    deadline.clear();
  }
}

/** Cancels a body when its time is over: what waits for its next part then hears that there is none. */
function startDeadline(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxMs: number,
): { isOver(): boolean; clear(): void } {
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    reader.cancel().catch(() => {});
  }, maxMs);
  return { isOver: () => isOver, clear: () => clearTimeout(timer) };
}

function announcedBytes(request: Request): number {
  return Number(request.headers.get("content-length") ?? 0);
}

function grown(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(length);
  result.set(bytes);
  return result;
}
