/** The fonts that a document's texts need, loaded before anything is laid out. */
import { type Face, loadFace, type Weight } from "./face.ts";
import { filesFor } from "./font_files.ts";
import type { HanStyle } from "./model.ts";

/** The fonts of one document. */
export interface FontSet {
  /** The font that draws a character; the house's font where none has it, which then draws an empty box. */
  faceFor(codePoint: number, options: { weight: Weight; hanStyle: HanStyle }): Face;
  hanStyle: HanStyle;
}

const WEIGHTS: readonly Weight[] = [400, 600];
/** Every font has it, and the house's own is asked first. */
const BLANK = 0x20;

/** A text as it is drawn: composed, without control characters and without those that turn the writing direction around. */
export function cleanText(text: string): string {
  return text.normalize("NFC").replace(/[\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/\p{Cc}+/gu, " ");
}

/** The style of Chinese characters in a text: kana and Hangul tell, else it is the document's. */
export function hanStyleOf(text: string, fallback: HanStyle): HanStyle {
  if (/[\u3040-\u30ff\uff66-\uff9f]/.test(text)) return "jp";
  return /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]/.test(text) ? "kr" : fallback;
}

/** Loads what `texts` need. */
export async function loadFonts(texts: Iterable<string>, hanStyle: HanStyle): Promise<FontSet> {
  const known = new Map<string, Face>();
  const fallback = {
    400: await findFace(BLANK, { style: hanStyle, weight: 400 }),
    600: await findFace(BLANK, { style: hanStyle, weight: 600 }),
  };
  for (const text of texts) {
    const clean = cleanText(text);
    const style = hanStyleOf(clean, hanStyle);
    for (const char of clean) {
      const codePoint = char.codePointAt(0)!;
      for (const weight of WEIGHTS) {
        const key = keyOf(codePoint, style, weight);
        if (known.has(key)) continue;
        known.set(key, await findFace(codePoint, { style, weight }) ?? fallback[weight]!);
      }
    }
  }
  return {
    hanStyle,
    faceFor: (codePoint, { weight, hanStyle: style }) =>
      known.get(keyOf(codePoint, style, weight)) ?? fallback[weight]!,
  };
}

function keyOf(codePoint: number, style: HanStyle, weight: Weight): string {
  return `${codePoint}:${style}:${weight}`;
}

/** The first font that has a character; `null` where none has it. */
async function findFace(
  codePoint: number,
  { style, weight }: { style: HanStyle; weight: Weight },
): Promise<Face | null> {
  for await (const file of filesFor(codePoint, style)) {
    const face = await loadFace(file, weight);
    if (face.has(codePoint)) return face;
  }
  return null;
}
