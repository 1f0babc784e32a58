/** What an audit of the ledger has counted and found so far: plain data, so that it can be kept between its parts. */
import { z } from "zod";

/** What can be wrong in the ledger by itself. */
export const LEDGER_PROBLEMS = [
  "unreadable_record",
  "missing_entry",
  "missing_transfer",
  "missing_wallet",
  "stray_entry",
  "wrong_entry",
  "wrong_balance",
  "wrong_hash",
  "negative_balance",
  "wrong_currency",
  "unbalanced",
] as const;

/** One thing that doesn't fit. */
export interface LedgerProblem {
  kind: (typeof LEDGER_PROBLEMS)[number];
  /** What it is about: an account, an entry as `account#number`, or a transfer's id. */
  subject: string;
}

const sums = z.record(z.string(), z.int());

export const ledgerReportSchema = z.strictObject({
  transferCount: z.int().nonnegative(),
  walletCount: z.int().nonnegative(),
  entryCount: z.int().nonnegative(),
  /** Debits less credits in minor units, by account. */
  houseBalances: sums,
  /** What customers have in their wallets, in minor units by currency. */
  walletTotals: sums,
});

/** What was counted. */
export type LedgerReport = z.infer<typeof ledgerReportSchema>;

/** An audit under way. */
export interface LedgerAudit {
  kv: Deno.Kv;
  report: LedgerReport;
  problems: { push(problem: LedgerProblem): unknown };
  /**
   * What was booked before that instant goes into the sums: transfers and entries are read one after the other, and what
   * is booked meanwhile would be in one and not in the other. `END_OF_TIME` while nobody writes.
   */
  before: string;
}

/** Later than any instant, as texts compare. */
export const END_OF_TIME = "~";

/** How far a walk has come: after what to go on, `null` at its end, and how many records it looked at. */
export interface Step {
  next: string | null;
  records: number;
}

/** Nothing was counted yet. */
export function emptyReport(): LedgerReport {
  return { transferCount: 0, walletCount: 0, entryCount: 0, houseBalances: {}, walletTotals: {} };
}

/** Notes a problem. */
export function note(audit: LedgerAudit, kind: LedgerProblem["kind"], subject: string): void {
  audit.problems.push({ kind, subject });
}
