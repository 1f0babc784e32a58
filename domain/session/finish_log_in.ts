/**
 * The second step of a log-in: a code, a recovery code or a passkey for the account whose password was right a moment
 * ago. Challenge, code and session are one commit, so that none of them serves twice.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { type Account, loadAccount, readAccount } from "@/domain/customer/mod.ts";
import {
  type BadCode,
  type DeviceToken,
  type FactorAnswer,
  type PasskeyRequest,
  secondStepOptions,
  stageSecondStep,
  withCodeLimits,
} from "@/domain/second_factor/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { networkOf } from "@/domain/shared/network.ts";
import type { RateLimited } from "@/domain/shared/rate_limit.ts";
import { type Conflict, fail, ok, type Result } from "@/domain/shared/result.ts";
import { readLogInChallenge, takeLogInChallenge } from "./log_in_challenge.ts";
import type { StartedSession } from "./model.ts";
import { limitPasskeyRequests } from "./passkey_log_in.ts";
import { type Client, issueToken, stageSession } from "./start_session.ts";

/** There is no first step, or it was too long ago, or it was used: the log-in begins anew. */
export interface LogInExpired {
  code: "log_in_expired";
}

/** The second step. */
export interface FinishLogInInput extends Client {
  /** The token of the first step. */
  challenge: string;
  answer: FactorAnswer;
  /** Whether this device may leave out the second step for 30 days. */
  rememberDevice: boolean;
}

/** The session, and the token of a device that is to be remembered. */
export interface FinishedLogIn extends StartedSession {
  device: DeviceToken | null;
}

/** What somebody can answer the second step with; `null` if there is no first step. */
export async function getSecondStep(
  deps: Deps,
  challenge: string | null,
): Promise<{ hasApp: boolean; hasPasskey: boolean } | null> {
  const account = challenge === null ? null : await accountOf(deps, challenge);
  if (!account || account.secondFactor === "none") return null;
  return {
    hasApp: account.secondFactor !== "passkey",
    hasPasskey: account.secondFactor !== "totp",
  };
}

/** Options for a passkey as the second step. Errors: `log_in_expired`, `rate_limited`. */
export async function beginPasskeyStep(
  deps: Deps,
  input: Client & { challenge: string },
): Promise<Result<PasskeyRequest, LogInExpired | RateLimited>> {
  const account = await accountOf(deps, input.challenge);
  if (!account) return fail({ code: "log_in_expired" });
  const taken = await limitPasskeyRequests(deps, input);
  return taken.ok ? ok(await secondStepOptions(deps, account.id)) : taken;
}

/**
 * Finishes a log-in: a new session, a token for its cookie, and an audit event. After a wrong code the challenge stays,
 * and the limits on codes hold.
 *
 * Errors: `bad_code`; `log_in_expired`; `rate_limited` with the seconds until the next try; `conflict`.
 */
export async function finishLogIn(
  deps: Deps,
  input: FinishLogInInput,
): Promise<Result<FinishedLogIn, BadCode | LogInExpired | RateLimited | Conflict>> {
  const first = await readLogInChallenge(deps, input.challenge);
  if (!first) return fail({ code: "log_in_expired" });
  const { accountId } = first;
  const finished = await withCodeLimits(
    deps,
    { accountId, ip: input.ip },
    () => storeSession(deps, { accountId, input }),
  );
  if (!finished.ok) {
    if (finished.error.code === "bad_code") await recordFailure(deps, accountId, input);
    return finished;
  }
  const { session, account, device } = finished.value;
  return ok({ ...await issueToken(deps, session, account), device });
}

function storeSession(
  deps: Deps,
  { accountId, input }: { accountId: string; input: FinishLogInInput },
) {
  return transact(deps, async (tx) => {
    const account = await loadAccount(tx, accountId);
    const isFirstStep = account?.status === "active" &&
      await takeLogInChallenge(tx, deps, { token: input.challenge, account });
    if (!account || !isFirstStep) return fail({ code: "log_in_expired" as const });
    const step = await stageSecondStep(tx, deps, {
      account,
      answer: input.answer,
      isRemembered: input.rememberDevice,
      client: input,
    });
    if (!step.ok) return step;
    const { method, device } = step.value;
    const session = await stageSession(tx, deps, { account, client: input, factor: method });
    return ok({ session, account, device });
  });
}

async function accountOf(deps: Deps, challenge: string): Promise<Account | null> {
  const first = await readLogInChallenge(deps, challenge);
  return first && await readAccount(deps.kv, first.accountId);
}

async function recordFailure(deps: Deps, accountId: string, client: Client): Promise<void> {
  await transact(deps, (tx) => {
    stageAudit(tx, deps, {
      actor: { kind: "visitor", id: "visitor" },
      action: "second_factor.refused",
      subject: { kind: "account", id: accountId },
      after: { network: networkOf(client.ip) },
      requestId: client.requestId,
    });
    return Promise.resolve(ok(undefined));
  });
}
