/** Invoices: issued with a gapless number, then frozen but for their state. */
export {
  basisSchema,
  type InvoiceLine,
  type InvoiceLineInput,
  LINE_KINDS,
  type LineBasis,
  oneLine,
  replayUnit,
  totals,
} from "./line.ts";
export { type TaxArithmetic, taxed } from "@/domain/shared/tax_arithmetic.ts";
export {
  amountDue,
  type Chase,
  type Invoice,
  INVOICE_KINDS,
  INVOICE_STATUSES,
  type InvoiceKind,
  type InvoiceParty,
  type InvoiceStatus,
  isChased,
  partySchema,
  type TaxRule,
  taxRuleSchema,
} from "./model.ts";
export { periodsByService, type PeriodsPaid } from "./periods.ts";
export { type ExplainedInvoice, explainInvoice, type Explanation } from "./explain.ts";
export { eraseBuyer, pageInvoiceDays } from "./erase.ts";
export {
  INVOICE_LANE,
  type IssueInput,
  SETTLE_JOB,
  stageIssueInvoice,
  stageSettleJob,
} from "./issue_invoice.ts";
export {
  checkInvoice,
  type NotOpen,
  stageChase,
  stageExpiry,
  stageReopened,
  stageUncollectible,
  stageVoidInvoice,
} from "./change_invoice.ts";
export {
  creditable,
  creditableLines,
  type CreditAsked,
  type Credited,
  creditIds,
  type CreditPart,
  creditParts,
  stageCredited,
} from "./credit.ts";
export { type CreditStep, creditStepOf, creditStepSchema, replayStep } from "./credit_step.ts";
export { creditableOfService, creditOfService } from "./credit_service.ts";
export { settlementIds, settlementTransfers, splitOf, stageSettled } from "./settle.ts";
export {
  getInvoice,
  type InvoiceListRequest,
  listInvoices,
  listInvoicesForStaff,
  maySeeInvoice,
} from "./get_invoice.ts";
export {
  chasedInvoices,
  type ChaseEntry,
  dropChase,
  expiringInvoices,
  findInvoiceByNumber,
  invoicesAfter,
  nextChaseAt,
  pageInvoices,
  peekInvoice,
  readCounters,
  readIdsOfNumbers,
  readInvoice,
  readInvoices,
  scanInvoices,
  scanOpenInvoices,
  setChaseAside,
  takeNumber,
} from "./repo.ts";
export { invoiceSeals, sealOldInvoices } from "./seal.ts";
export { creditorReference, isCreditorReference, printReference } from "./reference.ts";
export type {
  InvoiceSummaryView,
  InvoiceView,
  PaymentInstructionsView,
  StaffInvoiceSummaryView,
  StaffInvoiceView,
} from "./view.ts";
