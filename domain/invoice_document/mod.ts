/** Invoices, receipts and credit notes on paper, and whether a paper is genuine. */
export { getCreditNotePdf } from "./get_credit_note_pdf.ts";
export { getInvoicePdf, INVOICE_PAPERS, type InvoicePaper } from "./get_invoice_pdf.ts";
export type { PdfDownload } from "./pdf_download.ts";
export { verifyDocument } from "./verify_document.ts";
export type { VerifiedCreditNoteView, VerifiedInvoiceView, VerifiedView } from "./view.ts";
