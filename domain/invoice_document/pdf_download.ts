/** A description as a PDF to download. */
import { type DocumentDescription, renderDocument } from "@/domain/document/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";

/** A PDF to download. */
export interface PdfDownload {
  fileName: string;
  contentType: string;
  sizeBytes: number;
  content: Uint8Array;
}

/** Each takes a core for some hundredths of a second. */
const AT_ONCE = 2;

/** Makes a PDF; a few at once in this process, the others wait. */
export async function toPdf(
  { lanes }: Pick<Deps, "lanes">,
  description: DocumentDescription,
  { name }: { name: string },
): Promise<PdfDownload> {
  const content = await lanes.share("pdf", AT_ONCE, () => renderDocument(description));
  const contentType = "application/pdf";
  return { fileName: `${name}.pdf`, contentType, sizeBytes: content.length, content };
}
