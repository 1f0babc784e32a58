/** What money may be moved without further ado, by currency: the section `limits`. */
import { z } from "zod";
import { type Money, money, parseMoney } from "../shared/money.ts";

const currency = z.string().trim().toUpperCase().refine(
  (code) => Intl.supportedValuesOf("currency").includes(code),
  // Amounts can't be read in what is no currency
  { error: "Enter a currency code such as EUR.", abort: true },
);

/** Amounts are kept as they are typed, such as `10.00`: what they are worth depends on the currency. */
const amount = z.string().trim().max(20, "Use at most 20 characters.");

const limitSchema = z.strictObject({
  currency,
  topUpMin: amount,
  topUpMax: amount,
  /** Above it staff need a second member of staff; blank: they never do. */
  approveAbove: amount,
}).superRefine((entry, context) => {
  for (const field of ["topUpMin", "topUpMax", "approveAbove"] as const) {
    if (field === "approveAbove" && entry[field] === "") continue;
    if (!parseMoney(entry[field], entry.currency)) {
      const message = "Enter an amount such as 10.00, without signs or spaces.";
      context.addIssue({ code: "custom", path: [field], message });
    }
  }
  const limits = limitsOf({ limits: [entry] }, entry.currency);
  if (limits && limits.topUpMin.minor === 0) {
    context.addIssue({ code: "custom", path: ["topUpMin"], message: "Enter more than zero." });
  }
  if (limits && limits.topUpMax.minor < limits.topUpMin.minor) {
    context.addIssue({ code: "custom", path: ["topUpMax"], message: "This is below the least." });
  }
});

export const limits = z.strictObject({
  limits: z.array(limitSchema).max(10, "Use at most ten entries."),
}).superRefine(({ limits }, context) => {
  limits.forEach((entry, at) => {
    if (limits.findIndex((each) => each.currency === entry.currency) === at) return;
    const message = "There is an entry for this currency already.";
    context.addIssue({ code: "custom", path: ["limits", at, "currency"], message });
  });
});

export const LIMITS_DEFAULT: z.infer<typeof limits> = {
  limits: [{ currency: "EUR", topUpMin: "10.00", topUpMax: "5000.00", approveAbove: "500.00" }],
};

/** The limits of one currency. */
export interface Limits {
  topUpMin: Money;
  topUpMax: Money;
  /** `null`: nothing needs a second member of staff. */
  approveAbove: Money | null;
}

/** What the settings say of a currency; `null` where they say nothing. */
export function limitsOf(
  settings: z.infer<typeof limits>,
  currency: string,
): Limits | null {
  const entry = settings.limits.find((each) => each.currency === currency);
  const topUpMin = entry && parseMoney(entry.topUpMin, currency);
  const topUpMax = entry && parseMoney(entry.topUpMax, currency);
  if (!entry || !topUpMin || !topUpMax) return null;
  return { topUpMin, topUpMax, approveAbove: parseMoney(entry.approveAbove, currency) };
}

/** Whether an amount is for one member of staff alone to move; not in a currency of which the settings say nothing. */
export function needsSecondPerson(settings: z.infer<typeof limits>, amount: Money): boolean {
  const known = limitsOf(settings, amount.currency);
  const limit = known === null ? money(0, amount.currency) : known.approveAbove;
  return limit !== null && amount.minor > limit.minor;
}
