/** How alike two names are, as banks cut, capitalise and transliterate them. */

/** Forms of companies, titles and fillers, which tell nothing about who it is. */
const FILLERS = new Set(
  ("GMBH MBH AG UG KG OHG GBR EK EV EG SE LTD LIMITED LLC LLP INC CORP CO COMPANY PLC SA SAS SARL SPA SRL SL BV NV VOF " +
    "OY AB AS APS DOO SRO SPOLKA ZOO KFT UND AND ET Y E THE HERR FRAU MR MRS MS DR PROF MME M OR ODER")
    .split(" "),
);

/** Less than this and two words are two words. */
const MIN_WORD_SIMILARITY = 0.6;

/** Letters that people write in two ways without an accent that could be taken off. */
const LETTERS: Readonly<Record<string, string>> = {
  "ß": "SS",
  "Ø": "O",
  "Æ": "A",
  "Œ": "O",
  "Ł": "L",
  "Đ": "D",
  "Ð": "D",
  "Þ": "TH",
  "İ": "I",
};

/** The words of a name as they are compared: without accents, forms and order; `UE` and `Ü` are one. */
export function nameWords(name: string): string[] {
  const capitals = name.toUpperCase().replace(
    /[ßØÆŒŁĐÐÞİ]/gu,
    (letter) => LETTERS[letter] ?? letter,
  );
  const bare = capitals.normalize("NFKD").replace(/\p{M}/gu, "").replace(/([AOU])E/g, "$1");
  return bare.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "" && !FILLERS.has(word));
}

/**
 * How alike two names are, 0 to 1: the words of the shorter one find their best partners in the other, longer words
 * counting more. An initial stands for its name; a word that was cut off at the end counts as the whole.
 */
export function nameSimilarity(one: string, other: string): number {
  return wordsSimilarity(nameWords(one), nameWords(other));
}

/** The same for names that are parted into their words. */
export function wordsSimilarity(one: readonly string[], other: readonly string[]): number {
  const [few, many] = letters(one) <= letters(other) ? [one, other] : [other, one];
  if (letters(few) < 3) return 0;
  const left = [...many];
  let found = 0;
  for (const word of few.toSorted((x, y) => y.length - x.length)) {
    const scores = left.map((each) => wordSimilarity(word, each));
    const best = Math.max(0, ...scores);
    if (best < MIN_WORD_SIMILARITY) continue;
    found += best * word.length;
    left.splice(scores.indexOf(best), 1);
  }
  const covered = found / letters(few);
  // A single word in a name of three says less than all of them.
  const share = Math.min(1, (letters(few) + 4) / letters(many));
  return covered * (0.6 + 0.4 * share);
}

function letters(words: readonly string[]): number {
  return words.reduce((count, word) => count + word.length, 0);
}

function wordSimilarity(one: string, other: string): number {
  if (one === other) return 1;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.startsWith(short)) return short.length === 1 ? 0.7 : short.length >= 4 ? 0.9 : 0.6;
  if (short.length < long.length * MIN_WORD_SIMILARITY) return 0;
  return 1 - distance(one, other) / long.length;
}

/** Letters that must be changed, added, dropped or swapped with their neighbour to turn one word into the other. */
function distance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + cost);
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwap) row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    [before, last] = [last, row];
  }
  return last[other.length]!;
}
