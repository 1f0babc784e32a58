/** Changes to a second factor that is on: switching the app off, new recovery codes, forgetting devices. */
import type { Deps } from "@/domain/shared/deps.ts";
import type { RateLimited } from "@/domain/shared/rate_limit.ts";
import {
  type Conflict,
  fail,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { changeFactor, type FactorChange, type FactorOwner } from "./change.ts";
import { isStale, proveCode, provePassword } from "./check_person.ts";
import { withCodeLimits } from "./limits.ts";
import { type SecondFactor, summaryOf } from "./model.ts";
import { makeRecoveryCodes, storeRecoveryCodes } from "./recovery_codes.ts";

/** The owner with password and code. */
export interface ProvenOwner extends FactorOwner {
  password: string;
  /** Of the app or a recovery code; not looked at where there is no app. */
  code: string;
}

type ManageError = ValidationError | RateLimited | NotFound | Conflict;

/**
 * Switches the authenticator app off. Without a passkey that is left, recovery codes and remembered devices go too.
 *
 * Errors: `validation` beside `password` or `code`; `rate_limited`; `not_found` if there is none; `conflict`.
 */
export function disableTotp(deps: Deps, input: ProvenOwner): Promise<Result<void, ManageError>> {
  return changeProven(deps, input, (factor) => {
    if (!factor.totp) return notFound();
    return ok({
      factor: { ...factor, totp: null, devices: [] },
      value: undefined,
      action: "second_factor.disabled",
      notice: "The authenticator app was switched off.",
    });
  });
}

/**
 * Replaces the recovery codes: the old ones end at once, the new ones are in the answer and nowhere else.
 *
 * Errors: as for `disableTotp()`.
 */
export function newRecoveryCodes(
  deps: Deps,
  input: ProvenOwner,
): Promise<Result<{ recoveryCodes: string[] }, ManageError>> {
  return changeProven(deps, input, (factor) => {
    if (summaryOf(factor) === "none") return notFound();
    const codes = makeRecoveryCodes(deps.ids);
    return ok({
      factor: { ...factor, recoveryCodes: storeRecoveryCodes(factor.accountId, codes) },
      value: { recoveryCodes: codes },
      action: "second_factor.codes_renewed",
      notice: "New recovery codes were made. The old ones don't work any more.",
    });
  });
}

/** Forgets one remembered device by its id, or all of them. Errors: `not_found`, `conflict`. */
export function forgetDevice(
  deps: Deps,
  input: FactorOwner & { device: string | null },
): Promise<Result<void, NotFound | Conflict>> {
  return changeFactor(deps, input, ({ factor }) => {
    const kept = input.device === null
      ? []
      : factor.devices.filter(({ digest }) => digest !== input.device);
    if (kept.length === factor.devices.length && input.device !== null) {
      return notFound();
    }
    return ok({
      factor: { ...factor, devices: kept },
      value: undefined,
      action: "second_factor.device_forgotten",
    });
  });
}

/** Proves the owner, then changes; password and code are counted as one guess. */
function changeProven<T>(
  deps: Deps,
  input: ProvenOwner,
  change: (factor: SecondFactor) => Result<FactorChange<T>, NotFound>,
): Promise<Result<T, ManageError>> {
  return withCodeLimits(
    deps,
    { accountId: input.accountId, ip: input.client.ip },
    async (): Promise<Result<T, ManageError>> => {
      const proven = await provePassword(deps, input);
      if (!proven.ok) return proven;
      return await changeFactor(deps, input, async ({ account, factor }) => {
        if (isStale(proven.value, account)) return fail({ code: "conflict" as const });
        const used = await proveCode(deps, factor, input.code);
        return used.ok ? change(used.value) : used;
      });
    },
  );
}
