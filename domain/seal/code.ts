/** Codes of sealed documents: 100 random bits in Crockford's base 32, as people read them off paper. */

/** Characters of a code. */
export const CODE_LENGTH = 20;

/** A code in groups of five, as it is printed. */
export function printCode(code: string): string {
  return code.replace(/(.{5})(?=.)/g, "$1-");
}

/** A typed code in its stored form, `null` if it is none; letters that look like digits are those digits. */
export function readCode(typed: string): string | null {
  if (typed.length > 2 * CODE_LENGTH) return null;
  const code = typed.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  return code.length === CODE_LENGTH && /^[0-9A-HJKMNP-TV-Z]+$/.test(code) ? code : null;
}
