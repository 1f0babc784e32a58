/** What pages may show of statements: plain types and names, safe for islands. */
import type { Money } from "@/domain/shared/money.ts";

/** The states of a line. */
export const LINE_STATUSES = [
  /** Waits for somebody. */
  "open",
  /** Somebody has said what it is; a second member of staff has to agree. */
  "proposed",
  /** Decided, and being booked part by part. */
  "booking",
  "booked",
  "ignored",
  /** Money that went out: nothing to do. */
  "outgoing",
] as const;

/** A state of a line. */
export type LineStatus = (typeof LINE_STATUSES)[number];

/** The states of an import. */
export const IMPORT_STATUSES = [
  /** A CSV that waits for somebody to say what its columns are. */
  "mapping",
  "running",
  "done",
  "failed",
  /** Its lines are being taken back: none of them can be booked any more. */
  "undoing",
  "undone",
] as const;

/** A state of an import. */
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** A part of a line, and where it goes. */
export interface AllocationView {
  invoiceId: string | null;
  /** `null` for what goes to the wallet. */
  invoiceNumber: string | null;
  customerId: string;
  customerName: string;
  amount: Money;
  /** `null` until it is booked. */
  paymentId: string | null;
}

/** One way to book a line. */
export interface SuggestionView {
  allocations: AllocationView[];
  score: number;
  reasons: string[];
}

/** A line as staff see it. */
export interface LineView {
  id: string;
  importId: string;
  status: LineStatus;
  bookedOn: string;
  valueOn: string | null;
  amount: Money;
  isReversal: boolean;
  counterpartyName: string;
  counterpartyIban: string;
  remittance: string;
  reference: string | null;
  endToEndId: string | null;
  bankId: string | null;
  accountIban: string;
  /** Part `position` of `count` of a batch; `null` for a line that stands alone. */
  batch: { position: number; count: number; total: Money } | null;
  /** Another file may have brought the same payment. */
  isPossibleRepeat: boolean;
  /** As things are now, the best first; empty once it is decided. */
  suggestions: SuggestionView[];
  /** Numbers that it names of invoices which aren't open. */
  closedNumbers: string[];
  /** What was decided. */
  allocations: AllocationView[];
  approvalId: string | null;
  /** `null` where it was booked by itself. */
  decidedByName: string | null;
  decidedAt: string | null;
  /** Why it is ignored. */
  reason: string;
}

/** An import as staff see it. */
export interface ImportView {
  id: string;
  status: ImportStatus;
  fileName: string;
  format: string;
  accounts: string[];
  lineCount: number;
  /** Lines that are done. */
  position: number;
  newCount: number;
  repeatCount: number;
  /** Booked without anybody. */
  bookedCount: number;
  skipped: number;
  warnings: string[];
  /** Why it failed. */
  problem: string;
  importedByName: string;
  importedAt: string;
  /** `null` unless somebody has taken it back. */
  undoneByName: string | null;
}
