/** What mails about billing say of amounts and times. */
import { type Money, toDecimal } from "@/domain/shared/money.ts";

/** An amount in a mail, for example `120.00 EUR`. */
export function amountText(amount: Money): string {
  return `${toDecimal(amount)} ${amount.currency}`;
}

/** A moment in the reader's own zone and in UTC: `4 April 2027 at 10:00 (Europe/Berlin), 08:00 UTC`. */
export function momentText(instant: string, timeZone: string): string {
  const utc = inZone(instant, "UTC");
  if (timeZone === "UTC") return `${utc.day} at ${utc.time} UTC`;
  const own = inZone(instant, timeZone);
  const day = own.day === utc.day ? "" : `${utc.day}, `;
  return `${own.day} at ${own.time} (${timeZone}), ${day}${utc.time} UTC`;
}

function inZone(instant: string, timeZone: string): { day: string; time: string } {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  const day = at.toPlainDate().toLocaleString("en-GB", { dateStyle: "long" });
  return { day, time: at.toPlainTime().toString({ smallestUnit: "minute" }) };
}

/** What goes with a server. */
export const LOSSES =
  "With it go all data on its disks, its snapshots and backups at our place, and its IP addresses. " +
  "Nobody can bring them back: save what you need before.";
