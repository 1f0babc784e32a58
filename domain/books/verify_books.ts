/**
 * The audit of everything that money touches, from its beginning to its end in one go: for the time after a crash, and for
 * tests; while nobody writes. What runs beside writers, in parts, is `run_audit.ts`.
 */
import { emptyReport, END_OF_TIME } from "@/domain/ledger/mod.ts";
import { fail, ok, type Result } from "@/domain/shared/result.ts";
import type { BooksAudit, BooksProblem, BooksReport, ReadDeps } from "./audit.ts";
import { BEGINNING, type Place, takeStep } from "./phases.ts";

/** Nothing was counted yet. */
export function emptyBooksReport(): BooksReport {
  return {
    ledger: emptyReport(),
    invoiceCount: 0,
    creditNoteCount: 0,
    paymentCount: 0,
    bookingCount: 0,
  };
}

/** Audits the books; `books_broken` lists every discrepancy. */
export async function verifyBooks(
  { kv }: ReadDeps,
): Promise<
  Result<BooksReport, { code: "books_broken"; report: BooksReport; problems: BooksProblem[] }>
> {
  const audit: BooksAudit = { kv, report: emptyBooksReport(), problems: [], before: END_OF_TIME };
  for (let place: Place | null = BEGINNING; place;) ({ place } = await takeStep(audit, place));
  const { report, problems } = audit;
  return problems.length === 0 ? ok(report) : fail({ code: "books_broken", report, problems });
}
