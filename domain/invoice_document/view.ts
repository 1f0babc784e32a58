/** What pages may show of sealed documents: plain types, safe for islands. */
import type { InvoiceStatus } from "@/domain/invoice/view.ts";
import type { Money } from "@/domain/shared/money.ts";

/** What anybody may know who holds a document: nothing about its buyer. */
interface Verified {
  /** As it is printed. */
  code: string;
  number: string;
  issuedOn: string;
  total: Money;
  seller: string;
  /** Whether what is stored is what was signed. */
  isGenuine: boolean;
  keyId: string;
}

/** An invoice that has a code. */
export interface VerifiedInvoiceView extends Verified {
  kind: "invoice";
  status: InvoiceStatus;
  voidedOn: string | null;
  /** Taken off by credit notes. */
  credited: Money;
}

/** A credit note that has a code. */
export interface VerifiedCreditNoteView extends Verified {
  kind: "credit_note";
  invoiceNumber: string;
}

/** A document that has a code. */
export type VerifiedView = VerifiedInvoiceView | VerifiedCreditNoteView;
