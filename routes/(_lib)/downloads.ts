/** Files from people: always an attachment of its stored type, never shown or run by the browser. */
import type { ProofDownload } from "@/domain/payment/mod.ts";

/** Answers with the file of a proof. */
export function attachment(file: ProofDownload): Response {
  return new Response(file.stream, {
    headers: {
      "content-type": file.contentType,
      "content-length": String(file.sizeBytes),
      "content-disposition": dispositionOf(file.fileName),
    },
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
