/**
 * Log-in by passkey alone. The authenticator holds the key and has made sure of its user, so this is both factors in one
 * step; the credential says whose account it is. After "this wasn't me" it isn't enough until staff have looked at the
 * account: whoever knew the password can have added a passkey of their own, and only the new password keeps them out.
 */
import {
  type BadPasskey,
  passkeyLogInOptions,
  type PasskeyRequest,
  stagePasskeyLogIn,
} from "@/domain/second_factor/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { networkOf } from "@/domain/shared/network.ts";
import { type RateLimited, takeRateLimit } from "@/domain/shared/rate_limit.ts";
import { type Conflict, fail, ok, type Result } from "@/domain/shared/result.ts";
import type { StartedSession } from "./model.ts";
import { type Client, issueToken, stageSession } from "./start_session.ts";

const QUARTER_SECONDS = 15 * 60;
/** Options and answers from one network, in 15 minutes: each costs a write or a signature check. */
const NETWORK_LIMIT = 120;

/** Takes one of the requests that a network may make about passkeys. */
export function limitPasskeyRequests(
  deps: Deps,
  { ip }: Pick<Client, "ip">,
): Promise<Result<void, RateLimited>> {
  return takeRateLimit(deps, {
    scope: "passkey.network",
    subject: networkOf(ip),
    limit: NETWORK_LIMIT,
    windowSeconds: QUARTER_SECONDS,
  });
}

/** Options for a log-in by passkey. Errors: `rate_limited`. */
export async function beginPasskeyLogIn(
  deps: Deps,
  client: Client,
): Promise<Result<PasskeyRequest, RateLimited>> {
  const taken = await limitPasskeyRequests(deps, client);
  return taken.ok ? ok(await passkeyLogInOptions(deps)) : taken;
}

/** Logs in with an authenticator's answer, as JSON text. Errors: `bad_passkey`, `rate_limited`, `conflict`. */
export async function logInByPasskey(
  deps: Deps,
  input: Client & { answer: string },
): Promise<Result<StartedSession, BadPasskey | RateLimited | Conflict>> {
  const taken = await limitPasskeyRequests(deps, input);
  if (!taken.ok) return taken;
  const stored = await transact(deps, async (tx) => {
    const signed = await stagePasskeyLogIn(tx, deps, { answer: input.answer, client: input });
    if (!signed.ok) return signed;
    const { account } = signed.value;
    const isEnough = account.status === "active" && account.payoutsFrozenAt === null;
    if (!isEnough) return fail({ code: "bad_passkey" as const });
    const session = await stageSession(tx, deps, { account, client: input, factor: "passkey" });
    return ok({ session, account });
  });
  return stored.ok
    ? ok(await issueToken(deps, stored.value.session, stored.value.account))
    : stored;
}
