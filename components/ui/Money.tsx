/**
 * Money and time as text, the one place where amounts in minor units become decimals. The currency's
 * number of digits comes from Intl, so that yen have none and Kuwaiti dinars have three.
 */
import { moneyFormatter } from "./formatters.ts";

/** An amount in the currency's minor unit, such as `{ minor: 1299, currency: "EUR" }`. */
export interface MoneyValue {
  minor: number;
  currency: string;
}

export interface MoneyOptions {
  /** BCP 47; `en` unless given. */
  locale?: string;
  /** Leaves `.00` away where the amount is whole: for price tags, never on invoices. */
  trimZeros?: boolean;
}

/** `{ minor: 1299, currency: "EUR" }` → `€12.99`. Exact: the decimal is made from digits. */
export function formatMoney(amount: MoneyValue, options: MoneyOptions = {}): string {
  const { locale = "en", trimZeros = false } = options;
  if (!Number.isSafeInteger(amount.minor)) {
    throw new RangeError(`not a safe amount: ${amount.minor}`);
  }
  const format = moneyFormatter(amount.currency, { locale, trimZeros });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(decimalText(amount.minor, digits) as unknown as number);
}

/** `(1299, 2)` → `"12.99"`, `(-5, 2)` → `"-0.05"`, `(120, 0)` → `"120"`. */
export function decimalText(minor: number, digits: number): string {
  const sign = minor < 0 ? "-" : "";
  const all = String(Math.abs(minor)).padStart(digits + 1, "0");
  if (digits === 0) return sign + all;
  return `${sign}${all.slice(0, -digits)}.${all.slice(-digits)}`;
}

export interface MoneyProps extends MoneyOptions {
  amount: MoneyValue;
  class?: string;
}

/** An amount with tabular figures that never breaks over a line. */
export function Money({ amount, class: className = "", ...options }: MoneyProps) {
  return (
    <span class={`whitespace-nowrap tabular-nums ${className}`}>
      {formatMoney(amount, options)}
    </span>
  );
}
