/** Which countries make one territory for VAT, and which of them are in the EU. */

/** The member states by ISO 3166-1 code. */
export const EU_STATES: ReadonlySet<string> = new Set(
  ("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK").split(" "),
);

/** Countries whose numbers have check digits that we know, besides those of the EU. */
const OTHER_CHECKED: ReadonlySet<string> = new Set(["CH", "GB", "NO"]);

/**
 * Countries that count as another one for VAT: Monaco as France and the Isle of Man as the United Kingdom (Article 7 of
 * Directive 2006/112/EC). Parts of member states with a code of their own, such as the Åland Islands or Réunion, are
 * outside (Article 6), and need no entry.
 */
const COUNTED_AS: Readonly<Record<string, string>> = { MC: "FR", IM: "GB" };

/** The country whose VAT law holds in `country`. */
export function vatTerritory(country: string): string {
  return COUNTED_AS[country] ?? country;
}

/** Whether a country belongs to the EU's territory for VAT on services; Northern Ireland is in it for goods alone. */
export function isInEu(country: string): boolean {
  return EU_STATES.has(vatTerritory(country));
}

/** Whether we can tell a right VAT number of the country from a wrong one. */
export function hasCheckedNumbers(country: string): boolean {
  return isInEu(country) || OTHER_CHECKED.has(vatTerritory(country));
}
