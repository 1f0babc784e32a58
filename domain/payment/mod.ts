/** Payments: money that arrives or leaves a wallet for an invoice; and the proofs that customers upload. */
export {
  type AlreadyBooked,
  type BookedReceipt,
  bookReceipt,
  type BookReceiptError,
  type BookReceiptInput,
  houseAssetOf,
  isPayable,
  type Receipt,
  receiptTransferId,
  stageBookedReceipt,
} from "./book_receipt.ts";
export {
  type InsufficientFunds,
  type NotFromWallet,
  type PaidFromWallet,
  payFromWallet,
  type PayFromWalletError,
  settleFromWallet,
  settleJobHandlers,
  stageFromWallet,
} from "./pay_from_wallet.ts";
export { manualReceiptEffect, type ProposedPayment, submitPayment } from "./submit_payment.ts";
export {
  type AlreadyPaid,
  recordPayment,
  type RecordPaymentError,
  type RecordPaymentInput,
} from "./record_payment.ts";
export { renewJobHandlers, stageFulfilment } from "./fulfil.ts";
export { comparableReference, type Payment, type PaymentSource } from "./model.ts";
export type { PaymentForm } from "./check_payment_form.ts";
export { submitProof, type SubmitProofError, type SubmitProofInput } from "./submit_proof.ts";
export { admitProof, type AdmitProofError } from "./admit_proof.ts";
export { type AlreadyDecided, rejectProof } from "./reject_proof.ts";
export {
  listAllPayments,
  listOwnPayments,
  listPayments,
  listPendingProofs,
  listProofs,
  type ProofDownload,
  readProof,
} from "./read_proofs.ts";
export { exportPayments } from "./export_payments.ts";
export { eraseProofs, eraseReceipt, eraseReceipts, walletPaymentsOf } from "./erase.ts";
export {
  getByReceipt,
  hasPendingProof,
  paymentsAfter,
  peekPayment,
  readPayment,
  readPayments,
  stageReceiptAlias,
} from "./repo.ts";
export * from "./view.ts";
