/**
 * VAT numbers of the EU's member states, Northern Ireland, Great Britain, Switzerland and Norway: brought to one form,
 * then held against format and check digits. Whether the number is given to somebody, only its country knows.
 */
import { EU_STATES, hasCheckedNumbers, vatTerritory } from "./territories.ts";

/** What became of a number. */
export type VatCheck =
  /** In its one form, with its prefix: `DE136695976`, `EL094259216`, `CHE107787577MWST`. */
  | { status: "valid"; number: string }
  | { status: "wrong" }
  /** It has the prefix of another country, by ISO 3166-1 code. */
  | { status: "other_country"; country: string }
  /** A country whose numbers we can't check. */
  | { status: "unchecked" };

/** Prefixes of numbers that aren't the country's own code. */
const PREFIX_COUNTRIES: Readonly<Record<string, string>> = { EL: "GR", XI: "GB" };

/** Longer than any of them, with all their signs. */
const MAX_LENGTH = 40;

/** Checks a number that somebody in `country` (ISO 3166-1) typed, with or without its prefix. */
export async function checkVatNumber(
  { country, typed }: { country: string; typed: string },
): Promise<VatCheck> {
  if (!hasCheckedNumbers(country)) return { status: "unchecked" };
  const territory = vatTerritory(country);
  const text = compact(typed);
  const bodies = bodiesOf(territory, text);
  const { VAT_CHECKERS } = await import("./vat_checkers.ts");
  const check = VAT_CHECKERS[territory]!;
  for (const { prefix, body } of bodies) {
    const checked = isPlausible(body) ? check(body) : { isValid: false as const };
    if (checked.isValid) return { status: "valid", number: prefix + checked.compact };
  }
  const other = countryOfPrefix(text);
  return other !== null && other !== territory
    ? { status: "other_country", country: other }
    : { status: "wrong" };
}

/** A prefix that a number can have in a country; the first is the one that it is stored with. */
function prefixesOf(territory: string): string[] {
  if (territory === "GR") return ["EL", "GR"];
  return territory === "GB" ? ["GB", "XI"] : [territory];
}

/**
 * What a text can mean: the rest behind a prefix, or all of it. Both, as a French number without its prefix may begin
 * with FR. A Swiss number has its prefix as a part.
 */
function bodiesOf(territory: string, text: string): { prefix: string; body: string }[] {
  if (territory === "CH") return [{ prefix: "", body: text }];
  const prefixes = prefixesOf(territory);
  const found = prefixes.filter((prefix) => text.startsWith(prefix)).map((prefix) => ({
    prefix: prefix === "GR" ? "EL" : prefix,
    body: text.slice(prefix.length),
  }));
  return [...found, { prefix: prefixes[0]!, body: text }];
}

function compact(typed: string): string {
  return typed.length > MAX_LENGTH ? "" : typed.normalize("NFKC").toUpperCase()
    .replace(/[\s./\u2010-\u2015-]/g, "");
}

/** Letters and digits, and not zeros alone, which pass for a sum of zero. */
function isPlausible(body: string): boolean {
  return /^[A-Z0-9+*]{2,20}$/.test(body) && /[1-9]/.test(body);
}

function countryOfPrefix(text: string): string | null {
  const prefix = text.slice(0, 2);
  const country = PREFIX_COUNTRIES[prefix] ?? prefix;
  const isKnown = EU_STATES.has(country) || hasCheckedNumbers(country);
  return isKnown && /\d/.test(text.slice(2)) ? country : null;
}
