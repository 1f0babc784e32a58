/** Finding out how a bank's CSV is made: its delimiter, its head, its columns, its dates and its decimal mark. */
import { detectOrder, parseDate } from "./csv_dates.ts";
import { COLUMN_ROLES, type ColumnRole, type CsvMapping, DATE_ORDERS } from "./csv_mapping.ts";
import { type CsvRow, type Delimiter, DELIMITERS, readRows } from "./csv_table.ts";
import { COLUMN_WORDS, comparableName } from "./csv_words.ts";
import { StatementProblem } from "./problem.ts";
import { clean, type DecimalMark, parseAmount } from "./values.ts";

/** What a file looks like, and the best guess at what its columns are. */
export interface CsvProfile {
  delimiter: Delimiter;
  /** Line of the head. */
  headLine: number;
  columns: Array<{ name: string; samples: string[] }>;
  guess: CsvMapping;
}

const LOOKED_AT = 60;
const SAMPLES = 3;

/** Looks at a file. @throws StatementProblem if it is no table of dates and amounts. */
export function profileCsv(text: string, currency: string): CsvProfile {
  const delimiter = detectDelimiter(text);
  const rows = readRows(text, delimiter, LOOKED_AT * 5);
  const head = findHead(rows);
  if (!head) {
    throw new StatementProblem(
      "No row of this file looks like the head of a table with days and amounts.",
    );
  }
  const names = columnNames(head.cells);
  const body = rows.filter((row) => row.line > head.line && row.cells.length > 2);
  const columns = names.map((name, index) => ({
    name,
    cells: body.map((row) => row.cells[index] ?? "").filter((cell) => cell !== ""),
  }));
  return {
    delimiter,
    headLine: head.line,
    columns: columns.map(({ name, cells }) => ({
      name,
      samples: cells.slice(0, SAMPLES).map((cell) => clean(cell, 60)),
    })),
    guess: guessMapping(columns, { delimiter, currency }),
  };
}

/** The names of the columns, each once: a second `Name` becomes `Name (2)`, one without a name `Column 3`. */
export function columnNames(cells: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell, index) => {
    const name = clean(cell, 180) || `Column ${index + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

/** The delimiter that gives most rows the same number of cells, and many of them. */
export function detectDelimiter(text: string): Delimiter {
  const scores = DELIMITERS.map((delimiter) => ({ delimiter, ...scoreOf(text, delimiter) }));
  const best = scores.reduce((a, b) => b.score > a.score ? b : a);
  if (best.score > 0) return best.delimiter;
  throw scores.find(({ problem }) => problem)?.problem ??
    new StatementProblem("This file isn't a table: no delimiter parts it.");
}

function scoreOf(
  text: string,
  delimiter: Delimiter,
): { score: number; problem: StatementProblem | null } {
  const counts = new Map<number, number>();
  try {
    for (const { cells } of readRows(text, delimiter, LOOKED_AT)) {
      counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
    }
  } catch (problem) {
    if (!(problem instanceof StatementProblem)) throw problem;
    return { score: 0, problem };
  }
  const [cells = 1, rows = 0] = [...counts].sort((a, b) => b[1] * b[0] - a[1] * a[0])[0] ?? [];
  return { score: cells > 1 ? rows * Math.sqrt(cells) : 0, problem: null };
}

/** The first row that names a day and an amount; some banks write pages of other things before it. */
export function findHead(rows: readonly CsvRow[]): CsvRow | null {
  const isNamed = (cells: readonly string[], role: ColumnRole) =>
    cells.some((cell) => COLUMN_WORDS[role].includes(comparableName(cell)));
  const known = rows.find(({ cells }) =>
    isNamed(cells, "bookedOn") && (isNamed(cells, "amount") || isNamed(cells, "credit"))
  );
  if (known) return known;
  const first = rows.findIndex(({ cells }) => cells.some(isDate) && cells.some(isAmount));
  return first > 0 ? rows[first - 1]! : null;
}

function isDate(cell: string): boolean {
  return DATE_ORDERS.some((order) => parseDate(cell, order) !== null);
}

function isAmount(cell: string): boolean {
  return /\d[.,]\d{2}\b/.test(cell) && !isDate(cell);
}

interface Column {
  name: string;
  cells: string[];
}

function guessMapping(
  all: readonly Column[],
  { delimiter, currency }: { delimiter: Delimiter; currency: string },
): CsvMapping {
  const taken = new Set<string>();
  const take = (role: ColumnRole | "remittance"): string | null => {
    for (const word of COLUMN_WORDS[role]) {
      const column = all.find(({ name }) =>
        !taken.has(name) && comparableName(name.replace(/ \(\d+\)$/, "")) === word
      );
      if (!column) continue;
      taken.add(column.name);
      return column.name;
    }
    return null;
  };
  const columns = Object.fromEntries(COLUMN_ROLES.map((role) => [role, null])) as Record<
    ColumnRole,
    string | null
  >;
  for (const role of COLUMN_ROLES) {
    const isOther = columns.amount && (role === "credit" || role === "debit");
    columns[role] = isOther ? null : take(role);
  }
  const remittance: string[] = [];
  for (let name = take("remittance"); name && remittance.length < 4; name = take("remittance")) {
    remittance.push(name);
  }
  columns.bookedOn ??= all.find(({ cells }) => cells.length > 0 && cells.every(isDate))?.name ??
    null;
  const cellsOf = (name: string | null) => all.find((column) => column.name === name)?.cells ?? [];
  const amounts = [
    ...cellsOf(columns.amount),
    ...cellsOf(columns.credit),
    ...cellsOf(columns.debit),
  ];
  return {
    delimiter,
    decimalMark: detectMark(amounts, { currency, delimiter }),
    dateOrder: detectOrder(cellsOf(columns.bookedOn).filter(isDate)) ?? "dmy",
    columns,
    remittance,
  };
}

/** The mark with which most of the amounts can be read; where both fit all, the one that isn't the delimiter's. */
function detectMark(
  cells: readonly string[],
  { currency, delimiter }: { currency: string; delimiter: Delimiter },
): DecimalMark {
  const fitting = (mark: DecimalMark) =>
    cells.filter((cell) => parseAmount(cell, { mark, currency }) !== null).length;
  const [point, comma] = [fitting("."), fitting(",")];
  if (point !== comma) return point > comma ? "." : ",";
  return delimiter === "," ? "." : ",";
}
