/** The creditor reference of ISO 11649, which a customer's bank checks when it is typed. */

/**
 * The creditor reference of an invoice number: `RF`, two check digits by ISO 7064 MOD 97-10, and the number's
 * letters and digits (21 at the most).
 */
export function creditorReference(number: string): string {
  const body = number.toUpperCase().replace(/[^0-9A-Z]/g, "");
  if (!/^[0-9A-Z]{1,21}$/.test(body)) throw new RangeError(`no reference for ${number}`);
  return `RF${String(98 - mod97(`${body}RF00`)).padStart(2, "0")}${body}`;
}

/** Whether a text is a creditor reference with the right check digits; blanks don't matter. */
export function isCreditorReference(text: string): boolean {
  const compact = text.replace(/\s/g, "").toUpperCase();
  if (!/^RF\d{2}[0-9A-Z]{1,21}$/.test(compact)) return false;
  return mod97(compact.slice(4) + compact.slice(0, 4)) === 1;
}

/** A reference in groups of four, as it is printed. */
export function printReference(reference: string): string {
  return reference.replace(/(.{4})(?=.)/g, "$1 ");
}

/** The remainder by 97 of a text whose letters count as 10 (A) to 35 (Z). */
function mod97(text: string): number {
  let remainder = 0;
  for (const char of text) {
    for (const digit of String(parseInt(char, 36))) {
      remainder = (remainder * 10 + Number(digit)) % 97;
    }
  }
  return remainder;
}
