/** Wallets: filled by their customers, looked at month by month, and what staff book on them. */
export { type AdjustError, adjustmentEffect, adjustWallet } from "./adjust.ts";
export type { BookingForm } from "./check_booking.ts";
export { bookingsOf, eraseBooking, isBookingId } from "./erase.ts";
export { listAdjustments, listOwnBookings, listRefunds } from "./list_bookings.ts";
export { type Adjustment, adjustmentTransferId, type Refund, refundTransferId } from "./model.ts";
export { adjustmentsAfter, readAdjustments, readRefunds, refundsAfter } from "./repo.ts";
export type { PayoutsFrozen } from "./payout_check.ts";
export { refundEffect, type RefundError, refundWallet } from "./refund.ts";
export { noteRefundSent, type NotToSend } from "./send_refund.ts";
export {
  getWalletMonth,
  getWalletView,
  maySeeWallet,
  streamWalletMonth,
  type WalletMonthFile,
  type WalletMonthRequest,
} from "./read_wallet.ts";
export { cancelTopUp, expireTopUps } from "./close_top_up.ts";
export { requestTopUp, type TopUpError } from "./top_up.ts";
export * from "./view.ts";
