/** From views of paying to the objects of the API. */
import type { z } from "zod";
import type { ChainPaymentView, CryptoAssetView, SightingView } from "@/domain/crypto/mod.ts";
import type { Asset } from "@/domain/settings/mod.ts";
import type {
  coinsSchema,
  cryptoPaymentSchema,
  invoiceCryptoSchema,
  walletPaymentSchema,
} from "./crypto_schemas.ts";
import { money } from "./present.ts";
import type { PaidFromWallet } from "@/domain/payment/mod.ts";

/** `0.0012 BTC`, as views have it. */
function coins(text: string): z.input<typeof coinsSchema> {
  const [amount, asset] = text.split(" ");
  return { amount: amount!, asset: asset as Asset };
}

function coinsOrNull(text: string | null): z.input<typeof coinsSchema> | null {
  return text === null ? null : coins(text);
}

function presentSighting(sighting: SightingView) {
  const { txid, amount, firstSeenAt, match, confirmations, needed, status, booked } = sighting;
  return {
    txid,
    coins: coins(amount),
    first_seen_at: firstSeenAt,
    match,
    confirmations,
    confirmations_needed: needed,
    status,
    booked: booked && money(booked),
  };
}

/** A payment on a chain. */
export function presentCryptoPayment(
  payment: ChainPaymentView,
): z.input<typeof cryptoPaymentSchema> {
  const { asset, state, due } = payment;
  return {
    id: payment.id,
    invoice_id: payment.invoiceId,
    network: payment.networkLabel,
    asset: asset as Asset,
    address: payment.address,
    address_is_shared: payment.isFixed,
    to_send: coins(`${payment.amount} ${asset}`),
    due: money(due),
    price: { amount: payment.price, currency: due.currency },
    rate: payment.rateKind,
    expires_at: payment.expiresAt,
    is_expired: payment.isExpired,
    uri: payment.uri,
    is_watched: payment.isWatched,
    confirmations_needed: payment.confirmationsNeeded,
    tolerance_basis_points: payment.toleranceBasisPoints,
    late_rule: payment.lateRule,
    wrong_asset_rule: payment.wrongAssetRule,
    state: {
      phase: state.phase,
      received: coinsOrNull(state.received),
      missing: coinsOrNull(state.missing),
      excess: coinsOrNull(state.excess),
      confirmations: state.confirmations,
      confirmations_needed: state.needed,
      is_replaceable: state.isReplaceable,
      waits_for_staff: state.waitsForStaff,
    },
    transactions: payment.sightings.map(presentSighting),
  };
}

/** How an invoice can be paid in cryptocurrency, and what was asked for. */
export function presentInvoiceCrypto(
  assets: readonly CryptoAssetView[],
  payments: readonly ChainPaymentView[],
): z.input<typeof invoiceCryptoSchema> {
  return {
    assets: assets.map(({ asset, label, networkLabel }) => {
      return { asset: asset as Asset, name: label, network: networkLabel };
    }),
    payments: payments.map(presentCryptoPayment),
  };
}

/** A payment from the wallet. */
export function presentWalletPayment(
  invoiceId: string,
  { paid, due }: PaidFromWallet,
): z.input<typeof walletPaymentSchema> {
  return { invoice_id: invoiceId, paid: money(paid), due: money(due) };
}
