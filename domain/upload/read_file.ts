/** Reading a file: never more bytes than allowed, whatever its sender says about its size. */

/** What `File` is, as far as it is needed here. */
export interface UploadedFile {
  readonly name: string;
  readonly size: number;
  stream(): ReadableStream<Uint8Array>;
}

/**
 * Reads into one buffer of the size that the file says it has, or more if that isn't true; `null` at the first byte above
 * the limit.
 */
export async function readAtMost(
  file: UploadedFile,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  let bytes = new Uint8Array(file.size);
  let length = 0;
  for await (const part of file.stream()) {
    const end = length + part.length;
    if (end > limit) return null;
    if (end > bytes.length) {
      const larger = new Uint8Array(Math.min(limit, 2 * end));
      larger.set(bytes);
      bytes = larger;
    }
    bytes.set(part, length);
    length = end;
  }
  return bytes.subarray(0, length);
}
