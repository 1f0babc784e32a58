/** Which column of a bank's CSV is what: found out once, confirmed by a person, and then remembered. */
import { z } from "zod";
import { DELIMITERS } from "./csv_table.ts";

/** The order in which a file writes its dates. */
export const DATE_ORDERS = ["ymd", "dmy", "mdy"] as const;

/** One of the orders. */
export type DateOrder = (typeof DATE_ORDERS)[number];

/** The facts that have one column each; the remittance may have several. */
export const COLUMN_ROLES = [
  "bookedOn",
  "valueOn",
  "amount",
  "credit",
  "debit",
  "direction",
  "currency",
  "counterpartyName",
  "counterpartyIban",
  "reference",
  "endToEndId",
  "bankId",
  "status",
  "account",
] as const;

/** A fact that a column holds. */
export type ColumnRole = (typeof COLUMN_ROLES)[number];

const column = z.string().min(1).max(200).nullable();

export const csvMappingSchema = z.strictObject({
  delimiter: z.enum(DELIMITERS),
  decimalMark: z.enum([".", ","]),
  dateOrder: z.enum(DATE_ORDERS),
  columns: z.record(z.enum(COLUMN_ROLES), column),
  remittance: z.array(z.string().min(1).max(200)).max(6),
});

/** Columns by their names in the head. `amount` is signed, unless `direction` says which way it went. */
export type CsvMapping = z.infer<typeof csvMappingSchema>;

/** Why a mapping can't be used, by role; empty if it can. */
export function problemsOfMapping(mapping: CsvMapping, names: readonly string[]): string[] {
  const { columns, remittance } = mapping;
  const problems: string[] = [];
  if (!columns.bookedOn) problems.push("Choose the column with the day of booking.");
  if (!columns.amount && !columns.credit) {
    problems.push("Choose the column with the amount, or the one with what came in.");
  }
  if (columns.amount && (columns.credit || columns.debit)) {
    problems.push("Choose either one column of amounts, or one for each direction.");
  }
  const missing = [...Object.values(columns), ...remittance]
    .filter((name): name is string => name !== null && !names.includes(name));
  for (const name of missing) problems.push(`The file has no column "${name}".`);
  return problems;
}
