/**
 * The fonts within a PDF. A code of the page's text stands for a glyph together with the characters that it means there:
 * where one glyph means different things it has several codes, so that a copy of the text is the text, in any script.
 */
import type { Face } from "./face.ts";
import type { PdfDocument, PdfReference } from "./pdf_document.ts";
import { subsetFont } from "./subset_font.ts";

/** A font of a document. */
export interface PdfFont {
  /** Its name on a page. */
  name: string;
  reference: PdfReference;
  face: Face;
  /** The code of a glyph that stands for `text`. */
  codeOf(glyph: number, text: string): number;
}

interface Entry {
  glyph: number;
  text: string;
}

interface StoredFont extends PdfFont {
  entries: Entry[];
}

/** All fonts of one document. */
export class PdfFonts {
  readonly #document: PdfDocument;
  readonly #fonts = new Map<Face, StoredFont>();

  constructor(document: PdfDocument) {
    this.#document = document;
  }

  /** The font for what was shaped with `face`. */
  fontOf(face: Face): PdfFont {
    let font = this.#fonts.get(face);
    if (!font) {
      font = makeFont(face, `F${this.#fonts.size + 1}`, this.#document.ref({}));
      this.#fonts.set(face, font);
    }
    return font;
  }

  /** Writes the fonts, with the glyphs that were asked for. */
  async embed(): Promise<void> {
    let index = 0;
    for (const font of this.#fonts.values()) await embedFont(this.#document, font, index++);
  }
}

function makeFont(face: Face, name: string, reference: PdfReference): StoredFont {
  const codes = new Map<string, number>();
  const entries: Entry[] = [];
  return {
    name,
    reference,
    face,
    entries,
    codeOf(glyph, text) {
      const key = `${glyph}:${text}`;
      let code = codes.get(key);
      if (code === undefined) {
        entries.push({ glyph, text });
        // Code 0 is the glyph for what is missing.
        code = entries.length;
        codes.set(key, code);
      }
      return code;
    },
  };
}

async function embedFont(doc: PdfDocument, font: StoredFont, index: number): Promise<void> {
  const { face, entries, reference } = font;
  const glyphs = new Set(entries.map(({ glyph }) => glyph));
  const subset = await subsetFont(face.content, { glyphs, weight: face.weight });
  const name = `${subsetTag(index)}+${baseName(face)}`;
  const { ascent, descent } = face.metrics;
  const file = stream(doc, subset, { Length1: subset.length });
  const descriptor = object(doc, {
    Type: "FontDescriptor",
    FontName: name,
    // Symbolic: the codes are the font's own.
    Flags: 4,
    FontBBox: [-1000, descent, 3000, ascent],
    ItalicAngle: 0,
    Ascent: ascent,
    Descent: descent,
    CapHeight: 728,
    StemV: face.weight === 600 ? 120 : 80,
    FontFile2: file,
  });
  const descendant = object(doc, {
    Type: "Font",
    Subtype: "CIDFontType2",
    BaseFont: name,
    CIDSystemInfo: { Registry: literal("Adobe"), Ordering: literal("Identity"), Supplement: 0 },
    FontDescriptor: descriptor,
    DW: face.advanceOf(0),
    W: [1, entries.map(({ glyph }) => face.advanceOf(glyph))],
    CIDToGIDMap: stream(doc, glyphMap(entries)),
  });
  Object.assign(reference.data, {
    Type: "Font",
    Subtype: "Type0",
    BaseFont: name,
    Encoding: "Identity-H",
    DescendantFonts: [descendant],
    ToUnicode: stream(doc, new TextEncoder().encode(toUnicode(entries))),
  });
  reference.end();
}

/** Six capitals, different for each subset (ISO 32000-1, 9.6.4). */
function subsetTag(index: number): string {
  const letters = Array.from(
    { length: 6 },
    (_, place) => String.fromCharCode(65 + Math.floor(index / 26 ** (5 - place)) % 26),
  );
  return letters.join("");
}

function baseName({ file, weight }: Face): string {
  const family = file.family.split("-").map((word) => word[0]!.toUpperCase() + word.slice(1));
  return `${family.join("")}-${weight === 600 ? "SemiBold" : "Regular"}`;
}

/** Two bytes a code: the number of its glyph. */
function glyphMap(entries: readonly Entry[]): Uint8Array {
  const map = new DataView(new ArrayBuffer(2 * (entries.length + 1)));
  entries.forEach(({ glyph }, index) => map.setUint16(2 * (index + 1), glyph));
  return new Uint8Array(map.buffer);
}

/** The CMap that gives the text of each code (ISO 32000-1, 9.10.3); a section has 100 entries at the most. */
function toUnicode(entries: readonly Entry[]): string {
  const lines = entries.map(({ text }, index) => `<${hex(index + 1)}> <${utf16(text)}>`);
  const sections: string[] = [];
  for (let start = 0; start < lines.length; start += 100) {
    const section = lines.slice(start, start + 100);
    sections.push(`${section.length} beginbfchar`, ...section, "endbfchar");
  }
  return [
    "/CIDInit /ProcSet findresource begin",
    "12 dict begin",
    "begincmap",
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
    "/CMapName /Adobe-Identity-UCS def",
    "/CMapType 2 def",
    "1 begincodespacerange",
    "<0000> <FFFF>",
    "endcodespacerange",
    ...sections,
    "endcmap",
    "CMapName currentdict /CMap defineresource pop",
    "end",
    "end",
  ].join("\n");
}

/** A code as four hexadecimal digits. */
export function hex(code: number): string {
  return code.toString(16).padStart(4, "0");
}

function utf16(text: string): string {
  return Array.from({ length: text.length }, (_, index) => hex(text.charCodeAt(index))).join("");
}

/** PDFKit writes a `String` object as a text, a plain string as a name. */
function literal(text: string): object {
  return new String(text);
}

function object(doc: PdfDocument, data: object): PdfReference {
  const reference = doc.ref(data);
  reference.end();
  return reference;
}

function stream(doc: PdfDocument, content: Uint8Array, data: object = {}): PdfReference {
  const reference = doc.ref(data);
  reference.end(content);
  return reference;
}
