/**
 * Proof for changes of how somebody gets in: the password, and a code where there is an app that shows one. Tries count
 * against the limits on codes, as whoever asks may sit at somebody else's browser.
 */
import { type Account, readAccount, verifyPassword } from "@/domain/customer/mod.ts";
import { checkSecondFactor, withCodeLimits } from "@/domain/second_factor/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { RateLimited } from "@/domain/shared/rate_limit.ts";
import {
  type Conflict,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import type { Client } from "./start_session.ts";

/** Longer than any password that an account can have. */
const MAX_INPUT_LENGTH = 1000;
const WRONG_PASSWORD = "This isn't your password. Check it and try again.";
const WRONG_CODE = "This code isn't right, or was used before. Wait for the next one.";

/** Whether changes need a code besides the password. */
export function needsCode(account: Pick<Account, "secondFactor">): boolean {
  return account.secondFactor === "totp" || account.secondFactor === "both";
}

/**
 * The account as it was when the password fitted; what is changed later must find the same hash. The messages of a
 * `validation` are about `password` under the name that is given, and `code`.
 */
export async function provePassword(
  deps: Deps,
  input: { accountId: string; client: Client; password: string; field: string },
): Promise<Result<Account, ValidationError | RateLimited | NotFound>> {
  const { accountId, client, field } = input;
  if (input.password === "") return invalid({ [field]: "Enter your password." });
  return await withCodeLimits(deps, { accountId, ip: client.ip }, async () => {
    const account = await readAccount(deps.kv, accountId);
    if (!account || account.status !== "active") return notFound();
    const password = input.password.slice(0, MAX_INPUT_LENGTH);
    const { isMatch } = await verifyPassword(deps, password, account.passwordHash);
    return isMatch ? ok(account) : invalid({ [field]: WRONG_PASSWORD });
  });
}

/** Uses a code up where the account has an app; nothing is asked of others. */
export async function proveCode(
  deps: Deps,
  input: { account: Account; client: Client; code: string },
): Promise<Result<void, ValidationError | RateLimited | NotFound | Conflict>> {
  const { account, client, code } = input;
  if (!needsCode(account)) return ok(undefined);
  if (code.trim() === "") return invalid({ code: "Enter the code that your app shows." });
  const checked = await checkSecondFactor(deps, { accountId: account.id, client, code });
  if (checked.ok) return ok(undefined);
  const { error } = checked;
  return error.code === "bad_code" ? invalid({ code: WRONG_CODE }) : { ok: false, error };
}
