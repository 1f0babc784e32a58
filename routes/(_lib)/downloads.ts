/** Files: always an attachment of their stored type, never shown or run by the browser. */
import { CSV_TYPE } from "@/domain/shared/csv.ts";

/** A file to be sent: read bit by bit, or made as a whole. */
export interface Download {
  fileName: string;
  contentType: string;
  sizeBytes: number;
  stream?: ReadableStream<Uint8Array>;
  content?: Uint8Array;
}

/** Answers with a file. */
export function attachment(file: Download): Response {
  return new Response((file.stream ?? file.content) as BodyInit, {
    headers: {
      "content-type": file.contentType,
      "content-length": String(file.sizeBytes),
      "content-disposition": dispositionOf(file.fileName),
    },
  });
}

/** Answers with a CSV file that is made while it is sent. */
export function csvAttachment(rows: AsyncIterable<string>, fileName: string): Response {
  return new Response(ReadableStream.from(rows).pipeThrough(new TextEncoderStream()), {
    headers: { "content-type": CSV_TYPE, "content-disposition": dispositionOf(fileName) },
  });
}

/** RFC 6266: a plain name for old browsers, the whole name by RFC 8187. */
function dispositionOf(fileName: string): string {
  const plain = fileName.replace(/[^\w.-]+/g, "_");
  const whole = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
