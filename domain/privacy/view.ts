/** What pages show of copies and erasures: plain types. */

/** The copy of somebody's data. */
export interface ExportView {
  state: "waiting" | "ready" | "failed";
  requestedAt: string;
  readyAt: string | null;
  /** Until when it can be downloaded. */
  expiresAt: string;
  sizeBytes: number;
}

/** What stands in the way of an account's end. */
export type ErasureObstacle =
  | "staff_role"
  | "services"
  | "open_invoices"
  | "wallet_credit"
  | "undecided";

/** What the end of an account would mean. */
export interface ErasurePlanView {
  obstacles: ErasureObstacle[];
  /** Services that have to end first, with the day on which they do; `null` where nobody has cancelled them. */
  services: Array<{ id: string; hostname: string; endsOn: string | null }>;
  /** Days in which a log-in undoes it. */
  graceDays: number;
  /** The day on which it would be done. */
  dueOn: string;
  /** Years for which invoices are kept. */
  retainYears: number;
  /** The last day of what is kept longest; `null` where nothing is. */
  keptUntil: string | null;
  /** It was asked for already. */
  isClosing: boolean;
}

/** An erasure as staff see it: nothing about the person but the id of what was their account. */
export interface ErasureView {
  id: string;
  accountId: string;
  state: "waiting" | "running" | "done" | "undone";
  requestedAt: string;
  dueAt: string;
  doneAt: string | null;
  /** Records that were changed, by step. */
  changed: Partial<Record<string, number>>;
  retainedInvoices: number;
  retainedUntil: string | null;
  /** Records that still hold the person though they shouldn't, by kind; `null` before the end. */
  unexpected: Record<string, number> | null;
}
