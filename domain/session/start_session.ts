/**
 * The one place that makes sessions: log-in, sign-up and whatever comes later all end here, and here the second factor is
 * asked for. Who has proved the first step calls `stageSignIn()`.
 */
import { type Account, stageReopening, toAccountView } from "@/domain/customer/mod.ts";
import { stageAudit } from "@/domain/audit/mod.ts";
import { type FactorMethod, isRememberedDevice } from "@/domain/second_factor/mod.ts";
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { stageDevice } from "./known_devices.ts";
import { type SecondFactorRequired, stageLogInChallenge } from "./log_in_challenge.ts";
import { lifetimeOf, type Session, shortUserAgent, type StartedSession } from "./model.ts";
import { networkOf } from "@/domain/shared/network.ts";
import {
  ENDS_AT_ONCE,
  loadSession,
  readSessionIds,
  stageNewSession,
  stageSessionEnd,
} from "./repo.ts";
import { signToken } from "./token.ts";

/** Where a request comes from. */
export interface Client {
  ip: string;
  userAgent: string;
  requestId?: string;
  /** The session that the browser had before: it ends, so that nobody can plant one. */
  previousSessionId?: string;
  /** Of a device on which the second step may be left out. */
  deviceToken?: string;
  /** The long-lived cookie by which a browser is known again; it proves nothing. */
  browserId?: string;
}

/** How long a session stays in KV after its end: expiry in KV is only "not before". */
const KEEP_MS = 60_000;
/**
 * Sessions of one account: a new one ends the oldest. Whoever has the password must not be able to begin more of them than
 * one commit can end.
 */
const MAX_SESSIONS = 100;

/** How the second step was taken: `device` for one that is remembered, `null` where the account asks for none. */
export type SecondStepTaken = FactorMethod | "device" | null;

/**
 * Stages what a first step that was right leads to: a session, or the question for the second factor. Whatever signs
 * somebody in (password, reset, invitation) ends here. The account was loaded on this commit; four checks at most.
 */
export async function stageSignIn(
  tx: Tx,
  deps: Pick<Deps, "kv" | "clock" | "ids" | "secrets">,
  { account, client }: { account: Account; client: Client },
): Promise<{ session: Session } | { required: SecondFactorRequired }> {
  if (account.secondFactor === "none") {
    return { session: await stageSession(tx, deps, { account, client, factor: null }) };
  }
  const { deviceToken } = client;
  if (await isRememberedDevice(tx, deps, { account, deviceToken })) {
    return { session: await stageSession(tx, deps, { account, client, factor: "device" }) };
  }
  return { required: stageLogInChallenge(tx, deps, account) };
}

/**
 * Stages a session for an account whose owner has proved to be who they are; three checks.
 *
 * @throws Error if the account has a second factor and none was taken.
 */
export async function stageSession(
  tx: Tx,
  deps: Pick<Deps, "kv" | "clock" | "ids" | "secrets">,
  input: { account: Account; client: Client; factor: SecondStepTaken },
): Promise<Session> {
  const { account, client, factor } = input;
  if (factor === null && account.secondFactor !== "none") {
    throw new Error(`a session of ${account.id} without its second factor`);
  }
  const now = deps.clock.now();
  const { idleSeconds, absoluteSeconds } = lifetimeOf(account);
  const session: Session = {
    schemaVersion: 1,
    id: deps.ids.next("ses"),
    accountId: account.id,
    createdAt: toIso(now),
    lastSeenAt: toIso(now),
    expiresAt: toIso(now.add({ seconds: absoluteSeconds })),
    idleSeconds,
    network: networkOf(client.ip),
    userAgent: shortUserAgent(client.userAgent),
    steppedUpAt: toIso(now),
    onAccount: null,
  };
  await stageRoom(tx, deps, account.id);
  stageNewSession(tx, session, { expireInMs: absoluteSeconds * 1000 + KEEP_MS });
  const previous = client.previousSessionId
    ? await loadSession(tx, client.previousSessionId)
    : null;
  if (previous) stageSessionEnd(tx, previous);
  await stageReopening(tx, deps, account);
  await stageDevice(tx, deps, { account, session, browserId: client.browserId });
  stageAudit(tx, deps, {
    actor: actorOf(account),
    action: "session.started",
    subject: { kind: "session", id: session.id },
    after: {
      accountId: account.id,
      network: session.network,
      userAgent: session.userAgent,
      secondStep: factor,
    },
    requestId: client.requestId,
  });
  return session;
}

/** Stages the end of the oldest sessions beyond what an account may have beside a new one; no checks. */
async function stageRoom(tx: Tx, deps: Pick<Deps, "kv">, accountId: string): Promise<void> {
  const ids = await readSessionIds(deps.kv, accountId);
  const excess = Math.max(ids.length - MAX_SESSIONS + 1, 0);
  for (const id of ids.slice(0, Math.min(excess, ENDS_AT_ONCE))) {
    stageSessionEnd(tx, { id, accountId });
  }
}

/** The token of a session that was stored, for its cookie. */
export async function issueToken(
  deps: Deps,
  session: Session,
  account: Account,
): Promise<StartedSession> {
  const cookieToken = await signToken(deps, {
    audience: "session",
    claims: { sid: session.id, sub: session.accountId },
    expiresAt: session.expiresAt,
  });
  return {
    sessionId: session.id,
    cookieToken,
    expiresAt: session.expiresAt,
    account: toAccountView(account),
  };
}

/** Whom the audit log names for what an account does about itself. */
export function actorOf(account: Pick<Account, "id">): { kind: "customer"; id: string } {
  return { kind: "customer", id: account.id };
}
