/** Instants and days as `<time>`: exact for machines, readable for people, in UTC unless told. */
import { useContext } from "preact/hooks";
import { dateFormatter } from "./formatters.ts";
import { TimeZone } from "./time_zone.ts";

export interface DateOptions {
  locale?: string;
  timeZone?: string;
}

/** `2026-11-22T09:41:06Z` → `22 Nov 2026, 09:41 UTC`. */
export function formatDateTime(at: string, options: DateOptions = {}): string {
  const { locale = "en-GB", timeZone = "UTC" } = options;
  return dateFormatter(locale, { timeZone, withTime: true }).format(new Date(at));
}

/** `2026-11-22` → `22 Nov 2026`; a day has no time zone. */
export function formatDay(on: string, { locale = "en-GB" }: DateOptions = {}): string {
  const day = new Date(`${on.slice(0, 10)}T00:00:00Z`);
  return dateFormatter(locale, { timeZone: "UTC", withTime: false }).format(day);
}

export interface DateTimeProps extends DateOptions {
  /** An ISO instant (`…At`) or, for a day, `YYYY-MM-DD` (`…On`). */
  value: string;
  class?: string;
}

/** An instant in the zone of the page, or a day when `value` has no time. */
export function DateTime({ value, class: className = "", ...options }: DateTimeProps) {
  const timeZone = useContext(TimeZone);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value);
  return (
    <time dateTime={value} class={`whitespace-nowrap tabular-nums ${className}`}>
      {isDay ? formatDay(value, options) : formatDateTime(value, { timeZone, ...options })}
    </time>
  );
}
