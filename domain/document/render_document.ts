/** From the description of a document to the bytes of a PDF. The same description gives the same bytes. */
import { loadFonts } from "./font_set.ts";
import { layOut, textsOf } from "./lay_out.ts";
import type { DocumentDescription } from "./model.ts";
import { paint } from "./paint.ts";
import { openPdf } from "./pdf_document.ts";
import { PdfFonts } from "./pdf_fonts.ts";

/** The PDF of a document: tagged, with its fonts embedded as subsets. */
export async function renderDocument(description: DocumentDescription): Promise<Uint8Array> {
  const fonts = await loadFonts(textsOf(description), description.hanStyle);
  const laidOut = layOut(description, fonts);
  const { doc, bytes } = openPdf(description);
  const pdfFonts = new PdfFonts(doc);
  paint(doc, laidOut, pdfFonts);
  await pdfFonts.embed();
  for (const { name, mediaType, description: about, content } of description.attachments) {
    doc.file(content as unknown as string, {
      name,
      type: mediaType,
      description: about,
      relationship: "Data",
      creationDate: new Date(description.createdAt.epochMilliseconds),
      modifiedDate: new Date(description.createdAt.epochMilliseconds),
    } as object);
  }
  doc.end();
  return await bytes;
}
