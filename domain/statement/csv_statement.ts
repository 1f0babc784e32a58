/** Reading a bank's CSV by its mapping. */
import { type Money, subtract, zero } from "@/domain/shared/money.ts";
import { parseDate } from "./csv_dates.ts";
import { type ColumnRole, type CsvMapping, problemsOfMapping } from "./csv_mapping.ts";
import { columnNames } from "./csv_profile.ts";
import { type CsvRow, readRows } from "./csv_table.ts";
import {
  MAX_NAME,
  MAX_REMITTANCE,
  MAX_STATEMENT_LINES,
  type ParsedLine,
  type ParsedStatement,
} from "./model.ts";
import { StatementProblem } from "./problem.ts";
import { clean, cleanAccount, cleanId, negated, parseAmount } from "./values.ts";

/** The account that the file is said to be of, and how it is read. */
export interface CsvReading {
  account: string;
  currency: string;
  mapping: CsvMapping;
}

const PENDING =
  /^(?:umsatz )?(?:pending|vorgemerkt|vormerkung|reserved|reserviert|en attente|pendiente|in sospeso|reverted|declined|failed)/i;
const OUT = /^(?:d|dr|db|dbit|debit|s|soll|af|out|-|debe|cargo)$/i;
const IN = /^(?:c|cr|crdt|credit|h|haben|bij|in|\+|haber|abono)$/i;

/** Reads a file. @throws StatementProblem */
export function readCsv(
  text: string,
  reading: CsvReading,
): { statements: ParsedStatement[]; warnings: string[]; skipped: number } {
  const { mapping, account, currency } = reading;
  const rows = readRows(text, mapping.delimiter);
  const { head, names } = findMappedHead(rows, mapping);
  const problems = problemsOfMapping(mapping, names);
  if (problems.length > 0) throw new StatementProblem(problems.join(" "), head.line);
  const lines: ParsedLine[] = [];
  const warnings: string[] = [];
  let skipped = 0;
  for (const row of rows) {
    if (row.line <= head.line) continue;
    const line = readRow(new RowReader(row, { names, mapping }), reading);
    if (line) lines.push(line);
    else skipped++;
    if (lines.length > MAX_STATEMENT_LINES) {
      throw new StatementProblem("The file has too many rows. Send it in parts.", row.line);
    }
  }
  return { statements: [{ account, currency, number: null, lines }], warnings, skipped };
}

/** The head is the first row with all columns of the mapping in it. */
function findMappedHead(
  rows: readonly CsvRow[],
  mapping: CsvMapping,
): { head: CsvRow; names: string[] } {
  const wanted = [...Object.values(mapping.columns), ...mapping.remittance]
    .filter((name) => name !== null);
  let best = { head: rows[0] ?? { line: 1, cells: [] }, names: [] as string[], hits: -1 };
  for (const head of rows.slice(0, 100)) {
    const names = columnNames(head.cells);
    const hits = wanted.filter((name) => names.includes(name)).length;
    if (hits > best.hits) best = { head, names, hits };
  }
  return best;
}

/** A row by the roles of its columns. */
class RowReader {
  readonly line: number;
  readonly #cells: readonly string[];
  readonly #names: readonly string[];
  readonly #mapping: CsvMapping;

  constructor(row: CsvRow, { names, mapping }: { names: readonly string[]; mapping: CsvMapping }) {
    this.line = row.line;
    this.#cells = row.cells;
    this.#names = names;
    this.#mapping = mapping;
  }

  /** The cell of a role; empty where it has no column, or the row ends before. */
  of(role: ColumnRole): string {
    return this.named(this.#mapping.columns[role]);
  }

  /** The cells that make up the remittance. */
  remittance(): string {
    return this.#mapping.remittance.map((name) => this.named(name)).filter(Boolean).join(" ");
  }

  named(name: string | null): string {
    return name === null ? "" : this.#cells[this.#names.indexOf(name)] ?? "";
  }
}

/** A line; `null` for a row without a day (a total, a note) and one that isn't booked yet. */
function readRow(row: RowReader, reading: CsvReading): ParsedLine | null {
  const { mapping, account, currency } = reading;
  const date = row.of("bookedOn");
  if (!/\d/.test(date) || PENDING.test(row.of("status"))) return null;
  const bookedOn = parseDate(date, mapping.dateOrder);
  if (!bookedOn) {
    throw new StatementProblem(
      `"${clean(date, 40)}" isn't a day as this file writes them.`,
      row.line,
    );
  }
  refuseForeign(row, reading);
  const amount = readAmount(row, { currency, mapping });
  if (amount.minor === 0) return null;
  return {
    bookedOn,
    valueOn: parseDate(row.of("valueOn"), mapping.dateOrder),
    amount,
    isReversal: false,
    counterpartyName: clean(row.of("counterpartyName"), MAX_NAME),
    counterpartyIban: cleanAccount(row.of("counterpartyIban")).slice(0, 34),
    remittance: clean(row.remittance(), MAX_REMITTANCE),
    reference: cleanId(row.of("reference")),
    endToEndId: cleanId(row.of("endToEndId")),
    bankId: cleanId(row.of("bankId")),
    accountIban: account,
    batch: null,
  };
}

function refuseForeign(row: RowReader, { account, currency }: CsvReading): void {
  const inFile = row.of("currency").toUpperCase();
  if (inFile !== "" && inFile !== currency) {
    throw new StatementProblem(
      `This row is in ${clean(inFile, 10)}, but the account is in ${currency}.`,
      row.line,
    );
  }
  const own = cleanAccount(row.of("account"));
  if (own !== "" && !account.endsWith(own) && !own.endsWith(account)) {
    throw new StatementProblem("This row is of another account than the chosen one.", row.line);
  }
}

function readAmount(
  row: RowReader,
  { currency, mapping }: { currency: string; mapping: CsvMapping },
): Money {
  const read = (role: ColumnRole): Money | null => {
    const text = row.of(role);
    if (text === "") return null;
    const amount = parseAmount(text, { mark: mapping.decimalMark, currency });
    if (!amount) {
      throw new StatementProblem(`"${clean(text, 40)}" isn't an amount in ${currency}.`, row.line);
    }
    return amount;
  };
  if (mapping.columns.amount) {
    const amount = read("amount");
    if (!amount) throw new StatementProblem("This row has no amount.", row.line);
    return mapping.columns.direction ? directed(amount, row) : amount;
  }
  const [credit, debit] = [read("credit"), read("debit")];
  if (!credit && !debit) throw new StatementProblem("This row has no amount.", row.line);
  // Some banks write what went out as a negative number, some as a bare one.
  const out = debit && debit.minor < 0 ? negated(debit) : debit;
  return subtract(credit ?? zero(currency), out ?? zero(currency));
}

function directed(amount: Money, row: RowReader): Money {
  const word = row.of("direction");
  if (OUT.test(word)) return amount.minor > 0 ? negated(amount) : amount;
  if (IN.test(word)) return amount;
  throw new StatementProblem(
    `"${clean(word, 20)}" doesn't say whether the money came in or went out.`,
    row.line,
  );
}
