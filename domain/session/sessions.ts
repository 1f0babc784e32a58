/** Where somebody is signed in: as a list, and to end one session or all others. */
import { stageAudit } from "@/domain/audit/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { getAll, transact } from "@/domain/shared/kv.ts";
import { type Conflict, type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { deviceOf } from "./device.ts";
import { isOver, type Session, type SignedIn } from "./model.ts";
import {
  ENDS_AT_ONCE,
  loadSession,
  parseSession,
  readSessionIds,
  sessionKey,
  stageSessionEnd,
} from "./repo.ts";
import { actorOf } from "./start_session.ts";

/** A session as its owner sees it. */
export interface SessionView {
  id: string;
  /** For example `Firefox on Windows`. */
  device: string;
  network: string;
  createdAt: string;
  /** To within five minutes. */
  lastSeenAt: string;
  /** The one that asks. */
  isCurrent: boolean;
}

/** The sessions of whoever is signed in: this one first, then the last used. */
export async function listSessions(
  deps: Deps,
  signedIn: Pick<SignedIn, "account" | "sessionId">,
): Promise<SessionView[]> {
  const ids = await readSessionIds(deps.kv, signedIn.account.id);
  const stored = await getAll(deps.kv, ids.map(sessionKey));
  const now = deps.clock.now();
  return stored.map(parseSession)
    .filter((session) => session !== null && !isOver(session, now))
    .map((session) => toView(session!, signedIn.sessionId))
    .sort((one, other) =>
      Number(other.isCurrent) - Number(one.isCurrent) ||
      (one.lastSeenAt < other.lastSeenAt ? 1 : -1)
    );
}

/** How many sessions of these accounts are running. */
export async function countSessions(
  deps: Pick<Deps, "kv" | "clock">,
  accountIds: readonly string[],
): Promise<number> {
  const ids = (await Promise.all(accountIds.map((id) => readSessionIds(deps.kv, id)))).flat();
  const stored = (await getAll(deps.kv, ids.map(sessionKey))).map(parseSession);
  const now = deps.clock.now();
  return stored.filter((session) => session !== null && !isOver(session, now)).length;
}

/** Ends one session of whoever is signed in; somebody else's is `not_found`. */
export async function endOneSession(
  deps: Deps,
  input: { signedIn: SignedIn; id: string; requestId?: string },
): Promise<Result<void, NotFound | Conflict>> {
  const { signedIn, id } = input;
  if (!isId("ses", id)) return notFound();
  return await transact(deps, async (tx) => {
    const session = await loadSession(tx, id);
    if (session?.accountId !== signedIn.account.id) return notFound();
    stageSessionEnd(tx, session);
    stageAudit(tx, deps, {
      actor: actorOf(signedIn.account),
      action: "session.ended",
      subject: { kind: "session", id },
      requestId: input.requestId,
    });
    return ok(undefined);
  });
}

/** Ends all sessions of whoever is signed in but this one; how many. */
export async function endOtherSessions(
  deps: Deps,
  input: { signedIn: SignedIn; requestId?: string },
): Promise<Result<number, Conflict>> {
  const { account, sessionId } = input.signedIn;
  const count = await endSessions(deps, { accountId: account.id, keep: sessionId });
  return await transact(deps, (tx) => {
    stageAudit(tx, deps, {
      actor: actorOf(account),
      action: "session.others_ended",
      subject: { kind: "account", id: account.id },
      after: { count },
      requestId: input.requestId,
    });
    return Promise.resolve(ok(count));
  });
}

/** Ends every session of an account but the one to keep; how many. */
export async function endSessions(
  deps: Pick<Deps, "kv" | "lanes">,
  { accountId, keep }: { accountId: string; keep?: string },
): Promise<number> {
  const ids = (await readSessionIds(deps.kv, accountId)).filter((id) => id !== keep);
  for (let from = 0; from < ids.length; from += ENDS_AT_ONCE) {
    await transact(deps, (tx) => {
      for (const id of ids.slice(from, from + ENDS_AT_ONCE)) stageSessionEnd(tx, { id, accountId });
      return Promise.resolve(ok(undefined));
    });
  }
  return ids.length;
}

function toView(session: Session, currentId: string): SessionView {
  const { id, network, createdAt, lastSeenAt, userAgent } = session;
  return {
    id,
    device: deviceOf(userAgent),
    network,
    createdAt,
    lastSeenAt,
    isCurrent: id === currentId,
  };
}
