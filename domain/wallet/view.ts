/** What pages may show of wallets: plain types, safe for islands. */
import type { StatementLineView } from "@/domain/ledger/view.ts";
import type { ReceiptMethod } from "@/domain/payment/view.ts";
import type { Money } from "@/domain/shared/money.ts";

/** A wallet in all its currencies. */
export interface WalletView {
  /** In the house's currency, and in every one that was ever booked. */
  balances: Money[];
  /** Currencies that the wallet can be filled in, with the least and the largest amount. */
  topUps: Array<{ min: Money; max: Money }>;
}

/** A line of a statement, with the number of the invoice that it belongs to. */
export interface WalletLineView extends StatementLineView {
  invoiceNumber: string | null;
}

/** One page of a month's statement, newest first. */
export interface WalletMonthView {
  currency: string;
  /** `2026-03`. */
  month: string;
  opening: Money;
  closing: Money;
  lines: WalletLineView[];
  /** Number of the line after which the next page begins; `null` on the last one. */
  next: number | null;
  /** Months with a statement before and after this one. */
  previousMonth: string | null;
  nextMonth: string | null;
}

/** The ways of an adjustment. */
export const DIRECTIONS = ["credit", "debit"] as const;

/** Whether staff give or take. */
export type Direction = (typeof DIRECTIONS)[number];

/** The states of what staff book on a wallet. */
export const BOOKING_STATUSES = ["proposed", "booked", "rejected"] as const;

/** A state of what staff book on a wallet. */
export type BookingStatus = (typeof BOOKING_STATUSES)[number];

/** An adjustment as staff see it. */
export interface AdjustmentView {
  id: string;
  customerId: string;
  direction: Direction;
  amount: Money;
  reason: string;
  status: BookingStatus;
  approvalId: string | null;
  createdBy: string;
  createdAt: string;
}

/** A refund as staff see it. */
export interface RefundView {
  id: string;
  customerId: string;
  amount: Money;
  method: ReceiptMethod;
  /** An account or address. */
  destination: string;
  /** The bank's or chain's own name of it; empty until it was sent. */
  reference: string;
  reason: string;
  status: BookingStatus;
  approvalId: string | null;
  createdBy: string;
  createdAt: string;
  sentAt: string | null;
}

/** What staff have booked on a wallet, as its owner sees it. */
export interface OwnBookingView {
  id: string;
  /** Below zero where something was taken. */
  amount: Money;
  reason: string;
  status: BookingStatus;
  createdAt: string;
  /** Of what was paid out. */
  method?: ReceiptMethod;
  destination?: string;
  reference?: string;
  sentAt?: string | null;
}
