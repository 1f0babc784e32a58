/** An audit of the books under way: what it has counted and found. Its walks are in `phases.ts`. */
import type { LEDGER_PROBLEMS, LedgerAudit, LedgerReport } from "@/domain/ledger/mod.ts";
import { ZodError } from "zod";
import type { Deps } from "@/domain/shared/deps.ts";

/** What can be wrong. */
export type ProblemKind =
  | (typeof LEDGER_PROBLEMS)[number]
  /** A transfer that nothing has caused, or something else than it says. */
  | "no_cause"
  | "wrong_cause"
  /** Booked without the second member of staff whom it waited for. */
  | "not_approved"
  | "missing_receipt"
  | "wrong_receipt"
  /** An adjustment, a refund or a credit note, and its transfers. */
  | "not_booked"
  | "booked_otherwise"
  | "not_settled"
  | "settled_too_early"
  | "credit_differs"
  | "order_differs"
  | "service_differs"
  /** Of a series: on no document, leading to another one or none, or beyond what was counted. */
  | "number_gap"
  | "number_astray"
  | "number_not_counted";

/** One thing that doesn't fit; `subject` is an account, a transfer, a document, its number, a payment or a booking. */
export interface BooksProblem {
  kind: ProblemKind;
  subject: string;
}

/** What was counted. */
export interface BooksReport {
  ledger: LedgerReport;
  invoiceCount: number;
  creditNoteCount: number;
  paymentCount: number;
  /** Adjustments and refunds. */
  bookingCount: number;
}

/** What reads take. */
export type ReadDeps = Pick<Deps, "kv">;

/** An audit under way. */
export interface BooksAudit extends ReadDeps {
  report: BooksReport;
  problems: BooksProblem[];
  /** What was booked before that instant goes into the sums. */
  before: string;
}

/** How often something wrong is looked at before it counts. */
const LOOKS = 3;

/** Notes a problem. */
export function note(audit: BooksAudit, kind: ProblemKind, subject: string): void {
  audit.problems.push({ kind, subject });
}

/** The same audit as the ledger's part of it sees it. */
export function ledgerAudit({ kv, report, problems, before }: BooksAudit): LedgerAudit {
  return { kv, report: report.ledger, problems, before };
}

/** Problems of a record that are still there when everything is read again: the first look may have seen two moments. */
export async function lasting<T>(
  record: T,
  { read, check }: {
    read: () => Promise<T | null>;
    check: (record: T) => Promise<ProblemKind[]>;
  },
): Promise<ProblemKind[]> {
  let kinds = await check(record);
  for (let look = 1; look < LOOKS && kinds.length > 0; look++) {
    const again = await read();
    if (again) kinds = await check(again);
  }
  return kinds;
}

/** Records by their ids, those that there are and that can be read: one that can't be keeps nobody from the others. */
export async function readable<T>(
  ids: readonly string[],
  read: (ids: readonly string[]) => Promise<T[]>,
): Promise<T[]> {
  try {
    return await read(ids);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    if (ids.length < 2) return [];
    return (await Promise.all(ids.map((id) => readable([id], read)))).flat();
  }
}

/** What a check finds; something that it needs and that isn't what it should be is a finding too. */
export async function findings(check: () => Promise<ProblemKind[]>): Promise<ProblemKind[]> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof ZodError) return ["unreadable_record"];
    throw error;
  }
}
