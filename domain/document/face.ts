/** A font at one weight, as HarfBuzz sees it: which characters it has, and what a text becomes. */
import * as hb from "harfbuzzjs";
import { type FontFile, readFontFile } from "./font_files.ts";

/** How heavy letters are: running text, or what stands out. */
export type Weight = 400 | 600;

/** A glyph of a shaped text, in thousandths of the font size, from left to right. */
export interface ShapedGlyph {
  id: number;
  /** Where the text begins that it stands for, in UTF-16 units. */
  cluster: number;
  advance: number;
  dx: number;
  dy: number;
}

/** A font at one weight. */
export interface Face {
  file: FontFile;
  weight: Weight;
  /** The font that is in the file, at all weights. */
  content: Uint8Array;
  has(codePoint: number): boolean;
  /** What a text becomes that is written in one direction. */
  shape(text: string, options: { isRtl: boolean; isTabular: boolean }): ShapedGlyph[];
  /** The width of a glyph by itself, in thousandths. */
  advanceOf(glyph: number): number;
  /** The outline of a glyph as the path of an SVG with y upwards, in thousandths. */
  outlineOf(glyph: number): string;
  /** In thousandths, as a PDF describes it. */
  metrics: { ascent: number; descent: number };
}

const faces = new Map<string, Promise<Face>>();

/** The font of a file at a weight; each is loaded once. */
export function loadFace(file: FontFile, weight: Weight): Promise<Face> {
  const key = `${file.id}:${weight}`;
  let face = faces.get(key);
  if (!face) {
    face = readFontFile(file).then((content) => makeFace(file, weight, content));
    faces.set(key, face);
  }
  return face;
}

function makeFace(file: FontFile, weight: Weight, content: Uint8Array): Face {
  const font = new hb.Font(new hb.Face(new hb.Blob(content)));
  font.setVariations([new hb.Variation("wght", weight)]);
  // PDF counts in thousandths of the font size, whatever the font does.
  font.setScale(1000, 1000);
  const { ascender, descender } = font.hExtents();
  // One for all texts: each would live outside of the heap until it is collected.
  const buffer = new hb.Buffer();
  return {
    file,
    weight,
    content,
    has: (codePoint) => font.nominalGlyph(codePoint) !== undefined,
    shape(text, { isRtl, isTabular }) {
      buffer.reset();
      buffer.addText(text);
      buffer.setDirection(isRtl ? hb.Direction.RTL : hb.Direction.LTR);
      buffer.guessSegmentProperties();
      hb.shape(font, buffer, isTabular ? [new hb.Feature("tnum", 1)] : []);
      return buffer.getGlyphInfosAndPositions().map((glyph) => ({
        id: glyph.codepoint,
        cluster: glyph.cluster,
        advance: glyph.xAdvance ?? 0,
        dx: glyph.xOffset ?? 0,
        dy: glyph.yOffset ?? 0,
      }));
    },
    advanceOf: (glyph) => font.glyphHAdvance(glyph),
    outlineOf: (glyph) => font.glyphToPath(glyph),
    metrics: { ascent: ascender, descent: descender },
  };
}
