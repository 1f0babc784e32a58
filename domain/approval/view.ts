/** What pages may show of approvals: plain types, safe for islands. */
import type { Money } from "@/domain/shared/money.ts";

/** What can need a second pair of eyes. */
export const APPROVAL_KINDS = [
  /** A wallet that staff credit or debit. */
  "adjustment",
  /** Money that leaves a wallet for the outside. */
  "refund",
  /** Money that is said to have arrived. */
  "receipt",
  /** The same, as staff say it without a statement. */
  "manual_receipt",
  /** The same on a chain, where no node could tell or the settings leave it to staff. */
  "chain_receipt",
  /** A part of an invoice that is taken back. */
  "credit_note",
] as const;

/** One of them. */
export type ApprovalKind = (typeof APPROVAL_KINDS)[number];

/** The states of an approval. */
export const APPROVAL_STATUSES = ["proposed", "approved", "rejected"] as const;

/** A state of an approval. */
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

/** An approval as staff see it. */
export interface ApprovalView {
  id: string;
  kind: ApprovalKind;
  subjectId: string;
  customerId: string | null;
  amount: Money;
  summary: string;
  status: ApprovalStatus;
  proposedBy: string;
  /** Names of staff, or their ids where they are gone. */
  proposedByName: string;
  proposedAt: string;
  decidedByName: string | null;
  decidedAt: string | null;
  note: string;
}
