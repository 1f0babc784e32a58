/**
 * Sets up an authenticator app: a secret that counts for nothing until the app has shown a code made from it. The first
 * factor of an account comes with recovery codes, which are shown once.
 */
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
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
import { changeFactor, type FactorOwner } from "./change.ts";
import { isStale, provePassword, WRONG_CODE } from "./check_person.ts";
import { withCodeLimits } from "./limits.ts";
import { type SecondFactor, SETUP_MINUTES } from "./model.ts";
import { makeRecoveryCodes, storeRecoveryCodes } from "./recovery_codes.ts";
import { matchStep, SECRET_BYTES, secretOf } from "./totp.ts";

/** There is an app already. */
export interface AlreadyOn {
  code: "already_on";
}

/** Nothing is being set up, or it took too long. */
export interface SetupExpired {
  code: "setup_expired";
}

/**
 * Makes a new secret and keeps it, sealed, until it is confirmed. Whoever sits at somebody else's open session must not lock
 * the owner out: so with the `password`, or `null` where the caller has made sure that they proved who they are a short
 * while ago.
 *
 * Errors: `validation` beside `password`; `rate_limited`; `already_on`; `not_found`; `conflict`.
 */
export function beginTotpSetup(
  deps: Deps,
  input: FactorOwner & { password: string | null },
): Promise<Result<void, ValidationError | RateLimited | AlreadyOn | NotFound | Conflict>> {
  const { accountId, client, password } = input;
  if (password === null) return begin(deps, input, null);
  return withCodeLimits(deps, { accountId, ip: client.ip }, async () => {
    const proven = await provePassword(deps, { accountId, password });
    return proven.ok ? await begin(deps, input, proven.value) : proven;
  });
}

function begin(
  deps: Deps,
  owner: FactorOwner,
  proven: { passwordHash: string } | null,
): Promise<Result<void, AlreadyOn | NotFound | Conflict>> {
  return changeFactor(deps, owner, async ({ account, factor }) => {
    if (proven && isStale(proven, account)) return fail({ code: "conflict" as const });
    if (factor.totp) return fail({ code: "already_on" as const });
    const bytes = Uint8Array.fromBase64(deps.ids.token(SECRET_BYTES), { alphabet: "base64url" });
    const sealed = await deps.secrets.seal("totp", factor.accountId, secretOf(bytes));
    const expiresAt = toIso(deps.clock.now().add({ minutes: SETUP_MINUTES }));
    return ok({
      factor: { ...factor, setup: { sealed, expiresAt } },
      value: undefined,
      action: "second_factor.setup_begun",
    });
  });
}

/**
 * Switches the app on with the first code that it shows. Answers with the new recovery codes, or `null` if the account
 * has some.
 *
 * Errors: `validation` beside `code`; `setup_expired`; `rate_limited`; `not_found`; `conflict`.
 */
export function confirmTotpSetup(
  deps: Deps,
  input: FactorOwner & { code: string },
): Promise<
  Result<
    { recoveryCodes: string[] | null },
    ValidationError | SetupExpired | RateLimited | NotFound | Conflict
  >
> {
  return withCodeLimits(
    deps,
    { accountId: input.accountId, ip: input.client.ip },
    () =>
      changeFactor(deps, input, async ({ factor }) => {
        const { setup } = factor;
        const now = deps.clock.now();
        if (!setup || Temporal.Instant.compare(setup.expiresAt, now) <= 0) {
          return fail({ code: "setup_expired" as const });
        }
        const secret = await deps.secrets.open("totp", factor.accountId, setup.sealed);
        const code = input.code.replace(/\s/g, "");
        const step = matchStep({ secret, code, now, lastStep: -1 });
        if (step === null) return invalid({ code: WRONG_CODE });
        const totp = { sealed: setup.sealed, lastStep: step, confirmedAt: toIso(now) };
        const first = withFirstCodes(deps, { ...factor, totp, setup: null });
        return ok({
          factor: first.factor,
          value: { recoveryCodes: first.codes },
          action: "second_factor.enabled",
          notice: "An authenticator app was switched on.",
        });
      }),
  );
}

/** Gives a record its recovery codes unless it has had some. */
export function withFirstCodes(
  deps: Pick<Deps, "ids">,
  factor: SecondFactor,
): { factor: SecondFactor; codes: string[] | null } {
  if (factor.recoveryCodes.length > 0) return { factor, codes: null };
  const codes = makeRecoveryCodes(deps.ids);
  return {
    factor: { ...factor, recoveryCodes: storeRecoveryCodes(factor.accountId, codes) },
    codes,
  };
}
