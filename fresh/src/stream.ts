/** Streams of text and bytes as response bodies. */

const encoder = new TextEncoder();

/**
 * Turns an iterable of text and bytes into a stream of bytes. It is read only as fast as the client takes it, and ended
 * when the client goes away.
 */
export function encodeStream(
  source: Iterable<unknown> | AsyncIterable<unknown>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = Symbol.asyncIterator in source
    ? source[Symbol.asyncIterator]()
    : source[Symbol.iterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(toBytes(value));
    },
    async cancel(reason) {
      await iterator.return?.(reason);
    },
  });
}

function toBytes(chunk: unknown): Uint8Array<ArrayBuffer> {
  return chunk instanceof Uint8Array
    ? chunk as Uint8Array<ArrayBuffer>
    : encoder.encode(String(chunk));
}
