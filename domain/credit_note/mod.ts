/** Credit notes: parts of invoices that are taken back, numbered without gaps in a series of their own. */
export type { NotCreditable } from "./asked.ts";
export { eraseCreditNotes, lastCreditedOn } from "./erase.ts";
export {
  issueCreditNote,
  type IssueCreditNoteError,
  type IssueCreditNoteInput,
} from "./issue_credit_note.ts";
export { type CreditExplanation, explainCreditNote } from "./explain.ts";
export type { CreditBasis, CreditNote } from "./model.ts";
export { getCreditNote, listCreditNotes, listCreditNotesForStaff } from "./read_credit_notes.ts";
export {
  creditNotesAfter,
  findByNumber as findCreditNoteByNumber,
  getCreditNoteRecord,
  readCreditNote,
  readCreditNotes,
  readIdsOfNumbers as readIdsOfCreditNotes,
  scanCreditNotes,
  scanCreditNotesOf,
} from "./repo.ts";
export { creditNoteSeals, sealOldCreditNotes } from "./seal.ts";
export { CREDIT_NOTE_LANE, stageNote } from "./stage_note.ts";
export {
  creditNoteEffect,
  submitCreditNote,
  type SubmittedCreditNote,
} from "./submit_credit_note.ts";
export type {
  CreditNoteLineView,
  CreditNoteSummaryView,
  CreditNoteView,
  StaffCreditNoteSummaryView,
  StaffCreditNoteView,
} from "./view.ts";
