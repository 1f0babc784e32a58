/** Crypto: receiving on chains at addresses of our own, without a key that could spend. */
export { formatUnits, minorPerCoin } from "./asset.ts";
export { namedAccounts } from "./coins.ts";
export { bookChainMoney, type DecideChainError, dismissChainMoney } from "./decide.ts";
export { chainReceiptApproval } from "./decision.ts";
export { chainPaymentIds, eraseChainPayments } from "./erase.ts";
export { previewAddresses } from "./preview_addresses.ts";
export { type NameError, nameTransaction } from "./name_transaction.ts";
export {
  getChainPayment,
  listChainPayments,
  listCryptoAssets,
  listOfInvoice,
} from "./read_payments.ts";
export { listPaused, listRates } from "./read_rates.ts";
export { refreshRates } from "./refresh_rates.ts";
export { remindStaff } from "./remind_staff.ts";
export { type QuoteError, requestQuote } from "./request_quote.ts";
export type { QuoteInput, RequestedQuote } from "./stage_quote.ts";
export { watchChains } from "./watch_chains.ts";
export * from "./view.ts";
