/**
 * Sessions of API clients that log in with their owner's password: an access token for ten minutes, bound to a session as
 * a cookie's is, and a refresh token for the next one.
 *
 * A refresh token serves once. When it comes again, somebody has a copy, and nobody can tell who: the session ends, for both.
 * For ten seconds after its use it is refused without that: a client that sends a request twice at once, or tries again after
 * a broken connection, doesn't lose its session by it. It gets no token either; whichever request came first has it.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { type Account, loadAccount } from "@/domain/customer/mod.ts";
import type { BadCode } from "@/domain/second_factor/mod.ts";
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { networkOf } from "@/domain/shared/network.ts";
import { type RateLimited, takeRateLimit } from "@/domain/shared/rate_limit.ts";
import { type Conflict, fail, ok, type Result } from "@/domain/shared/result.ts";
import { finishLogIn, type LogInExpired } from "./finish_log_in.ts";
import { type BadCredentials, logIn } from "./log_in.ts";
import { isOver, type Session } from "./model.ts";
import {
  keepMs,
  loadRefreshToken,
  type RefreshToken,
  stageRefreshToken,
  stageRefreshTokenUse,
} from "./refresh_token.ts";
import { loadSession, stageSessionChange, stageSessionEnd } from "./repo.ts";
import { actorOf, type Client } from "./start_session.ts";
import { signToken } from "./token.ts";

/** How long an access token is good for. */
const ACCESS_SECONDS = 10 * 60;
/** How long after its use a refresh token may come again without ending its session. */
const GRACE_SECONDS = 10;
/** Refreshes from one network in 15 minutes. */
const REFRESH_LIMIT = 300;
const QUARTER_SECONDS = 15 * 60;

/** What a client gets for its log-in and for each refresh. */
export interface ApiGrant {
  accessToken: string;
  /** Seconds until the access token ends. */
  expiresInSeconds: number;
  refreshToken: string;
  /** When the session ends, and with it every token. */
  sessionEndsAt: string;
}

/** The refresh token is unknown, was used, or its session has ended. */
export interface BadRefreshToken {
  code: "bad_refresh_token";
}

/** Why there is no grant for a log-in. */
export type ApiLogInFailure =
  | BadCredentials
  | { code: "second_factor_required" }
  | BadCode
  | LogInExpired
  | BadRefreshToken
  | RateLimited
  | Conflict;

/**
 * Logs an API client in by the same two steps as everybody: password, and a code where the account asks for one.
 *
 * Errors: `bad_credentials`; `second_factor_required` without a code; `bad_code`; `rate_limited` with the seconds until the
 * next try; `log_in_expired`, `bad_refresh_token` and `conflict` where others were faster.
 */
export async function logInApi(
  deps: Deps,
  input: Client & { email: string; password: string; code?: string },
): Promise<Result<ApiGrant, ApiLogInFailure>> {
  const { email, password, code, ...client } = input;
  const first = await logIn(deps, { ...client, email, password });
  if (first.ok) return await beginFamily(deps, first.value.sessionId);
  if (first.error.code !== "second_factor_required") return fail(first.error);
  if (code === undefined) return fail({ code: "second_factor_required" });
  const { challenge } = first.error;
  const second = await finishLogIn(deps, {
    ...client,
    challenge,
    answer: { code },
    rememberDevice: false,
  });
  return second.ok ? await beginFamily(deps, second.value.sessionId) : fail(second.error);
}

/**
 * Trades a refresh token for new tokens. Of several requests with one token, one gets them.
 *
 * Errors: `bad_refresh_token`; `rate_limited` with the seconds until the next try; `conflict`.
 */
export async function refreshApiSession(
  deps: Deps,
  input: Client & { refreshToken: string },
): Promise<Result<ApiGrant, BadRefreshToken | RateLimited | Conflict>> {
  const taken = await takeRateLimit(deps, {
    scope: "api.refresh",
    subject: networkOf(input.ip),
    limit: REFRESH_LIMIT,
    windowSeconds: QUARTER_SECONDS,
  });
  if (!taken.ok) return taken;
  const traded = await transact(deps, async (tx) => {
    const found = await findFamily(tx, deps, input.refreshToken);
    if (!found) return fail({ code: "bad_refresh_token" });
    if (found.stored.usedAt !== null) return ok(refuseAgain(tx, deps, found, input));
    return ok(stageTrade(tx, deps, found));
  });
  if (!traded.ok) return traded;
  return traded.value === null
    ? fail({ code: "bad_refresh_token" })
    : ok(await grant(deps, traded.value));
}

/** Ends the session that a refresh token, new or used, belongs to. A token that nobody knows changes nothing. */
export async function endApiSession(
  deps: Deps,
  input: { refreshToken: string; requestId?: string },
): Promise<Result<void, Conflict>> {
  return await transact(deps, async (tx) => {
    const found = await findFamily(tx, deps, input.refreshToken);
    if (found) stageEnd(tx, deps, found, { reason: "log_out", requestId: input.requestId });
    return ok(undefined);
  });
}

interface Family {
  token: string;
  stored: RefreshToken;
  session: Session;
  account: Account;
}

/** What a token leads to, all of it under check; `null` unless its session is still running. */
async function findFamily(tx: Tx, deps: Deps, token: string): Promise<Family | null> {
  const stored = await loadRefreshToken(tx, token);
  if (!stored) return null;
  const [session, account] = await Promise.all([
    loadSession(tx, stored.sessionId),
    loadAccount(tx, stored.accountId),
  ]);
  if (!session || session.accountId !== stored.accountId) return null;
  if (isOver(session, deps.clock.now()) || account?.status !== "active") return null;
  return { token, stored, session, account };
}

function stageTrade(tx: Tx, deps: Deps, family: Family): Traded {
  const { token, stored, session } = family;
  const usedAt = toIso(deps.clock.now());
  stageRefreshTokenUse(tx, deps, { token, stored, session, usedAt });
  stageSessionChange(tx, { ...session, lastSeenAt: usedAt }, {
    expireInMs: keepMs(deps, session),
  });
  return { session, refreshToken: stageRefreshToken(tx, deps, session) };
}

/** A token that was used before: within its grace nothing happens, after that its session ends. */
function refuseAgain(tx: Tx, deps: Deps, family: Family, { requestId }: Client): null {
  const graceEnd = Temporal.Instant.from(family.stored.usedAt!).add({ seconds: GRACE_SECONDS });
  if (Temporal.Instant.compare(deps.clock.now(), graceEnd) > 0) {
    stageEnd(tx, deps, family, { reason: "refresh_token_reused", requestId });
  }
  return null;
}

function stageEnd(
  tx: Tx,
  deps: Deps,
  { session, account }: Family,
  { reason, requestId }: { reason: string; requestId: string | undefined },
): void {
  stageSessionEnd(tx, session);
  stageAudit(tx, deps, {
    actor: actorOf(account),
    action: "session.ended",
    subject: { kind: "session", id: session.id },
    after: { reason },
    requestId,
  });
}

interface Traded {
  session: Session;
  refreshToken: string;
}

/** The first refresh token of a session that was started just now. */
async function beginFamily(
  deps: Deps,
  sessionId: string,
): Promise<Result<ApiGrant, BadRefreshToken | Conflict>> {
  const begun = await transact(deps, async (tx) => {
    const session = await loadSession(tx, sessionId);
    if (!session) return fail({ code: "bad_refresh_token" });
    return ok({ session, refreshToken: stageRefreshToken(tx, deps, session) });
  });
  return begun.ok ? ok(await grant(deps, begun.value)) : begun;
}

async function grant(deps: Deps, { session, refreshToken }: Traded): Promise<ApiGrant> {
  const ends = deps.clock.now().add({ seconds: ACCESS_SECONDS });
  const isLast = Temporal.Instant.compare(session.expiresAt, ends) < 0;
  const expiresAt = isLast ? session.expiresAt : toIso(ends);
  const accessToken = await signToken(deps, {
    audience: "api",
    claims: { sid: session.id, sub: session.accountId },
    expiresAt,
  });
  const expiresInSeconds = Math.floor(deps.clock.now().until(expiresAt).total("seconds"));
  return { accessToken, expiresInSeconds, refreshToken, sessionEndsAt: session.expiresAt };
}
