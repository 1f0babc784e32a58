/** Writes a ZIP entry by entry, as a stream: no more than one piece of one entry is held at a time. */
import { strToU8, Zip, ZipDeflate, ZipPassThrough } from "fflate";

/** One file of the ZIP. */
export interface ZipEntry {
  path: string;
  /** Pieces of its content. */
  content: AsyncIterable<string | Uint8Array>;
  /** It is compressed already. */
  isPacked?: boolean;
}

/** Where the bytes of the ZIP go. */
export interface ZipSink {
  push(bytes: Uint8Array): void;
  /** Called often: writes what has come together. */
  flush(options?: { isEnd?: boolean }): Promise<void>;
}

/** Writes all entries, one after the other, dated `at`. */
export async function writeZip(
  entries: AsyncIterable<ZipEntry>,
  { sink, at }: { sink: ZipSink; at: Temporal.Instant },
): Promise<void> {
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    sink.push(bytes);
  });
  for await (const { path, content, isPacked } of entries) {
    const file = isPacked ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 });
    file.mtime = at.epochMilliseconds;
    zip.add(file);
    for await (const piece of content) {
      file.push(typeof piece === "string" ? strToU8(piece) : piece);
      await sink.flush();
    }
    file.push(new Uint8Array(0), true);
    await sink.flush();
  }
  zip.end();
  await sink.flush({ isEnd: true });
}
