/** Dates in bank exports: which order a file writes them in, and what one of them is. */
import { DATE_ORDERS, type DateOrder } from "./csv_mapping.ts";
import { dayFrom } from "./values.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const SEPARATED = /^(\d{1,4})([./\- ])(\d{1,2}|[a-z]{3,9})\2(\d{1,4})$/;
const NAMED_FIRST = /^([a-z]{3,9}) (\d{1,2}),? (\d{4})$/;

/** A date in that order, without its time of day: `31.01.2026`, `1/31/26`, `20260131`, `31 Jan 2026`. */
export function parseDate(text: string, order: DateOrder): string | null {
  const bare = text.trim().toLowerCase()
    .replace(/[t ,]+\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?: ?[ap]m)?(?:z|[+-]\d{2}:?\d{2})?$/, "");
  const named = NAMED_FIRST.exec(bare);
  if (named) return dayOf(named[3]!, named[1]!, named[2]!);
  const packed = /^(\d{8})$/.exec(bare);
  if (packed) return fromParts(slices(bare, order), order);
  const match = SEPARATED.exec(bare);
  if (!match) return null;
  const parts = [match[1]!, match[3]!, match[4]!];
  // A year of two digits stands last, never first.
  return order === "ymd" && parts[0]!.length !== 4 ? null : fromParts(parts, order);
}

/**
 * The order that fits all of a file's dates. Where days and months could be either, the one that leaves the file sorted
 * wins, and then the day-first one, which most banks write. `null` if none fits.
 */
export function detectOrder(texts: readonly string[]): DateOrder | null {
  const fitting = DATE_ORDERS.flatMap((order) => {
    const days = texts.map((text) => parseDate(text, order));
    return days.every((day) => day !== null) ? [{ order, days }] : [];
  });
  return (fitting.find(({ days }) => isSorted(days)) ?? fitting[0])?.order ?? null;
}

function isSorted(days: readonly string[]): boolean {
  const pairs = days.slice(1).map((day, index) => [days[index]!, day] as const);
  return pairs.every(([a, b]) => a <= b) || pairs.every(([a, b]) => a >= b);
}

function slices(digits: string, order: DateOrder): string[] {
  const cuts = order === "ymd" ? [0, 4, 6, 8] : [0, 2, 4, 8];
  return [0, 1, 2].map((index) => digits.slice(cuts[index], cuts[index + 1]));
}

function fromParts(parts: readonly string[], order: DateOrder): string | null {
  const at = (letter: string) => parts[order.indexOf(letter)]!;
  return dayOf(at("y"), at("m"), at("d"));
}

function dayOf(year: string, month: string, day: string): string | null {
  if (!/^\d{4}$|^\d{2}$/.test(year) || !/^\d{1,2}$/.test(day)) return null;
  const number = /^\d/.test(month) ? Number(month) : MONTHS.indexOf(month.slice(0, 3)) + 1;
  return dayFrom(year.length === 2 ? 2000 + Number(year) : Number(year), number, Number(day));
}
