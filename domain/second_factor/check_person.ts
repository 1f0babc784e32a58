/** Makes sure that whoever is signed in is the owner: the password again, and a code where there is an app. */
import { type Account, readAccount, verifyPassword } from "@/domain/customer/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { invalid, ok, type Result, type ValidationError } from "@/domain/shared/result.ts";
import type { SecondFactor } from "./model.ts";
import { spendCode } from "./spend_code.ts";

export const WRONG_PASSWORD = "This isn't your password. Check it and try again.";
export const WRONG_CODE = "This code isn't right, or was used before. Wait for the next one.";

/** The stored hash that the password fits; what is changed later must find the same one. */
export async function provePassword(
  deps: Deps,
  input: { accountId: string; password: string },
): Promise<Result<{ passwordHash: string }, ValidationError>> {
  const account = await readAccount(deps.kv, input.accountId);
  const password = input.password.slice(0, 1000);
  const { isMatch } = await verifyPassword(deps, password, account?.passwordHash ?? null);
  if (!account || !isMatch) return invalid({ password: WRONG_PASSWORD });
  return ok({ passwordHash: account.passwordHash });
}

/** Whether the password was changed after it was proven. */
export function isStale(proven: { passwordHash: string }, account: Account): boolean {
  return proven.passwordHash !== account.passwordHash;
}

/** The record after the code was used; it is asked for where there is an app that shows one. */
export async function proveCode(
  deps: Pick<Deps, "secrets" | "clock">,
  factor: SecondFactor,
  code: string,
): Promise<Result<SecondFactor, ValidationError>> {
  if (factor.totp === null) return ok(factor);
  if (code.trim() === "") return invalid({ code: "Enter the code that your app shows." });
  const used = await spendCode(deps, factor, code);
  return used ? ok(used.factor) : invalid({ code: WRONG_CODE });
}
