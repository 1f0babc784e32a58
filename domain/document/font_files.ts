/**
 * Which font file has a character. The packages of the fonts cut each font by ranges of Unicode, so that a document
 * loads the few files that its texts need: one of 20 to 400 kB for an alphabet, a few of 40 kB for a Chinese name.
 */
import { readFile } from "node:fs/promises";
import decompress from "woff2-encoder/decompress";
import type { HanStyle } from "./model.ts";

/** One file of a font: the package it is in and the part of Unicode that it has. */
export interface FontFile {
  /** Names it among all files. */
  id: string;
  family: string;
  part: string;
  /** First and last code points, in order. */
  ranges: ReadonlyArray<readonly [first: number, last: number]>;
}

const PACKAGES = "@fontsource-variable/";
const HAN: Record<HanStyle, string> = {
  sc: "noto-sans-sc",
  tc: "noto-sans-tc",
  jp: "noto-sans-jp",
  kr: "noto-sans-kr",
};
/** In order: the house's own font first. */
const FAMILIES = [
  "inter",
  "noto-sans-arabic",
  "noto-sans-hebrew",
  "noto-sans-devanagari",
  "noto-sans-thai",
];
/** Parts that other fonts have as well, and drawn for them. */
const SKIPPED_PARTS = /^(latin|latin-ext|cyrillic|cyrillic-ext|greek|greek-ext|vietnamese)$/;

const families = new Map<string, Promise<FontFile[]>>();
const contents = new Map<string, Promise<Uint8Array>>();

/** The files that may have a character, the best first. Of further fonts nothing is read until it is asked for. */
export async function* filesFor(
  codePoint: number,
  hanStyle: HanStyle,
): AsyncGenerator<FontFile, void> {
  for (const family of [...FAMILIES, ...hanFamilies(hanStyle)]) {
    for (const file of await partsOf(family)) if (covers(file, codePoint)) yield file;
  }
}

/** The font that is in a file, as TrueType. */
export function readFontFile(file: FontFile): Promise<Uint8Array> {
  let content = contents.get(file.id);
  if (!content) {
    content = load(`${file.family}/files/${file.id}-wght-normal.woff2`).then(decompress);
    contents.set(file.id, content);
  }
  return content;
}

function hanFamilies(first: HanStyle): string[] {
  return [HAN[first], ...Object.values(HAN).filter((family) => family !== HAN[first])];
}

function partsOf(family: string): Promise<FontFile[]> {
  let parts = families.get(family);
  if (!parts) {
    parts = readParts(family);
    families.set(family, parts);
  }
  return parts;
}

async function readParts(family: string): Promise<FontFile[]> {
  const text = new TextDecoder().decode(await load(`${family}/unicode.json`));
  return Object.entries(JSON.parse(text) as Record<string, string>)
    .filter(([part]) => family === FAMILIES[0] || !SKIPPED_PARTS.test(part))
    .map(([key, ranges]) => {
      // Numbered parts are written as `[7]`.
      const part = key.replace(/[[\]]/g, "");
      return { id: `${family}-${part}`, family, part, ranges: ranges.split(",").map(parseRange) };
    });
}

/** `U+0400-045F` or `U+2116`. */
function parseRange(text: string): readonly [number, number] {
  const [first, last = first] = text.trim().slice(2).split("-");
  return [parseInt(first!, 16), parseInt(last!, 16)];
}

function covers({ ranges }: FontFile, codePoint: number): boolean {
  return ranges.some(([first, last]) => first <= codePoint && codePoint <= last);
}

async function load(path: string): Promise<Uint8Array> {
  return await readFile(new URL(import.meta.resolve(PACKAGES + path)));
}
