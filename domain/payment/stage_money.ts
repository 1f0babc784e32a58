/** A payment's transfers: from the house's account to the wallet, and from there to revenue and tax. */
import type { Invoice } from "@/domain/invoice/mod.ts";
import {
  type Booked,
  houseAccount,
  stageTransfers,
  type TransferError,
  type TransferInput,
  walletAccount,
} from "@/domain/ledger/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import type { Money } from "@/domain/shared/money.ts";
import type { Result } from "@/domain/shared/result.ts";
import type { Payment } from "./model.ts";
import type { ReceiptMethod } from "./view.ts";

/** Where tax goes when the seller has named no country: a code that ISO 3166-1 leaves to its users. */
const NO_COUNTRY = "ZZ";

const ASSETS: Readonly<Record<ReceiptMethod, string>> = {
  bank_transfer: "bank",
  crypto_btc: "crypto:BTC",
  crypto_eth: "crypto:ETH",
  crypto_usdt: "crypto:USDT",
  crypto_usdc: "crypto:USDC",
};

/** Ids of the transfers that belong to a payment and to an invoice: each is booked once. */
export const transferIds = {
  receipt: (paymentId: string) => `receipt:${paymentId}`,
  settlement: (invoiceId: string) => `settlement:${invoiceId}`,
  tax: (invoiceId: string) => `settlement_tax:${invoiceId}`,
};

/** Books a receipt and, if it settles the invoice, the settlement: one check a transfer and one for the wallet. */
export function stageMoney(
  tx: Tx,
  deps: Deps,
  input: { invoice: Invoice; payment: Payment; isSettled: boolean },
): Promise<Result<Booked[], TransferError>> {
  const { invoice, payment } = input;
  const { currency } = invoice;
  const wallet = walletAccount(invoice.customerId, currency);
  const receipt: TransferInput = {
    id: transferIds.receipt(payment.id),
    debitAccount: houseAccount(ASSETS[payment.method], currency),
    creditAccount: wallet,
    amount: payment.amount,
    code: "receipt",
    links: { paymentId: payment.id, invoiceId: invoice.id, orderId: invoice.orderId },
  };
  const fromWallet = (id: string, account: string, amount: Money): TransferInput => ({
    id,
    debitAccount: wallet,
    creditAccount: houseAccount(account, currency),
    amount,
    code: account === "revenue" ? "settlement" : "tax",
    links: { paymentId: payment.id, invoiceId: invoice.id, orderId: invoice.orderId },
  });
  const taxAccount = `tax:${invoice.taxRule.country ?? NO_COUNTRY}`;
  const settlements = [
    fromWallet(transferIds.settlement(invoice.id), "revenue", invoice.subtotal),
    fromWallet(transferIds.tax(invoice.id), taxAccount, invoice.tax),
  ].filter((transfer) => transfer.amount.minor > 0);
  return stageTransfers(tx, deps, input.isSettled ? [receipt, ...settlements] : [receipt]);
}
