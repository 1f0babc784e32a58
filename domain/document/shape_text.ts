/**
 * From a text to glyphs in the order in which they stand on paper: parts of one writing direction (UAX #9) and one font
 * are shaped by HarfBuzz and put in visual order.
 */
import bidiFactory from "bidi-js";
import type { Face, ShapedGlyph, Weight } from "./face.ts";
import { type FontSet, hanStyleOf } from "./font_set.ts";

/** How a text is set. */
export interface TextStyle {
  weight: Weight;
  /** Digits of equal width, for columns of figures. */
  isTabular?: boolean;
}

/** A glyph with the text that it stands for. */
export interface TextGlyph extends Omit<ShapedGlyph, "cluster"> {
  /** What a copy of it gives; `null` for marks that belong to another glyph and give nothing of their own. */
  text: string | null;
}

/** Glyphs of one font, from left to right. */
export interface GlyphRun {
  face: Face;
  glyphs: TextGlyph[];
  /** Where it begins, from the left edge of the line, in thousandths of the font size. */
  x: number;
}

/** A line of text, ready to be drawn. */
export interface ShapedLine {
  text: string;
  /** From left to right, which is the order that readers of a PDF turn into that of reading. */
  runs: GlyphRun[];
  /** In thousandths of the font size. */
  width: number;
}

interface Part {
  text: string;
  face: Face;
  /** Odd levels are written from right to left. */
  level: number;
}

// Its types describe an ES module, its entry is a CommonJS one.
const bidi = (bidiFactory as unknown as typeof bidiFactory.default)();
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
/** Blanks, dashes and the like take the font of what is before them. */
const NEUTRAL = /^[\p{Script=Common}\p{Script=Inherited}]+$/u;

/** Shapes one line of a text that `cleanText()` made. */
export function shapeLine(fonts: FontSet, text: string, style: TextStyle): ShapedLine {
  const runs: GlyphRun[] = [];
  let x = 0;
  for (const { text: part, face, level } of inVisualOrder(partsOf(fonts, text, style))) {
    const isRtl = level % 2 === 1;
    const shaped = face.shape(part, { isRtl, isTabular: style.isTabular ?? false });
    runs.push({ face, glyphs: withTexts(shaped, { text: part, isRtl }), x });
    x += shaped.reduce((sum, glyph) => sum + glyph.advance, 0);
  }
  return { text, runs, width: x };
}

/** Cuts a text into parts of one level and one font, in the order of reading. */
function partsOf(fonts: FontSet, text: string, { weight }: TextStyle): Part[] {
  const { levels } = bidi.getEmbeddingLevels(text);
  const hanStyle = hanStyleOf(text, fonts.hanStyle);
  const parts: Part[] = [];
  for (const { segment, index } of graphemes.segment(text)) {
    const level = levels[index]!;
    const last = parts.at(-1);
    const first = segment.codePointAt(0)!;
    const stays = last && NEUTRAL.test(segment) && !/\p{N}/u.test(segment) && last.face.has(first);
    const face = stays ? last.face : fonts.faceFor(first, { weight, hanStyle });
    if (last?.face === face && last.level === level) last.text += segment;
    else parts.push({ text: segment, face, level });
  }
  return parts;
}

/** Rule L2 of UAX #9: from the highest level down, turns around whatever is at that level or above. */
function inVisualOrder(parts: readonly Part[]): Part[] {
  const ordered = [...parts];
  for (let level = Math.max(0, ...ordered.map((part) => part.level)); level > 0; level--) {
    for (let start = 0; start < ordered.length; start++) {
      let end = start;
      while (end < ordered.length && ordered[end]!.level >= level) end++;
      if (end > start) {
        ordered.splice(start, end - start, ...ordered.slice(start, end).reverse());
        start = end;
      }
    }
  }
  return ordered;
}

/**
 * Deals the characters of each cluster out to its glyphs in the order of reading, whatever order the glyphs stand in, so
 * that a copy gives the text as it was written. Where a cluster has more glyphs than characters, those without a width of
 * their own, such as the dots of Arabic letters, stand for nothing.
 */
function withTexts(
  shaped: readonly ShapedGlyph[],
  { text, isRtl }: { text: string; isRtl: boolean },
): TextGlyph[] {
  const starts = [...new Set(shaped.map((glyph) => glyph.cluster))].sort((a, b) => a - b);
  const texts = new Map<ShapedGlyph, string>();
  starts.forEach((start, index) => {
    const chars = [...text.slice(start, starts[index + 1])];
    const members = shaped.filter((glyph) => glyph.cluster === start);
    // Glyphs of text from right to left stand the other way round.
    if (isRtl) members.reverse();
    const carriers = carriersOf(members, chars.length);
    carriers.forEach((glyph, at) => {
      const isLast = at === carriers.length - 1;
      texts.set(glyph, isLast ? chars.slice(at).join("") : chars[at]!);
    });
  });
  return shaped.map(({ cluster: _, ...glyph }, index) => ({
    ...glyph,
    text: texts.get(shaped[index]!) ?? null,
  }));
}

/** The glyphs that stand for the `count` characters of their cluster. */
function carriersOf(members: readonly ShapedGlyph[], count: number): ShapedGlyph[] {
  if (members.length <= count) return [...members];
  const byWidth = [...members].sort((a, b) => b.advance - a.advance);
  const chosen = new Set(byWidth.slice(0, count));
  return members.filter((glyph) => chosen.has(glyph));
}
