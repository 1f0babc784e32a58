/** What staff type to book something on a wallet, and whose wallet they may book on. */
import { z } from "zod";
import { admitMove, type OwnAccount } from "@/domain/approval/mod.ts";
import { readAccount } from "@/domain/customer/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { type Money, parseMoney } from "@/domain/shared/money.ts";
import {
  fail,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { toValidationError } from "@/domain/shared/validation.ts";
import { MAX_REASON_LENGTH } from "./model.ts";

/** Fields as typed. */
export type BookingForm = Readonly<Record<string, string | undefined>>;

/** The fields that every booking has. */
export const bookingFields = {
  amount: z.string("Enter an amount."),
  currency: z.string("Choose a currency.").trim().toUpperCase(),
  reason: z.string("Say why.").trim().min(1, "Say why: the customer reads this.")
    .max(MAX_REASON_LENGTH, `Use at most ${MAX_REASON_LENGTH} characters.`),
};

/** A form against its schema, with the amount in its currency; messages are beside the fields. */
export function checkBookingForm<S extends z.ZodObject<typeof bookingFields>>(
  schema: S,
  form: BookingForm,
): Result<{ typed: z.output<S>; amount: Money }, ValidationError> {
  const parsed = schema.safeParse(form);
  if (!parsed.success) return fail(toValidationError(parsed.error));
  const typed = parsed.data as z.output<S> & { amount: string; currency: string };
  if (!Intl.supportedValuesOf("currency").includes(typed.currency)) {
    return invalid({ currency: "Enter a currency code such as EUR." });
  }
  const amount = parseMoney(typed.amount, typed.currency);
  if (!amount) return invalid({ amount: "Enter an amount such as 120.00, without signs." });
  if (amount.minor === 0) return invalid({ amount: "Enter an amount of more than zero." });
  return ok({ typed, amount });
}

/** Whether somebody may book on a wallet, and alone: one of somebody else, which isn't erased. One check. */
export async function admitBooking(
  tx: Tx,
  deps: Deps,
  { actor, accountId, amount }: { actor: StaffActor; accountId: string; amount: Money },
): Promise<Result<"alone" | "proposed", NotFound | OwnAccount>> {
  return await hasWallet(deps, accountId)
    ? await admitMove(tx, deps, { actor, shares: [{ customerId: accountId, amount }] })
    : notFound();
}

/**
 * The id of a booking: the page of the form makes it, so that a form that is sent twice is booked once. A new one where none
 * came along.
 */
export function bookingId(
  deps: Pick<Deps, "ids">,
  prefix: "adj" | "rfd",
  typed: string | undefined,
): Result<string, ValidationError> {
  if (typed === undefined || typed === "") return ok(deps.ids.next(prefix));
  return isId(prefix, typed) ? ok(typed) : invalid({ "": "This form is broken: reload the page." });
}

/** Whether an account still has a wallet: what was proposed may be decided after its end. */
export async function hasWallet(deps: Pick<Deps, "kv">, accountId: string): Promise<boolean> {
  const account = isId("cus", accountId) ? await readAccount(deps.kv, accountId) : null;
  return account !== null && account.erasedAt === null;
}
