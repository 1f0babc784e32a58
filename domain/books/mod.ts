/** The audit of the books: that ledger, payments, invoices, orders and services all say the same. */
export type { BooksProblem, BooksReport } from "./audit.ts";
export { type RunningAudit } from "./audit_run.ts";
export { type BooksCheck, getBooksReport, liftPayoutStop, readBooksCheck } from "./books_check.ts";
export { auditPart, booksJobHandlers, startAudit, startBooksCheck } from "./run_audit.ts";
export { verifyBooks } from "./verify_books.ts";
