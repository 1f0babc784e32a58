/** The audit of the books: that ledger, payments, invoices, orders and services all say the same. */
export {
  type BooksCheck,
  booksJobHandlers,
  checkBooks,
  getBooksReport,
  liftPayoutStop,
  readBooksCheck,
  startBooksCheck,
} from "./books_check.ts";
export { type BooksProblem, type BooksReport, verifyBooks } from "./verify_books.ts";
