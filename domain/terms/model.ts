/**
 * The terms by which a customer is billed again and reminded to pay: those of the settings, with what was agreed with this
 * customer in their place.
 */
import { z } from "zod";
import { MAX_LEAD_DAYS, type SettingsOf } from "@/domain/settings/mod.ts";
import { type Money, parseMoney } from "@/domain/shared/money.ts";

const days = (max: number) => z.int().min(0).max(max).nullable();

/** What staff have agreed with a customer; `null` where the settings hold. */
export const agreedSchema = z.strictObject({
  leadDays: days(MAX_LEAD_DAYS),
  graceDays: days(90),
  endAfterDays: days(365),
  suspendsUnpaid: z.boolean().nullable(),
  takesLateFees: z.boolean().nullable(),
});

/** What staff have agreed with a customer. */
export type Agreed = z.infer<typeof agreedSchema>;

export const customerTermsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  customerId: z.string(),
  /** Whether the customer wants invoices to be paid from the wallet; `null` until they say. */
  paysFromWallet: z.boolean().nullable(),
  agreed: agreedSchema,
});

/** What is stored for a customer. */
export type CustomerTerms = z.infer<typeof customerTermsSchema>;

/** Nothing is agreed. */
export const NOTHING_AGREED: Agreed = {
  leadDays: null,
  graceDays: null,
  endAfterDays: null,
  suspendsUnpaid: null,
  takesLateFees: null,
};

/** A late fee: an amount, or hundredths of a percent of what is due. */
export type LateFee =
  | { readonly kind: "fixed"; readonly amount: Money }
  | { readonly kind: "percent"; readonly basisPoints: number };

/** One reminder: days from the day on which an invoice is due, negative before it. */
export interface Reminder {
  day: number;
  fee: LateFee | null;
}

/** The terms of a customer. */
export interface Terms extends Omit<SettingsOf<"billing">, "reminders"> {
  reminders: readonly Reminder[];
}

/** The settings, with what holds for this customer in their place. */
export function termsOf(
  settings: { billing: SettingsOf<"billing">; currency: string },
  own: Pick<CustomerTerms, "paysFromWallet" | "agreed"> | null,
): Terms {
  const { billing, currency } = settings;
  const { takesLateFees, ...agreed } = own?.agreed ?? NOTHING_AGREED;
  const given = Object.entries({ ...agreed, paysFromWallet: own?.paysFromWallet ?? null })
    .filter(([, value]) => value !== null);
  return {
    ...billing,
    ...Object.fromEntries(given),
    reminders: billing.reminders.map(({ days, when, fee }) => ({
      day: when === "before" ? -days : days,
      fee: takesLateFees === false ? null : feeOf(fee, currency),
    })),
  };
}

function feeOf(text: string, currency: string): LateFee | null {
  const percent = /^(\d{1,2})(?:[.,](\d{1,2}))? ?%$/.exec(text);
  if (percent) {
    const basisPoints = Number(percent[1]) * 100 + Number((percent[2] ?? "").padEnd(2, "0"));
    return basisPoints > 0 ? { kind: "percent", basisPoints } : null;
  }
  const amount = text === "" ? null : parseMoney(text, currency);
  return amount && amount.minor > 0 ? { kind: "fixed", amount } : null;
}
