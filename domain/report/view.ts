/** What pages may show of reports. */
import type { Money } from "@/domain/shared/money.ts";
import type { CustomerKind, TaxTreatment } from "@/domain/tax/view.ts";
import type { Age } from "./receivables.ts";
import type { Movement } from "./recurring_revenue.ts";

export type { Age, Movement };

/** A month in one currency. */
export interface ReportMonthView {
  /** `2026-03`. */
  month: string;
  currency: string;
  /** Settled less given back, without tax. */
  revenue: Money;
  tax: Money;
  /** Booked by staff with a reason; positive where it is the house's gain. */
  adjustments: Money;
  /** By how much what customers have in their wallets grew. */
  wallets: Money;
  /** Money that left the house. */
  paidOut: Money;
  /** What arrived, by the house's account: `bank`, `crypto:BTC`. */
  receipts: Array<{ account: string; count: number; amount: Money }>;
}

/** Recurring revenue at the end of a day. */
export interface RecurringDayView {
  day: string;
  currencies: Array<{
    currency: string;
    services: number;
    /** By the month. */
    monthly: Money;
    moves: Array<{ movement: Movement; count: number; monthly: Money }>;
  }>;
}

/** All reports of a span. */
export interface ReportsView {
  from: string;
  to: string;
  /** The last one first. */
  months: ReportMonthView[];
  /** Oldest first. */
  recurring: RecurringDayView[];
  receivables: Array<{ age: Age; count: number; owed: Money }>;
  /** When the receivables were counted; `null` before the first time. */
  receivablesAt: string | null;
}

/** What came of an asset into one wallet of the house. */
export interface CoinReportRow {
  asset: string;
  /** The fingerprint of an account key, or an address; `null` for money of which nobody knows the coins. */
  account: string | null;
  /** What the settings know it as. */
  accountLabel: string | null;
  /** Whole coins, exact; `null` where nobody knows. */
  coins: string | null;
  booked: Money;
  /** What a coin was booked at on the average. */
  perCoin: Money | null;
  count: number;
}

/** The coins of a span. */
export interface CoinReportView {
  from: string;
  to: string;
  rows: CoinReportRow[];
  /** When the last day was worked out; `null` where nothing was booked. */
  madeAt: string | null;
}

/** What the tax report adds up by. */
export const TAX_PERIOD_UNITS = ["month", "quarter"] as const;

/** What the tax report adds up by. */
export type TaxPeriodUnit = (typeof TAX_PERIOD_UNITS)[number];

/** The tax of a period in one country and currency. */
export interface TaxTotal {
  /** `2026-03` or `2026-Q1`. */
  period: string;
  /** ISO 3166-1 code; `null` where the seller has named no country. */
  country: string | null;
  currency: string;
  /** Settled less given back. */
  net: Money;
  tax: Money;
  gross: Money;
}

/** The same for one rule and kind of customer. */
export interface TaxReportRow extends TaxTotal {
  treatment: TaxTreatment;
  /** Hundredths of a percent. */
  rateBasisPoints: number;
  /** `null` on invoices from before this was kept. */
  customerKind: CustomerKind | null;
}

/** The tax of a span. */
export interface TaxReportView {
  from: string;
  to: string;
  by: TaxPeriodUnit;
  /** The last period first. */
  rows: TaxReportRow[];
  totals: TaxTotal[];
  /** When the last day was worked out; `null` where nothing was booked. */
  madeAt: string | null;
}
