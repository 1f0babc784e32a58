/** Invoices: issued with a gapless number, then frozen but for their state. */
export {
  amountDue,
  type Invoice,
  INVOICE_STATUSES,
  type InvoiceLine,
  type InvoiceLineInput,
  type InvoiceStatus,
} from "./model.ts";
export { eraseBuyer, pageInvoiceDays } from "./erase.ts";
export { INVOICE_LANE, type IssueInput, stageIssueInvoice } from "./issue_invoice.ts";
export {
  checkInvoice,
  type NotOpen,
  stagePaid,
  stageReceived,
  stageVoidInvoice,
} from "./change_invoice.ts";
export {
  getInvoice,
  type InvoiceListRequest,
  listInvoices,
  listInvoicesForStaff,
  maySeeInvoice,
} from "./get_invoice.ts";
export { readInvoice, scanInvoices } from "./repo.ts";
export { creditorReference, isCreditorReference, printReference } from "./reference.ts";
export type * from "./view.ts";
