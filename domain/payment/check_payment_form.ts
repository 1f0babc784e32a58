/** The form in which staff record what they saw arrive. */
import { z } from "zod";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { parseMoney } from "@/domain/shared/money.ts";
import { fail, invalid, ok, type Result, type ValidationError } from "@/domain/shared/result.ts";
import { toValidationError } from "@/domain/shared/validation.ts";
import type { Receipt } from "./book_receipt.ts";
import { comparableReference } from "./model.ts";
import { RECEIPT_METHODS } from "./view.ts";

/** Fields as typed. */
export type PaymentForm = Readonly<Record<string, string | undefined>>;

/** A receipt that makes sense by itself; whether it fits the invoice is another question. */
export interface TypedReceipt extends Receipt {
  acceptsDifference: boolean;
}

/** As typed, and as compared: some characters stand for many. */
const MAX_REFERENCE = 140;
const MAX_AGE_DAYS = 366;
/** The zone that is ahead of all others is at UTC+14: there it may be tomorrow already. */
const MAX_AHEAD_HOURS = 14;

const schema = z.strictObject({
  invoice_id: z.string().optional(),
  amount: z.string("Enter the amount that was received."),
  currency: z.string("Choose the currency that was received."),
  method: z.enum(RECEIPT_METHODS, "Choose how the money was received."),
  reference: z.string("Enter the bank's or chain's own name of this payment.").trim()
    .max(MAX_REFERENCE, "Use at most 140 characters.")
    .refine(
      (text) => /[\p{L}\p{N}]/u.test(comparableReference(text)),
      "Enter the bank's or chain's own name of this payment: a transaction number or hash.",
    )
    .refine(
      (text) => comparableReference(text).length <= MAX_REFERENCE,
      "Use at most 140 characters.",
    )
    .refine((text) => !/\p{C}/u.test(text), "Use plain text on one line."),
  received_on: z.string("Enter the day on which the money was received."),
  accept_difference: z.enum(["1", "on", "true", ""], "Tick the box or leave it.").optional(),
});

/** Reads the form against the currency of its invoice; messages are beside the fields. */
export function checkPaymentForm(
  deps: Pick<Deps, "clock">,
  { form, currency }: { form: PaymentForm; currency: string },
): Result<TypedReceipt, ValidationError> {
  const parsed = schema.safeParse(form);
  if (!parsed.success) return fail(toValidationError(parsed.error));
  const { method, reference, received_on, accept_difference } = parsed.data;
  const fields: Record<string, string> = {};
  if (parsed.data.currency !== currency) {
    fields.currency = `This invoice is in ${currency}. Exchange the payment first, ` +
      `or record what it was worth in ${currency}.`;
  }
  const amount = parseMoney(parsed.data.amount, currency);
  if (!amount) fields.amount = "Enter an amount such as 120.00, without signs or spaces.";
  else if (amount.minor === 0) fields.amount = "Enter an amount of more than zero.";
  const dayProblem = whyNotDay(deps, received_on);
  if (dayProblem) fields.received_on = dayProblem;
  if (!amount || Object.keys(fields).length > 0) return invalid(fields);
  return ok({
    amount,
    method,
    reference,
    receivedOn: received_on,
    acceptsDifference: Boolean(accept_difference),
  });
}

function whyNotDay(deps: Pick<Deps, "clock">, text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return "Enter a day such as 2026-03-01.";
  let day: Temporal.PlainDate;
  try {
    day = Temporal.PlainDate.from(text, { overflow: "reject" });
  } catch {
    return "There is no such day.";
  }
  const now = deps.clock.now();
  const last = Temporal.PlainDate.from(dayOf(now.add({ hours: MAX_AHEAD_HOURS })));
  if (Temporal.PlainDate.compare(day, last) > 0) return "This day is in the future.";
  const first = last.subtract({ days: MAX_AGE_DAYS });
  return Temporal.PlainDate.compare(day, first) < 0 ? "This day is more than a year ago." : null;
}
