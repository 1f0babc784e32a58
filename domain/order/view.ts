/** What pages may show of orders: plain types, safe for islands. */
import type { Money } from "../shared/money.ts";
import type { Cycle } from "../shared/period.ts";
import type { QuoteLine } from "../catalog/view.ts";

/** The states of an order. */
export const ORDER_STATUSES = [
  "pending_payment",
  "paid",
  "active",
  "cancelled",
  "expired",
] as const;

/** A state of an order. */
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** How somebody means to pay. */
export const PAYMENT_METHODS = ["bank_transfer", "crypto"] as const;

/** A way to pay. */
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** A row of a list. */
export interface OrderSummaryView {
  id: string;
  number: string;
  status: OrderStatus;
  planName: string;
  cycle: Cycle;
  hostname: string;
  /** Amounts are `null` for people who may not see prices. */
  total: Money | null;
  placedAt: string;
  expiresAt: string;
}

/** A row of a staff list. */
export interface StaffOrderSummaryView extends OrderSummaryView {
  total: Money;
  customerId: string;
  customerName: string;
  customerEmail: string;
}

/** An order in full. */
export interface OrderView extends OrderSummaryView {
  plan: string;
  datacenterName: string;
  osName: string;
  /** Empty where there is none. */
  panelName: string;
  highlights: Array<{ label: string; value: string }>;
  /** Empty for people who may not see prices. */
  lines: QuoteLine[];
  subtotal: Money | null;
  tax: Money | null;
  /** How the tax was reckoned. */
  taxRule: { label: string; rateBasisPoints: number; isInclusive: boolean };
  /** Days that it is free before its first term; 0 without a trial. */
  trialDays: number;
  /** The code that was used. */
  promoCode: string | null;
  renewal: Money | null;
  /** What the second term costs, or the first after a trial: less than `renewal` while a promotion lasts. */
  nextTerm: Money | null;
  invoiceId: string;
  invoiceNumber: string;
  serviceId: string | null;
  paymentMethod: PaymentMethod;
  paidAt: string | null;
  activatedAt: string | null;
  closedAt: string | null;
  closeReason: string | null;
}

/** An order in full for staff. */
export interface StaffOrderView extends OrderView {
  total: Money;
  subtotal: Money;
  tax: Money;
  renewal: Money;
  nextTerm: Money;
  customerId: string;
  customerName: string;
  customerEmail: string;
  termsVersion: string;
}
