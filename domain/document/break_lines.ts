/** Where a text is broken into lines: by the rules of UAX #14, and within a word only where it wouldn't fit at all. */
import LineBreaker from "linebreak";
import { cleanText, type FontSet } from "./font_set.ts";
import { type ShapedLine, shapeLine, type TextStyle } from "./shape_text.ts";

/** How a text is set, how large, and how much room it has, both in points. */
export interface Measure extends TextStyle {
  size: number;
  width: number;
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The lines of a text; one empty line for an empty text. */
export function breakLines(fonts: FontSet, text: string, measure: Measure): ShapedLine[] {
  const clean = cleanText(text).trim();
  const whole = shapeLine(fonts, clean, measure);
  if (widthOf(whole, measure) <= measure.width) return [whole];
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces(fonts, clean, measure)) {
    if (line !== "" && !fits(fonts, line + piece, measure)) {
      lines.push(line);
      line = "";
    }
    line += piece;
  }
  lines.push(line);
  return lines.map((each) => shapeLine(fonts, each.trim(), measure));
}

/** The width of a line in points. */
export function widthOf(line: ShapedLine, { size }: { size: number }): number {
  return line.width * size / 1000;
}

function fits(fonts: FontSet, text: string, measure: Measure): boolean {
  return widthOf(shapeLine(fonts, text.trimEnd(), measure), measure) <= measure.width;
}

/** What may not be broken any further. */
function* pieces(fonts: FontSet, text: string, measure: Measure): Generator<string> {
  const breaker = new LineBreaker(text);
  let start = 0;
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    const piece = text.slice(start, next.position);
    start = next.position;
    if (fits(fonts, piece, measure)) yield piece;
    else for (const { segment } of graphemes.segment(piece)) yield segment;
  }
}
