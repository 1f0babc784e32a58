/** Invoices and receipts on paper. */
export {
  getInvoicePdf,
  INVOICE_PAPERS,
  type InvoicePaper,
  type PdfDownload,
} from "./get_invoice_pdf.ts";
