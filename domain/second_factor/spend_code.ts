/** Uses up a code: one that the authenticator app shows, or a recovery code. */
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { fail, ok, type Result } from "@/domain/shared/result.ts";
import type { RateLimited } from "@/domain/shared/rate_limit.ts";
import type { Conflict, NotFound } from "@/domain/shared/result.ts";
import { changeFactor, type FactorOwner } from "./change.ts";
import { withCodeLimits } from "./limits.ts";
import { codesLeft, type SecondFactor } from "./model.ts";
import { spendRecoveryCode } from "./recovery_codes.ts";
import { isTotpCode, matchStep } from "./totp.ts";

/** How somebody has shown that they hold the second factor. */
export type FactorMethod = "totp" | "recovery_code" | "passkey";

/** The code isn't right, or was used before. */
export interface BadCode {
  code: "bad_code";
}

/** The record after the code was used, to be stored on the commit that read it; `null` if the code isn't right. */
export async function spendCode(
  deps: Pick<Deps, "secrets" | "clock">,
  factor: SecondFactor,
  typed: string,
): Promise<{ factor: SecondFactor; method: FactorMethod } | null> {
  const code = typed.slice(0, 100).replace(/\s/g, "");
  if (!isTotpCode(code)) {
    const { accountId, recoveryCodes: codes } = factor;
    const left = spendRecoveryCode({ accountId, codes, typed: code, at: isoNow(deps.clock) });
    return left && { factor: { ...factor, recoveryCodes: left }, method: "recovery_code" };
  }
  if (!factor.totp) return null;
  const { sealed, lastStep } = factor.totp;
  const secret = await deps.secrets.open("totp", factor.accountId, sealed);
  const step = matchStep({ secret, code, now: deps.clock.now(), lastStep });
  if (step === null) return null;
  return { factor: { ...factor, totp: { ...factor.totp, lastStep: step } }, method: "totp" };
}

/** The sentence for the owner when a recovery code was used. */
export function recoveryNotice(factor: SecondFactor): string {
  const left = codesLeft(factor);
  return `A recovery code was used. ${left === 1 ? "1 code is" : `${left} codes are`} left.`;
}

/**
 * Checks a code of somebody who is signed in, and uses it up: for actions that ask again.
 *
 * Errors: `bad_code`; `rate_limited`; `not_found`; `conflict`.
 */
export function checkSecondFactor(
  deps: Deps,
  input: FactorOwner & { code: string },
): Promise<Result<{ method: FactorMethod }, BadCode | RateLimited | NotFound | Conflict>> {
  return withCodeLimits(
    deps,
    { accountId: input.accountId, ip: input.client.ip },
    () =>
      changeFactor(deps, input, async ({ factor }) => {
        const used = await spendCode(deps, factor, input.code);
        if (!used) return fail({ code: "bad_code" as const });
        return ok({
          factor: used.factor,
          value: { method: used.method },
          action: "second_factor.checked",
          after: { method: used.method },
          ...(used.method === "recovery_code" && { notice: recoveryNotice(used.factor) }),
        });
      }),
  );
}
