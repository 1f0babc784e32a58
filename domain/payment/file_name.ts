/** The name under which an uploaded file is shown and handed out again; it is never a path or a key. */
import { EXTENSIONS, type FileType } from "@/domain/upload/mod.ts";

const MAX_STEM = 80;

/**
 * A harmless name: the last part of a path, letters, digits, spaces and `-_` of it, and the one extension that
 * belongs to the content. `../invoice.pdf.exe` holding a PDF becomes `invoice_pdf_exe.pdf`.
 */
export function safeFileName(name: string, type: FileType): string {
  const extension = EXTENSIONS[type];
  const last = name.normalize("NFC").split(/[/\\]/).at(-1)!;
  const bare = last.replace(/\.(?:pdf|png|jpe?g|webp)$/i, "");
  const stem = bare.replace(/[^\p{L}\p{N} _-]+/gu, "_").replace(/^[ _-]+|[ _-]+$/g, "");
  return `${[...stem].slice(0, MAX_STEM).join("") || "proof"}.${extension}`;
}
