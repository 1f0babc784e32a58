/** What pages may show of drafts: plain types, safe for islands. */
import type { Money } from "@/domain/shared/money.ts";

/** A line as it is written. */
export interface DraftLineView {
  label: string;
  quantity: number;
  /** Below zero where something is taken off. */
  unit: Money;
  amount: Money;
}

/** A row of the list of drafts. */
export interface DraftSummaryView {
  id: string;
  customerId: string;
  customerName: string;
  /** Before tax, or with it where prices hold it. */
  total: Money;
  updatedAt: string;
}

/** A draft in full. */
export interface DraftView extends DraftSummaryView {
  currency: string;
  lines: DraftLineView[];
  notes: string;
  dueOn: string | null;
  fromWallet: boolean;
  /** Changes with every change of the draft. */
  version: string;
}
