/** Texts of any characters at all. */
import fc from "fast-check";

/** One of them, lone halves of surrogate pairs too: `unit: "binary"` gives the same, but takes seconds to list them all. */
const character = fc.integer({ min: 0, max: 0x10ffff }).map(
  (codePoint) => String.fromCodePoint(codePoint),
  (value) => {
    if (typeof value !== "string" || [...value].length !== 1) throw new Error("not one character");
    return value.codePointAt(0)!;
  },
);

/** A text of any characters; those that have broken programs before (`__proto__`, `toString`) come up often. */
export function anyText(lengths: { minLength?: number; maxLength?: number } = {}) {
  return fc.string({ ...lengths, unit: character });
}
