/** Wallets: filled by their customers, looked at month by month, and what staff book on them. */
export {
  getWalletMonth,
  getWalletView,
  maySeeWallet,
  streamWalletMonth,
  type WalletMonthFile,
  type WalletMonthRequest,
} from "./read_wallet.ts";
export { requestTopUp, type TopUpError } from "./top_up.ts";
export * from "./view.ts";
