/** Statements of the house's bank accounts: read in any format, told apart line by line, matched to open invoices. */
export { MAX_STATEMENT_BYTES, MAX_STATEMENT_LINES, type StatementLine } from "./model.ts";
export {
  COLUMN_ROLES,
  type ColumnRole,
  type CsvMapping,
  csvMappingSchema,
  DATE_ORDERS,
} from "./csv_mapping.ts";
export { DELIMITERS } from "./csv_table.ts";
export {
  uploadStatement,
  type UploadStatementError,
  type UploadStatementInput,
} from "./import_statement.ts";
export {
  type AlreadyMapped,
  confirmMapping,
  type MappingPreview,
  previewMapping,
} from "./map_columns.ts";
export { clearOldDrafts, discardImport } from "./discard_import.ts";
export { mayUndoImport, undoImport, type UndoImportError } from "./undo_import.ts";
export { statementJobHandlers } from "./jobs.ts";
export { bookLine } from "./book_line.ts";
export type { BookLineError, LineDecided } from "./book_parts.ts";
export { receiptEffect } from "./propose_line.ts";
export type { TypedPart } from "./check_parts.ts";
export { ignoreLine, reopenLine, type SetAsideError } from "./set_aside.ts";
export {
  getImport,
  getLine,
  listImports,
  listLines,
  listLinesBeside,
  maySeeStatements,
} from "./list_lines.ts";
export { eraseLine, eraseLinesOf, forgetPayers, walletLinesOf } from "./erase.ts";
export { listOwnLines, type OwnLineView, ownPayers } from "./own_lines.ts";
export * from "./view.ts";
