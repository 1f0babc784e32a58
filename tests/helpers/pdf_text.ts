/** Reads a PDF with pdf.js: its pages' lines of text, their tags and what the document says of itself. */
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

/** A document as pdf.js reads it. */
export interface ReadPdf {
  /** The texts of each page by line, in the order of the file. */
  pages: string[][];
  /** The roles of the structure's elements on each page, in order. */
  roles: string[][];
  title: string;
  language: string | null;
  files: Map<string, Uint8Array>;
}

interface TreeNode {
  role?: string;
  children?: TreeNode[];
}

/** Reads all of it. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const task = getDocument({ data: bytes.slice(), verbosity: 0 });
  const pdf = await task.promise;
  try {
    const pages: string[][] = [];
    const roles: string[][] = [];
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      pages.push(linesOf(items as Array<{ str: string; transform: number[]; hasEOL: boolean }>));
      roles.push(rolesOf(await page.getStructTree() as TreeNode | null));
    }
    const { info } = await pdf.getMetadata();
    const files = new Map<string, Uint8Array>();
    for (const [id, { filename }] of await pdf.getAttachments() ?? []) {
      files.set(filename, (await pdf.getAttachmentContent(id))!);
    }
    return {
      pages,
      roles,
      title: (info as { Title?: string }).Title ?? "",
      language: (info as { Language?: string }).Language ?? null,
      files,
    };
  } finally {
    await task.destroy();
  }
}

/** Items of one baseline that follow each other are a line. */
function linesOf(
  items: ReadonlyArray<{ str: string; transform: number[]; hasEOL: boolean }>,
): string[] {
  const lines: string[] = [];
  let isNew = true;
  for (const { str, hasEOL } of items) {
    if (isNew) lines.push(str);
    else lines[lines.length - 1] += str;
    isNew = hasEOL;
  }
  return lines.filter((line) => line.trim() !== "");
}

function rolesOf(node: TreeNode | null): string[] {
  if (!node) return [];
  return [...(node.role ? [node.role] : []), ...(node.children ?? []).flatMap(rolesOf)];
}
