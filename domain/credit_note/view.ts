/** What pages may show of credit notes: plain types, safe for islands. */
import type { InvoiceParty, TaxRule } from "@/domain/invoice/view.ts";
import type { CreditExplanation } from "./explain.ts";
import type { Money } from "@/domain/shared/money.ts";

export type { CreditExplanation };

/** A row of a list. */
export interface CreditNoteSummaryView {
  id: string;
  number: string;
  invoiceId: string;
  invoiceNumber: string;
  total: Money;
  issuedAt: string;
}

/** A line: what of an invoice's line is taken back. */
export interface CreditNoteLineView {
  label: string;
  net: Money;
  tax: Money;
  gross: Money;
}

/** A credit note in full. */
export interface CreditNoteView extends CreditNoteSummaryView {
  currency: string;
  lines: CreditNoteLineView[];
  subtotal: Money;
  tax: Money;
  /** What went back to the wallet; the rest lowered what was due. */
  returned: Money;
  buyer: InvoiceParty;
  seller: InvoiceParty;
  taxRule: TaxRule;
  reason: string;
  /** How it was reckoned; `null` where staff said what is credited. */
  explanation: CreditExplanation | null;
}

/** A row of a staff list. */
export interface StaffCreditNoteSummaryView extends CreditNoteSummaryView {
  customerId: string;
  buyerName: string;
}

/** A credit note in full for staff. */
export interface StaffCreditNoteView extends CreditNoteView {
  customerId: string;
  issuedBy: string;
}
