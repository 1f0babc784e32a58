/** Statements of the house's bank accounts: read in any format, told apart line by line, matched to open invoices. */
export {
  MAX_STATEMENT_BYTES,
  MAX_STATEMENT_LINES,
  type StatementFile,
  type StatementFormat,
  type StatementLine,
} from "./model.ts";
export { type CsvMapping, csvMappingSchema } from "./csv_mapping.ts";
export type { CsvProfile } from "./csv_profile.ts";
export {
  openStatement,
  readProfile,
  readStatement,
  type UnreadableStatement,
} from "./read_statement.ts";
