/** Chain payments as people see them. */
import type { SettingsOf } from "@/domain/settings/mod.ts";
import { toIso } from "@/domain/shared/clock.ts";
import { qrCodeOf } from "@/domain/shared/qr.ts";
import { ASSET_FACTS, formatUnits, NETWORK_LABELS } from "./asset.ts";
import {
  type ChainPayment,
  confirmationsOf,
  currentQuote,
  isFinal,
  type Quote,
  type Sighting,
} from "./model.ts";
import { openEntries } from "./open_entries.ts";
import { paymentUri } from "./payment_uri.ts";
import { type ChainState, isLost, needsStaff, stateOf, waitsForDecision } from "./state.ts";
import type {
  ChainPaymentRow,
  ChainPaymentView,
  ChainStateView,
  QuoteView,
  SightingStatus,
  SightingView,
} from "./view.ts";
import { ethereumNode, isWatched } from "./ways.ts";
import { restOfQuote } from "./worth.ts";

/** What a view depends on besides the record. */
export interface ViewContext {
  chains: SettingsOf<"chains">;
  now: Temporal.Instant;
}

/** A chain payment for its customer. */
export function toChainPaymentView(
  payment: ChainPayment,
  { chains, now }: ViewContext,
): ChainPaymentView {
  const quote = currentQuote(payment);
  const { network, address, origin, sightings, claims, tip } = payment;
  const { asset } = quote;
  const { units, due } = restOfQuote(payment, quote);
  const uri = paymentUri({ asset, address, units, ethereum: ethereumNode(chains) });
  const state = toStateView(stateOf(payment, now), quote);
  return {
    id: payment.id,
    invoiceId: payment.invoiceId,
    invoiceNumber: payment.invoiceNumber,
    networkLabel: NETWORK_LABELS[network],
    address,
    isFixed: origin === null,
    isWatched: origin !== null && isWatched(chains, network),
    asset,
    assetLabel: ASSET_FACTS[asset].label,
    amount: formatUnits(units, asset),
    due,
    isRest: due.minor !== quote.due.minor,
    price: quote.price,
    rateKind: quote.rateKind,
    expiresAt: quote.expiresAt,
    isExpired: toIso(now) > quote.expiresAt,
    uri,
    qr: qrCodeOf(uri),
    confirmationsNeeded: quote.confirmations,
    toleranceBasisPoints: quote.toleranceBasisPoints,
    lateRule: chains.lateRule,
    wrongAssetRule: chains.wrongAssetRule,
    state,
    sightings: sightings.map((sighting) => toSightingView(sighting, tip)),
    claims: claims.map(({ txid, asset, status, namedAt, reason }) => {
      return { txid, asset, status, namedAt, reason };
    }),
    mark: [state.phase, state.confirmations, state.received, sightings.length, claims.length]
      .join("."),
  };
}

/** A row of the staff's list. */
export function toRow(payment: ChainPayment, now: Temporal.Instant): ChainPaymentRow {
  const quote = currentQuote(payment);
  return {
    id: payment.id,
    invoiceId: payment.invoiceId,
    invoiceNumber: payment.invoiceNumber,
    customerId: payment.customerId,
    asset: quote.asset,
    amount: amountText(quote),
    due: quote.due,
    state: toStateView(stateOf(payment, now), quote),
    needsStaff: needsStaff(payment),
    waitsSince: openEntries(payment)[0]?.since ?? null,
    createdAt: payment.createdAt,
  };
}

/** A quote with its sources. */
export function toQuoteView(quote: Quote): QuoteView {
  const { number, asset, units, due, price, rateKind, lockedAt, expiresAt, sources } = quote;
  const amount = amountText({ units, asset });
  return { number, amount, due, price, rateKind, lockedAt, expiresAt, sources };
}

/** `0.0012 BTC`. */
export function amountText({ units, asset }: Pick<Sighting | Quote, "units" | "asset">): string {
  return `${formatUnits(BigInt(units), asset)} ${asset}`;
}

function toStateView(state: ChainState, { asset }: Quote): ChainStateView {
  const text = (units: bigint | undefined) =>
    units === undefined ? null : `${formatUnits(units, asset)} ${asset}`;
  return {
    phase: state.phase,
    received: "received" in state
      ? text(state.received)
      : "units" in state
      ? amountText(state)
      : null,
    missing: "missing" in state ? text(state.missing) : null,
    excess: "excess" in state ? text(state.excess) : null,
    confirmations: "confirmations" in state ? state.confirmations : null,
    needed: "needed" in state ? state.needed : null,
    isReplaceable: "isReplaceable" in state && state.isReplaceable,
    wasInBlock: "wasInBlock" in state && state.wasInBlock,
    waitsForStaff: "waitsForStaff" in state && state.waitsForStaff,
  };
}

function toSightingView(sighting: Sighting, tip: number | null): SightingView {
  const { key, txid, firstSeenAt, match, confirmations: needed, booking } = sighting;
  return {
    key,
    txid,
    amount: amountText(sighting),
    firstSeenAt,
    match,
    confirmations: Math.min(confirmationsOf(sighting, tip), needed),
    needed,
    status: statusOf(sighting, tip),
    booked: booking?.amount ?? null,
  };
}

function statusOf(sighting: Sighting, tip: number | null): SightingStatus {
  if (isLost(sighting)) return "lost";
  if (sighting.isDismissed) return "dismissed";
  if (sighting.status === "gone") return "gone";
  if (sighting.booking) return "booked";
  if (sighting.block === null) return "seen";
  if (!isFinal(sighting, tip)) return "confirming";
  if (waitsForDecision(sighting)) return "waits_for_staff";
  return sighting.match === "on_time" ? "confirming" : "waits_for_rate";
}
