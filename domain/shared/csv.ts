/**
 * CSV for people's spreadsheets (RFC 4180): comma, CRLF, quotes where needed, and no text that a spreadsheet would take
 * for a formula. Rows are made one by one, so that a long list can be streamed.
 */
import { type Money, toDecimal } from "./money.ts";

/** A value of a row: text is made harmless, numbers and amounts stay numbers, `null` is an empty cell. */
export type CsvCell = string | number | boolean | Money | null;

/** What a file begins with, so that Excel reads it as UTF-8. */
export const CSV_BOM = "\uFEFF";

/** The content type of such a file. */
export const CSV_TYPE = "text/csv; charset=utf-8";

/**
 * What spreadsheets read as a command: these in the beginning, also in full width and behind blanks or marks that
 * nobody sees (OWASP, "CSV injection").
 */
const FORMULA = /^[\s\p{C}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\u2212]/u;
/** Blanks that move a cell or break a line. */
const MOVES = /^[\t\r\n]/;

/** One row with its end of line. */
export function csvRow(cells: readonly CsvCell[]): string {
  return `${cells.map((cell) => quoted(textOf(cell))).join(",")}\r\n`;
}

/** A whole file: the mark, the head and the rows. */
export function csvFile(head: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  let file = CSV_BOM + csvRow(head);
  for (const row of rows) file += csvRow(row);
  return file;
}

/** A text that no spreadsheet runs: an apostrophe goes before what could be a formula. */
export function harmless(text: string): string {
  return FORMULA.test(text) || MOVES.test(text) ? `'${text}` : text;
}

function textOf(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "string") return harmless(cell);
  return typeof cell === "object" ? toDecimal(cell) : String(cell);
}

function quoted(text: string): string {
  return /[",;\r\n\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
