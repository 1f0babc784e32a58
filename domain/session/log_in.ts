/**
 * Log-in by e-mail and password. An unknown address, a wrong password and a suspended account take the same work and
 * give the same answer. Tries are counted by account and network together, by account, and by network, before the
 * password is looked at: parallel guesses all count. The count by account stops guesses from many networks; it isn't
 * asked of browsers and networks that the owner has used, or anybody could lock the owner out.
 */
import {
  type Account,
  hashPassword,
  loadAccount,
  normaliseEmail,
  readAccountByEmail,
  stageAccountChange,
  verifyPassword,
} from "@/domain/customer/mod.ts";
import { stageAudit } from "@/domain/audit/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { type Conflict, fail, ok, type Result } from "@/domain/shared/result.ts";
import type { StartedSession } from "./model.ts";
import { networkOf } from "@/domain/shared/network.ts";
import {
  giveBackRateLimits,
  type RateLimit,
  type RateLimited,
  takeRateLimits,
} from "@/domain/shared/rate_limit.ts";
import type { SecondFactorRequired } from "./log_in_challenge.ts";
import { isUsualOrigin } from "./known_devices.ts";
import { type Client, issueToken, stageSignIn } from "./start_session.ts";

const QUARTER_SECONDS = 15 * 60;
const HOUR_SECONDS = 3600;
/** Wrong passwords for one account from one network, in 15 minutes. */
const PAIR_LIMIT = 10;
/** Wrong passwords for one account from everywhere that its owner never was, in an hour. */
const ACCOUNT_LIMIT = 50;
/** Wrong passwords from one network for any account, in 15 minutes. */
const NETWORK_LIMIT = 50;
/** Longer than any address or password that an account can have. */
const MAX_INPUT_LENGTH = 1000;

/** Address and password don't belong together; which of them is wrong stays unsaid. */
export interface BadCredentials {
  code: "bad_credentials";
}

/** What a log-in needs: what was typed, and where it comes from. */
export interface LogInInput extends Client {
  email: string;
  password: string;
}

/**
 * Logs in: a new session, a token for its cookie, and an audit event; the browser's session before it ends.
 *
 * Errors: `second_factor_required` with a token for `finishLogIn()`; `bad_credentials`; `rate_limited` with the seconds
 * until the next try; `conflict`.
 */
export async function logIn(
  deps: Deps,
  input: LogInInput,
): Promise<Result<StartedSession, SecondFactorRequired | BadCredentials | RateLimited | Conflict>> {
  const isTooLong = Math.max(input.email.length, input.password.length) > MAX_INPUT_LENGTH;
  const email = isTooLong ? null : normaliseEmail(input.email);
  const network = networkOf(input.ip);
  const account = email === null ? null : await readAccountByEmail(deps.kv, email);
  const isUsual = await isUsualOrigin(deps.kv, {
    accountId: account?.id ?? null,
    browserId: input.browserId,
    network,
  });
  const limits = limitsFor({ email: email ?? `no address, ${network}`, network, isUsual });
  const taken = await takeRateLimits(deps, limits);
  if (!taken.ok) return taken;

  const password = isTooLong ? "" : input.password;
  const checked = await verifyPassword(deps, password, account?.passwordHash ?? null);
  if (!account || !checked.isMatch || account.status !== "active") {
    await recordFailure(deps, account, input);
    return fail({ code: "bad_credentials" });
  }
  const newHash = checked.needsRehash ? await hashPassword(deps, password) : null;
  const step = await storeSignIn(deps, { account, newHash, client: input });
  if (!step.ok) return step;
  await giveBackRateLimits(deps, limits);
  if ("required" in step.value) return fail(step.value.required);
  return ok(await issueToken(deps, step.value.session, account));
}

/** The limits of one try. An account is counted by its address, known or not. */
function limitsFor(
  { email, network, isUsual }: { email: string; network: string; isUsual: boolean },
): RateLimit[] {
  const byAccount: RateLimit = {
    scope: "log_in.account",
    subject: email,
    limit: ACCOUNT_LIMIT,
    windowSeconds: HOUR_SECONDS,
  };
  return [
    {
      scope: "log_in.pair",
      subject: `${network} ${email}`,
      limit: PAIR_LIMIT,
      windowSeconds: QUARTER_SECONDS,
    },
    ...(isUsual ? [] : [byAccount]),
    {
      scope: "log_in.network",
      subject: network,
      limit: NETWORK_LIMIT,
      windowSeconds: QUARTER_SECONDS,
    },
  ];
}

/**
 * Stores the session, or the question for the second factor, and, if the cost of hashing has changed, the new hash. The
 * account is read again under check: a password that was changed or an account that was suspended in between makes the
 * log-in fail.
 */
function storeSignIn(
  deps: Deps,
  input: { account: Account; newHash: string | null; client: Client },
) {
  return transact(deps, async (tx) => {
    const known = await loadAccount(tx, input.account.id);
    const isSame = known?.passwordHash === input.account.passwordHash;
    if (!known || !isSame || known.status !== "active") {
      return fail({ code: "bad_credentials" as const });
    }
    const account = input.newHash === null ? known : { ...known, passwordHash: input.newHash };
    if (input.newHash !== null) stageAccountChange(tx, account);
    return ok(await stageSignIn(tx, deps, { account, client: input.client }));
  });
}

/** Writes a failed try to the audit log: for an unknown address too, so that both take the same time. */
async function recordFailure(
  deps: Deps,
  account: Account | null,
  client: Client,
): Promise<void> {
  await transact(deps, (tx) => {
    stageAudit(tx, deps, {
      actor: { kind: "visitor", id: "visitor" },
      action: "session.refused",
      subject: { kind: "account", id: account?.id ?? "unknown" },
      after: { network: networkOf(client.ip) },
      requestId: client.requestId,
    });
    return Promise.resolve(ok(undefined));
  });
}
