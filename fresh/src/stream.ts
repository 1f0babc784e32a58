/** Streams of text and bytes as response bodies. */

const encoder = new TextEncoder();

/** Turns an iterable of text and bytes into a stream of bytes that is read only as fast as the client takes it. */
export function encodeStream(
  source: Iterable<unknown> | AsyncIterable<unknown>,
): ReadableStream<Uint8Array> {
  return ReadableStream.from(source).pipeThrough(
    new TransformStream<unknown, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(
          chunk instanceof Uint8Array ? chunk : encoder.encode(String(chunk)),
        );
      },
    }),
  );
}
