/** What pages may show of invoices: plain types, safe for islands. */
import type { QrCode } from "@/domain/shared/qr.ts";
import type { Money } from "@/domain/shared/money.ts";
import type { InvoiceLine } from "./line.ts";
import type { InvoiceKind, InvoiceParty, InvoiceStatus, TaxRule } from "./model.ts";

export type { Explanation, LineExplanation } from "./explain.ts";
export type { InvoiceKind, InvoiceLine, InvoiceParty, InvoiceStatus, TaxRule };

/** A row of a list. */
export interface InvoiceSummaryView {
  id: string;
  number: string;
  kind: InvoiceKind;
  orderId: string | null;
  serviceId: string | null;
  status: InvoiceStatus;
  total: Money;
  due: Money;
  issuedAt: string;
  dueOn: string;
  paidAt: string | null;
}

/** A row of a staff list. */
export interface StaffInvoiceSummaryView extends InvoiceSummaryView {
  customerId: string;
  buyerName: string;
  buyerEmail: string | null;
}

/** How an open invoice can be paid. */
export interface PaymentInstructionsView {
  /** The creditor reference, compact. */
  reference: string;
  /** The same in groups of four. */
  printedReference: string;
  banks: Array<{
    currency: string;
    holder: string;
    iban: string;
    bic: string;
    bankName: string;
    instructions: string;
    /** Fills in the transfer in a banking app; `null` where there is no standard for it. */
    qr: QrCode | null;
  }>;
  crypto: Array<{
    asset: string;
    network: string;
    address: string;
    /** It shows what an address looks like; nobody must pay to it. */
    isExample: boolean;
  }>;
}

/** An invoice in full. */
export interface InvoiceView extends InvoiceSummaryView {
  lines: InvoiceLine[];
  currency: string;
  subtotal: Money;
  tax: Money;
  paid: Money;
  /** Taken off by credit notes. */
  credited: Money;
  /** Printed below the lines. */
  notes: string;
  buyer: InvoiceParty;
  seller: InvoiceParty;
  taxRule: TaxRule;
  reference: string;
  /** When it is void by itself if nobody has paid it; `null` for never. */
  expiresAt: string | null;
  voidedAt: string | null;
  /** The invoice that this one is part of now; `null` unless it was merged. */
  mergedIntoId: string | null;
  /** `null` unless the invoice is open. */
  instructions: PaymentInstructionsView | null;
}

/** An invoice in full for staff. */
export interface StaffInvoiceView extends InvoiceView {
  customerId: string;
  voidReason: string | null;
  /** Since when and why it isn't expected to be paid. */
  writtenOff: { at: string; reason: string } | null;
  /** What of each line can still be credited, with tax. */
  creditable: Money[];
}
