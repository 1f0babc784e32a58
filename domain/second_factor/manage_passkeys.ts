/** Renames and removes passkeys. */
import type { Deps } from "@/domain/shared/deps.ts";
import type { RateLimited } from "@/domain/shared/rate_limit.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { changeFactor, type FactorOwner } from "./change.ts";
import { isStale, provePassword } from "./check_person.ts";
import { withCodeLimits } from "./limits.ts";
import { passkeyNameField } from "./model.ts";
import { stagePasskeyEnd } from "./repo.ts";

/** Gives a passkey another name. Errors: `validation` beside `name`; `not_found`; `conflict`. */
export async function renamePasskey(
  deps: Deps,
  input: FactorOwner & { passkey: string; name: string },
): Promise<Result<void, ValidationError | NotFound | Conflict>> {
  const name = passkeyNameField.safeParse(input.name);
  if (!name.success) return invalid({ name: name.error.issues[0]!.message });
  return await changeFactor(deps, input, ({ factor }) => {
    const known = factor.passkeys.find(({ id }) => id === input.passkey);
    if (!known) return notFound();
    const passkeys = factor.passkeys.map((each) =>
      each.id === known.id ? { ...each, name: name.data } : each
    );
    return ok({
      factor: { ...factor, passkeys },
      value: undefined,
      action: "passkey.renamed",
      after: { from: known.name, to: name.data },
    });
  });
}

/**
 * Removes a passkey, with the password. If it was the last factor, recovery codes and remembered devices go too.
 *
 * Errors: `validation` beside `password`; `rate_limited`; `not_found`; `conflict`.
 */
export function removePasskey(
  deps: Deps,
  input: FactorOwner & { passkey: string; password: string },
): Promise<Result<void, ValidationError | RateLimited | NotFound | Conflict>> {
  const who = { accountId: input.accountId, ip: input.client.ip };
  return withCodeLimits(deps, who, async () => {
    const proven = await provePassword(deps, input);
    if (!proven.ok) return proven;
    return await changeFactor(deps, input, ({ tx, account, factor }) => {
      if (isStale(proven.value, account)) {
        return fail({ code: "conflict" as const });
      }
      const known = factor.passkeys.find(({ id }) => id === input.passkey);
      if (!known) return notFound();
      stagePasskeyEnd(tx, known.id);
      return ok({
        factor: { ...factor, passkeys: factor.passkeys.filter((each) => each !== known) },
        value: undefined,
        action: "passkey.removed",
        after: { name: known.name },
        notice: `A passkey was removed: ${known.name}.`,
      });
    });
  });
}
