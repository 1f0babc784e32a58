/** Values as banks write them: texts, days and amounts. Everything is exact; what doesn't fit is `null`. */
import { minorDigits, type Money, money } from "@/domain/shared/money.ts";
import { MAX_ID } from "./model.ts";

/** What stands between the units and their parts. */
export type DecimalMark = "." | ",";

/** Words that banks write where there is no id. */
const NO_ID = /^(?:NOT ?PROVIDED|NON ?REF|NONE|N\/?A|UNKNOWN|[0\-.]*)$/i;

/** A text on one line: composed, without control characters, each run of blanks one, cut to its length. */
export function clean(text: string, max: number): string {
  const flat = text.normalize("NFC").replace(/[\p{C}\s]+/gu, " ").trim();
  return flat.slice(0, max).replace(/[\uD800-\uDBFF]$/, "").trimEnd();
}

/** An id, or `null` where the bank says that there is none. */
export function cleanId(text: string | null | undefined): string | null {
  const id = clean(text ?? "", MAX_ID);
  return NO_ID.test(id) ? null : id;
}

/** An account number as it is compared: capitals, without blanks. */
export function cleanAccount(text: string): string {
  return text.replace(/[\s\p{C}]/gu, "").toUpperCase();
}

/** A day from its numbers, `2026-03-01`; `null` if there is none such. */
export function dayFrom(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || year < 1990 || year > 2199) return null;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!;
  if (day > length) return null;
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/**
 * An amount from its digits: zeros behind the currency's last decimal are dropped, any other digit there refuses it, as
 * does more than a safe integer.
 */
export function amountOf(units: string, decimals: string, currency: string): Money | null {
  const digits = minorDigits(currency);
  if (/[^0]/.test(decimals.slice(digits))) return null;
  const minor = Number(units + decimals.slice(0, digits).padEnd(digits, "0"));
  return Number.isSafeInteger(minor) ? money(minor, currency) : null;
}

/** `-amount`. */
export function negated(amount: Money): Money {
  return money(-amount.minor, amount.currency);
}

/** Whether it is the code of a currency that the runtime knows. */
export function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code) && CURRENCIES.has(code);
}

const CURRENCIES = new Set(Intl.supportedValuesOf("currency"));

const GROUPS: Readonly<Record<DecimalMark, RegExp>> = {
  ".": /^(\d{1,3}(?:([,'’ ])\d{3}(?:\2\d{3})*)|\d{1,15})(?:\.(\d{1,5}))?$/,
  ",": /^(\d{1,3}(?:([.'’ ])\d{3}(?:\2\d{3})*)|\d{1,15})(?:,(\d{1,5}))?$/,
};

/**
 * A signed amount as banks and people write it: `-1.234,56`, `1'234.50`, `12,00-`, `(12.00)`, `+5`, `EUR 3,00`. A
 * grouping must be of threes.
 */
export function parseAmount(
  text: string,
  { mark, currency }: { mark: DecimalMark; currency: string },
): Money | null {
  let rest = text.normalize("NFKC").replace(/[\u2212\u2013]/g, "-").replace(/\s+/g, " ").trim();
  rest = rest.replace(
    new RegExp(`^(?:${currency}|€|\\$|£) ?|(?: ?)(?:${currency}|€|\\$|£)$`, "i"),
    "",
  );
  const brackets = /^\((.*)\)$/.exec(rest);
  const signed = /^([+-]?) ?(.*?) ?([+-]?)$/.exec(brackets?.[1] ?? rest)!;
  if (signed[1] && signed[3] || brackets && (signed[1] || signed[3])) return null;
  const match = GROUPS[mark].exec(signed[2]!);
  if (!match) return null;
  const amount = amountOf(match[1]!.replace(/\D/g, ""), match[3] ?? "", currency);
  const isNegative = Boolean(brackets) || signed[1] === "-" || signed[3] === "-";
  return amount && isNegative ? negated(amount) : amount;
}
