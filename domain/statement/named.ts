/**
 * Which invoices a text names: by the creditor reference of ISO 11649, whose check digits tell a slip of the pen, or by
 * the invoice's number, in whatever way people write them and scanners misread them.
 */
import { isCreditorReference } from "@/domain/invoice/mod.ts";

/** How well an invoice is named, the best first. */
export const NAMING_QUALITIES = [
  /** The creditor reference, with right check digits. */
  "reference",
  /** The full number of the invoice. */
  "number",
  /** The creditor reference, right once letters are read as the digits that they look like. */
  "misread_reference",
  /** The number, once letters are read as digits. */
  "misread_number",
  /** Year and number without the letters before. */
  "bare_number",
  /** A creditor reference whose check digits are wrong: something in it is. */
  "broken_reference",
] as const;

/** How well an invoice is named. */
export type NamingQuality = (typeof NAMING_QUALITIES)[number];

/** An invoice that a text names. */
export interface Named {
  /** The letters and digits of the invoice's number: `INV2026000123`. */
  body: string;
  quality: NamingQuality;
}

/** Digits that an invoice's number has at least: the year and six more. */
const MIN_DIGITS = 10;
const MAX_DIGITS = 18;
const LOOKALIKES: Readonly<Record<string, string>> = {
  O: "0",
  Q: "0",
  D: "0",
  I: "1",
  L: "1",
  Z: "2",
  S: "5",
  G: "6",
  B: "8",
};
/** What a letter may be misread as, in the letters before the digits. */
const MISREADINGS: Readonly<Record<string, string>> = {
  I: "I1L",
  L: "L1I",
  O: "O0Q",
  S: "S5",
  B: "B8",
  Z: "Z2",
  G: "G6",
  V: "VU",
  U: "UV",
};

/** A text without everything but letters and digits, and for each of them whether one stood right before it. */
interface Squeezed {
  chars: string;
  isJoined: boolean[];
}

/** What a text names. */
export interface Naming {
  /** Invoices that are known, each once at its best. */
  known: Named[];
  /** What is written in full and belongs to none of them: paid, void, or never issued. */
  others: Named[];
}

/**
 * What a text names; `isKnown` says whether there is an invoice with that body, and `prefixes` are the letters that
 * numbers begin with.
 */
export function findNamed(
  text: string,
  { prefixes, isKnown }: { prefixes: readonly string[]; isKnown: (body: string) => boolean },
): Naming {
  const squeezed = squeeze(text);
  const found = new Map<string, NamingQuality>();
  const others = new Map<string, NamingQuality>();
  const add = (to: Map<string, NamingQuality>, { body, quality }: Named) => {
    const before = to.get(body);
    const isBetter = before === undefined ||
      NAMING_QUALITIES.indexOf(quality) < NAMING_QUALITIES.indexOf(before);
    if (isBetter) to.set(body, quality);
  };
  for (const prefix of prefixes) {
    const pattern = new RegExp(misread(prefix), "g");
    for (const { index } of squeezed.chars.matchAll(pattern)) {
      const run = runAt(squeezed, { index, prefix });
      const known = knownBody(run, isKnown);
      if (!known && !run.isExact) continue;
      const body = known ?? run.prefix + run.digits;
      const quality = qualityOf(squeezed.chars, { index, body });
      add(known ? found : others, { body, quality });
    }
    for (const body of bareBodies(text, prefix)) {
      if (isKnown(body)) add(found, { body, quality: "bare_number" });
    }
  }
  const listed = (map: Map<string, NamingQuality>) =>
    [...map].map(([body, quality]) => ({ body, quality }));
  return { known: listed(found), others: listed(others) };
}

/** What stands behind a prefix, read as digits. */
interface Run {
  prefix: string;
  digits: string;
  /** For each count of digits, whether the text has a gap behind them. */
  isWhole: (count: number) => boolean;
  /** Whether it is a number in full, as it is written. */
  isExact: boolean;
}

function runAt(
  { chars, isJoined }: Squeezed,
  { index, prefix }: { index: number; prefix: string },
): Run {
  const start = index + prefix.length;
  const raw = /^[0-9OQDILZSGB]*/.exec(chars.slice(start, start + MAX_DIGITS))![0];
  return {
    prefix,
    digits: raw.replace(/\D/g, (letter) => LOOKALIKES[letter]!),
    isWhole: (count) => isJoined[start + count] !== true,
    isExact: chars.startsWith(prefix, index) && /^20\d{8,11}$/.test(raw) &&
      isJoined[start + raw.length] !== true,
  };
}

/** The body that is known: of several lengths, the one that ends where the text has a gap. */
function knownBody(run: Run, isKnown: (body: string) => boolean): string | null {
  let best: { length: number; isWhole: boolean } | null = null;
  for (let length = MIN_DIGITS; length <= run.digits.length; length++) {
    if (!isKnown(run.prefix + run.digits.slice(0, length))) continue;
    const isWhole = run.isWhole(length);
    if (!best || isWhole || !best.isWhole) best = { length, isWhole };
  }
  return best && run.prefix + run.digits.slice(0, best.length);
}

function qualityOf(
  chars: string,
  { index, body }: { index: number; body: string },
): NamingQuality {
  const head = /^RF([0-9OQDILZSGB]{2})$/.exec(chars.slice(Math.max(0, index - 4), index));
  const isExact = chars.startsWith(body, index);
  if (!head) return isExact ? "number" : "misread_number";
  const check = head[1]!.replace(/\D/g, (letter) => LOOKALIKES[letter]!);
  if (!isCreditorReference(`RF${check}${body}`)) return "broken_reference";
  return isExact && check === head[1] ? "reference" : "misread_reference";
}

/** Numbers without their letters: year and at least six digits, standing alone. */
function bareBodies(text: string, prefix: string): string[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}])(20\d{2})[ .\/_-]?(\d{6,9})(?![\p{L}\p{N}])/gu)]
    .map(([, year, count]) => `${prefix}${year}${count}`);
}

function squeeze(text: string): Squeezed {
  const upper = text.normalize("NFKC").toUpperCase().replaceAll("|", "I");
  let chars = "";
  const isJoined: boolean[] = [];
  let isAfterChar = false;
  for (const char of upper) {
    const isKept = char >= "0" && char <= "9" || char >= "A" && char <= "Z";
    if (isKept) {
      chars += char;
      isJoined.push(isAfterChar);
    }
    isAfterChar = isKept;
  }
  return { chars, isJoined };
}

function misread(prefix: string): string {
  return Array.from(prefix, (letter) => `[${MISREADINGS[letter] ?? letter}]`).join("");
}
