/** What pages may show of chain payments: plain types and names, safe for islands. Amounts of assets are ready texts. */
import type { RateSource } from "@/domain/settings/mod.ts";
import type { Money } from "@/domain/shared/money.ts";
import type { QrCode } from "@/domain/shared/qr.ts";

/** Where a chain payment stands. */
export const CHAIN_PHASES = [
  /** Nothing has come, and the rate holds. */
  "waiting",
  /** Nothing has come, and the rate has run out. */
  "expired",
  /** In no block yet. */
  "seen",
  /** In a block, not deep enough. */
  "confirming",
  /** What was asked for has come. */
  "exact",
  /** Less has come. */
  "underpaid",
  /** More has come. */
  "overpaid",
  /** It came after the rate had run out. */
  "late",
  /** It came in another asset. */
  "wrong_asset",
  /** It was seen, and the chain no longer has it. */
  "reorganised",
  /** It was booked, and the chain no longer has it. */
  "lost",
] as const;

/** Where a chain payment stands. */
export type ChainPhase = (typeof CHAIN_PHASES)[number];

/** What happens to money on other terms. */
export type OtherTermsRule = "rate_at_confirmation" | "staff_decides";

/** An asset that an invoice can be paid in. */
export interface CryptoAssetView {
  asset: string;
  label: string;
  networkLabel: string;
  /** Received at an address that all share. */
  isFixed?: boolean;
  /** Nobody knows its rate just now: asking for an amount will probably fail. */
  isPaused?: boolean;
}

/** Where a chain payment stands, for a person; what a phase doesn't have is `null`. */
export interface ChainStateView {
  phase: ChainPhase;
  /** `0.0012 BTC`. */
  received: string | null;
  missing: string | null;
  excess: string | null;
  confirmations: number | null;
  needed: number | null;
  isReplaceable: boolean;
  wasInBlock: boolean;
  waitsForStaff: boolean;
}

/** How a sighting stands. */
export type SightingStatus =
  | "seen"
  | "confirming"
  | "booked"
  | "waits_for_staff"
  | "waits_for_rate"
  | "dismissed"
  | "gone"
  | "lost";

/** Money that the chain has shown. */
export interface SightingView {
  key: string;
  txid: string;
  amount: string;
  firstSeenAt: string;
  match: "on_time" | "late" | "wrong_asset";
  confirmations: number;
  needed: number;
  status: SightingStatus;
  booked: Money | null;
}

/** A transaction that the customer has named. */
export interface ClaimView {
  txid: string;
  asset: string;
  status: "pending" | "accepted" | "rejected";
  namedAt: string;
  reason: string;
}

/** A chain payment as its customer sees it. */
export interface ChainPaymentView {
  id: string;
  invoiceId: string;
  invoiceNumber: string;
  networkLabel: string;
  address: string;
  /** Others are asked to pay to the same address. */
  isFixed: boolean;
  /** A node sees what comes; else the customer names the transaction. */
  isWatched: boolean;
  asset: string;
  assetLabel: string;
  /** What is left to be sent, a decimal of whole coins: `0.00123`. */
  amount: string;
  /** What that is for. */
  due: Money;
  /** A part of what was asked for was seen already. */
  isRest: boolean;
  /** What a coin is worth, a decimal of the invoice's currency. */
  price: string;
  rateKind: "fresh" | "last_good";
  expiresAt: string;
  isExpired: boolean;
  /** For a wallet on the same device. */
  uri: string;
  qr: QrCode;
  confirmationsNeeded: number;
  toleranceBasisPoints: number;
  lateRule: OtherTermsRule;
  wrongAssetRule: OtherTermsRule;
  state: ChainStateView;
  sightings: SightingView[];
  claims: ClaimView[];
  /** Changes whenever something happens: pages compare it. */
  mark: string;
}

/** A row of the staff's list. */
export interface ChainPaymentRow {
  id: string;
  invoiceId: string;
  invoiceNumber: string;
  customerId: string;
  asset: string;
  amount: string;
  due: Money;
  state: ChainStateView;
  needsStaff: boolean;
  /** Since when it waits for a decision; `null` if there is none to make. */
  waitsSince: string | null;
  createdAt: string;
}

/** Something that staff decide about. */
export interface ChainDecisionView {
  key: string;
  txid: string;
  kind: "late" | "wrong_asset" | "claim" | "lost";
  amount: string;
  /** What was asked for in whole coins, of a named transaction: what probably came; `null` of what the chain tells. */
  asked: string | null;
  asset: string;
  at: string;
  /** What it is worth now, or was asked for; `null` where nobody knows. */
  worth: Money | null;
  isFinal: boolean;
  /** Another member of staff has to approve this amount. */
  proposed: Money | null;
}

/** A quote with where its rate comes from. */
export interface QuoteView {
  number: number;
  amount: string;
  due: Money;
  price: string;
  rateKind: "fresh" | "last_good";
  lockedAt: string;
  expiresAt: string;
  sources: Array<{ source: RateSource; price: string; at: string; leftOut: string | null }>;
}

/** A chain payment as staff see it. */
export interface StaffChainPaymentView extends ChainPaymentView {
  customerId: string;
  /** Index of the address under the account key; `null` for a fixed address. */
  index: number | null;
  createdAt: string;
  lookedAt: string | null;
  nextLookAt: string | null;
  quotes: QuoteView[];
  decisions: ChainDecisionView[];
}

/** The first addresses of an account key. */
export interface AddressPreview {
  networkLabel: string;
  addresses: string[];
  /** What the wallet is called in the books. */
  account: string;
  /** How many addresses were given to invoices so far. */
  givenCount: number;
}

/** How the rate of an asset stands; `unknown` before anybody has asked. */
export const RATE_STATES = ["ok", "last_good", "paused", "unknown"] as const;

/** How the rate of an asset stands. */
export type RateState = (typeof RATE_STATES)[number];

/** What one source said when it was last asked. */
export interface RateSourceView {
  source: RateSource;
  price: string | null;
  at: string | null;
  ageSeconds: number | null;
  /** From the middle of what all said. */
  distanceBasisPoints: number | null;
  status: "counted" | "too_old" | "too_far" | "not_a_price" | "no_answer" | "not_asked";
}

/** A quote that a customer was given. */
export interface RateQuoteView {
  /** The chain payment. */
  paymentId: string;
  invoiceNumber: string;
  amount: string;
  due: Money;
  price: string;
  rateKind: "fresh" | "last_good";
  lockedAt: string;
  /** Sources that the rate was made from. */
  sourceCount: number;
}

/** The rate of an asset in a currency, as it was when the sources were last asked. */
export interface RateView {
  asset: string;
  assetLabel: string;
  currency: string;
  state: RateState;
  /** What a quote would be made from, the margin in it; `null` while there is none. */
  price: string | null;
  /** What the sources last agreed on, and when. */
  goodPrice: string | null;
  goodAt: string | null;
  askedAt: string | null;
  failedAt: string | null;
  pausedSince: string | null;
  marginBasisPoints: number;
  /** Of the prices that counted when the sources were last asked. */
  median: string | null;
  spreadBasisPoints: number | null;
  countedCount: number;
  sources: RateSourceView[];
  /** The newest first. */
  quotes: RateQuoteView[];
}

/** The rates of what is on offer in one of the currencies. */
export interface RatesView {
  currencies: string[];
  currency: string;
  rates: RateView[];
}
