/**
 * Makes an account for someone who registers. Whether an address is known must not reach the outside through this
 * use-case's error: `session/sign_up.ts` is the way in from the web, and says why.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { stageCount } from "@/domain/stats/mod.ts";
import { toValidationError } from "@/domain/shared/validation.ts";
import { type Account, newAccount, registrationSchema } from "./model.ts";
import { hashPassword } from "./password.ts";
import { loadIdByEmail, stageNewAccount } from "./repo.ts";

/** What someone who registers has typed. */
export interface Registration {
  name: string;
  email: string;
  password: string;
}

/** A registration that fits, with its password hashed: all that is left is to stage it. */
export interface PreparedAccount {
  name: string;
  /** Normalised. */
  email: string;
  passwordHash: string;
  /** The version of the terms that were shown; `null` if none were. */
  termsVersion: string | null;
}

/** The address belongs to an account already. */
export interface EmailTaken {
  code: "email_taken";
}

/** Checks a registration and normalises its fields. */
export function checkRegistration(form: Registration): Result<Registration, ValidationError> {
  const parsed = registrationSchema.safeParse(form);
  return parsed.success ? ok(parsed.data) : fail(toValidationError(parsed.error));
}

/**
 * Registers a customer: account and audit event in one commit.
 *
 * Errors: `validation` by field; `email_taken`; `conflict`.
 */
export async function registerCustomer(
  deps: Deps,
  input: Registration & { termsVersion?: string; requestId?: string },
): Promise<Result<{ accountId: string }, ValidationError | EmailTaken | Conflict>> {
  const { name, email, password } = input;
  const checked = checkRegistration({ name, email, password });
  if (!checked.ok) return checked;
  const passwordHash = await hashPassword(deps, checked.value.password);
  const prepared = {
    name: checked.value.name,
    email: checked.value.email,
    passwordHash,
    termsVersion: input.termsVersion ?? null,
  };
  return await transact(deps, async (tx) => {
    const staged = await stageAccount(tx, deps, { ...prepared, requestId: input.requestId });
    if (!staged.ok) return staged;
    stageCount(tx, "customers", 1);
    return ok({ accountId: staged.value.id });
  });
}

/** Stages a new customer's account with its audit event; two checks. */
export async function stageAccount(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids">,
  input: PreparedAccount & { requestId?: string },
): Promise<Result<Account, EmailTaken>> {
  if (await loadIdByEmail(tx, input.email) !== null) return fail({ code: "email_taken" });
  const at = isoNow(deps.clock);
  const account = newAccount({
    id: deps.ids.next("cus"),
    email: input.email,
    name: input.name,
    passwordHash: input.passwordHash,
    staffRole: null,
    createdAt: at,
    acceptedTerms: input.termsVersion === null ? null : { version: input.termsVersion, at },
  });
  stageNewAccount(tx, account);
  stageAudit(tx, deps, {
    actor: { kind: "customer", id: account.id },
    action: "account.registered",
    subject: { kind: "account", id: account.id },
    after: { name: account.name, email: account.email },
    requestId: input.requestId,
  });
  return ok(account);
}
