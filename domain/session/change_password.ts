/** A new password by somebody who is signed in and knows the old one; all other sessions end. */
import {
  checkPassword,
  hashPassword,
  loadAccount,
  newPasswordField,
} from "@/domain/customer/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import type { RateLimited } from "@/domain/shared/rate_limit.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import type { SignedIn } from "./model.ts";
import { endLateSessions, stageNewPassword } from "./new_password.ts";
import { provePassword } from "./prove.ts";
import type { Client } from "./start_session.ts";

/**
 * Changes the password, and with `revokesTokens` ends the account's API tokens in the same commit.
 *
 * Errors: `validation` beside `current_password` or `password`; `rate_limited`; `not_found`; `conflict`, also if the
 * password was changed in between.
 */
export async function changePassword(
  deps: Deps,
  input: {
    signedIn: SignedIn;
    client: Client;
    currentPassword: string;
    password: string;
    revokesTokens?: boolean;
  },
): Promise<Result<void, ValidationError | RateLimited | NotFound | Conflict>> {
  const { signedIn, client, currentPassword, revokesTokens = false } = input;
  const accountId = signedIn.account.id;
  const proven = await provePassword(deps, {
    accountId,
    client,
    password: currentPassword,
    field: "current_password",
  });
  if (!proven.ok) return proven;
  const fitting = await fitPassword(input.password, proven.value);
  if (!fitting.ok) return fitting;
  const passwordHash = await hashPassword(deps, fitting.value);
  const stored = await transact(deps, async (tx) => {
    const account = await loadAccount(tx, accountId);
    if (account?.passwordHash !== proven.value.passwordHash) return fail({ code: "conflict" });
    await stageNewPassword(tx, deps, {
      account,
      passwordHash,
      client,
      how: "changed",
      keep: signedIn.sessionId,
      revokesTokens,
    });
    return ok(undefined);
  });
  if (stored.ok) await endLateSessions(deps, { accountId, keep: signedIn.sessionId });
  return stored;
}

/** A new password in the form in which it is hashed, if it is good enough; the message is about `password`. */
export async function fitPassword(
  typed: string,
  owner: { name: string; email: string },
): Promise<Result<string, ValidationError>> {
  const parsed = newPasswordField.safeParse(typed);
  if (!parsed.success) return invalid({ password: parsed.error.issues[0]!.message });
  const checked = await checkPassword(parsed.data, owner);
  return checked.ok ? ok(parsed.data) : checked;
}
