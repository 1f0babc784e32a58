/** What is used of PDFKit: it writes objects, pages, shapes, structure and files; texts and fonts are ours. */
import PDFKit from "pdfkit";
import type { DocumentDescription } from "./model.ts";
import { PAGE } from "./sheet.ts";

/** An object within the file. */
export interface PdfReference {
  data: Record<string, unknown>;
  end(content?: Uint8Array): void;
}

/** PDFKit's document, with the parts that its types leave out. */
export type PdfDocument =
  & Omit<InstanceType<typeof PDFKit>, "ref" | "page" | "image">
  & {
    ref(data: object): PdfReference;
    /** Reads a PNG or a JPEG, to be drawn as often as wanted. */
    openImage(content: Uint8Array): object;
    image(image: object, x: number, y: number, size: { width: number; height: number }): void;
    page: { fonts: Record<string, PdfReference> };
  };

/** A document with no pages yet, and a promise of its bytes once it is ended. */
export function openPdf(
  { title, language, sender, createdAt }: DocumentDescription,
): { doc: PdfDocument; bytes: Promise<Uint8Array> } {
  const doc = new PDFKit({
    autoFirstPage: false,
    // No font of its own: it would be one that isn't embedded.
    font: null as unknown as string,
    size: [PAGE.width, PAGE.height],
    margin: 0,
    pdfVersion: "1.7",
    tagged: true,
    lang: language,
    displayTitle: true,
    info: {
      Title: title,
      Author: sender,
      Creator: "CloudNest",
      CreationDate: new Date(createdAt.epochMilliseconds),
    },
  }) as unknown as PdfDocument;
  const chunks: Uint8Array[] = [];
  const bytes = new Promise<Uint8Array>((resolve, reject) => {
    doc.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    doc.on("error", reject);
    doc.on("end", () => resolve(concat(chunks)));
  });
  return { doc, bytes };
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
