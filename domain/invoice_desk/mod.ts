/** What staff do with invoices: drafts, voiding, giving up, merging, notes. Credit notes are a noun of their own. */
export type { DraftForm } from "./check_draft.ts";
export {
  type CancelTheOrder,
  type CloseError,
  type CloseInput,
  reopenInvoice,
  voidInvoice,
  writeOffInvoice,
} from "./close_invoice.ts";
export {
  createDraft,
  deleteDraft,
  listDrafts,
  type Outdated,
  readDraftForStaff,
  saveDraft,
} from "./edit_draft.ts";
export { issueDraft } from "./issue_draft.ts";
export {
  MAX_MERGED,
  type MergeError,
  mergeInvoices,
  type NotMergeable,
  type NotMergeableReason,
  whyNotMergeable,
} from "./merge_invoices.ts";
export { MAX_LINES } from "./model.ts";
export { deleteDraftsFor, deleteStaffNotes } from "./repo.ts";
export { deskJobHandlers } from "./unbill.ts";
export { noteInvoice, readInvoiceNotes } from "./note_invoice.ts";
export type * from "./view.ts";
