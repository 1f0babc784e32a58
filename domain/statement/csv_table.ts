/** Reading CSV (RFC 4180, with any of the usual delimiters) into rows that know their line in the file. */
import { StatementProblem } from "./problem.ts";

/** What may stand between cells. */
export const DELIMITERS = [",", ";", "\t", "|"] as const;

/** One of the delimiters. */
export type Delimiter = (typeof DELIMITERS)[number];

/** A row; `line` is where it begins, from 1. */
export interface CsvRow {
  line: number;
  cells: string[];
}

const MAX_CELLS = 100;
const MAX_CELL_LENGTH = 5000;

/**
 * Rows of a text, at most `limit`; empty lines are left out. A quote within a cell is doubled; a cell in quotes may hold
 * delimiters and line breaks.
 *
 * @throws StatementProblem at a quote that is never closed, or where a row is beyond all measure.
 */
export function readRows(text: string, delimiter: Delimiter, limit = Infinity): CsvRow[] {
  const rows: CsvRow[] = [];
  const scanner: Scanner = { text, delimiter, at: 0, line: 1 };
  while (scanner.at < text.length && rows.length < limit) {
    const line = scanner.line;
    const cells = readRow(scanner);
    if (cells.some((cell) => cell !== "")) rows.push({ line, cells });
  }
  return rows;
}

interface Scanner {
  readonly text: string;
  readonly delimiter: Delimiter;
  at: number;
  line: number;
}

function readRow(scanner: Scanner): string[] {
  const cells: string[] = [];
  for (;;) {
    cells.push(scanner.text[scanner.at] === '"' ? readQuoted(scanner) : readBare(scanner));
    if (cells.length > MAX_CELLS) {
      throw new StatementProblem("A row has more than 100 columns.", scanner.line);
    }
    if (scanner.text[scanner.at] !== scanner.delimiter) break;
    scanner.at++;
  }
  if (scanner.text[scanner.at] === "\r") scanner.at++;
  if (scanner.text[scanner.at] === "\n") scanner.at++;
  scanner.line++;
  return cells;
}

function readBare(scanner: Scanner): string {
  const start = scanner.at;
  while (scanner.at < scanner.text.length && !isEnd(scanner)) scanner.at++;
  return cut(scanner, scanner.text.slice(start, scanner.at));
}

function readQuoted(scanner: Scanner): string {
  const { text } = scanner;
  const line = scanner.line;
  let cell = "";
  for (let from = scanner.at + 1;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) throw new StatementProblem("A quote that opens here is never closed.", line);
    cell += text.slice(from, quote);
    from = quote + 1;
    scanner.at = from;
    if (text[from] !== '"') break;
    cell += '"';
    from++;
  }
  scanner.line += cell.split("\n").length - 1;
  // What follows a closing quote within the cell belongs to it: some banks don't double theirs.
  return cut(scanner, cell + readBare(scanner));
}

function isEnd({ text, at, delimiter }: Scanner): boolean {
  const char = text[at];
  return char === delimiter || char === "\n" || char === "\r";
}

function cut(scanner: Scanner, cell: string): string {
  if (cell.length > MAX_CELL_LENGTH) {
    throw new StatementProblem("A cell holds more text than any bank writes.", scanner.line);
  }
  return cell.trim();
}
