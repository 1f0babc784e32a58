/** Ends a session at once: its record goes, and with it the token's meaning. */
import { stageAudit } from "@/domain/audit/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { type Conflict, ok, type Result } from "@/domain/shared/result.ts";
import { toIso } from "@/domain/shared/clock.ts";
import { expiryOf, lifetimeOf, type SignedIn } from "./model.ts";
import {
  ENDS_AT_ONCE,
  loadSession,
  readSessionIds,
  stageSessionChange,
  stageSessionEnd,
} from "./repo.ts";
import { actorOf } from "./start_session.ts";

/** Logs out. Ending a session that has ended already changes nothing. */
export async function endSession(
  deps: Deps,
  input: { signedIn: SignedIn; requestId?: string },
): Promise<Result<void, Conflict>> {
  const { account, sessionId } = input.signedIn;
  return await transact(deps, async (tx) => {
    const session = await loadSession(tx, sessionId);
    if (!session || session.accountId !== account.id) return ok(undefined);
    stageSessionEnd(tx, session);
    stageAudit(tx, deps, {
      actor: actorOf(account),
      action: "session.ended",
      subject: { kind: "session", id: sessionId },
      requestId: input.requestId,
    });
    return ok(undefined);
  });
}

/**
 * Whether a session is there on this commit, as it was when the request began: what opens an account to others must not come
 * true after the session has ended that asked for it. One check. Where no session asks, there is none to miss.
 */
export async function isSessionThere(
  tx: Tx,
  { sessionId, accountId }: { sessionId: string | undefined; accountId: string },
): Promise<boolean> {
  return sessionId === undefined || (await loadSession(tx, sessionId))?.accountId === accountId;
}

/**
 * Stages the end of all sessions of an account, but for the one to keep; no checks. There are far fewer of them than one
 * commit ends. One that begins at this very moment is held to what the account may do now, like every other.
 */
export async function stageEndOfSessions(
  tx: Tx,
  deps: Pick<Deps, "kv">,
  input: { accountId: string; keep?: string },
): Promise<void> {
  const ids = (await readSessionIds(deps.kv, input.accountId)).filter((id) => id !== input.keep);
  for (const id of ids.slice(-ENDS_AT_ONCE)) {
    stageSessionEnd(tx, { id, accountId: input.accountId });
  }
}

/**
 * Stages that an account joins the staff: the session that it joined in becomes as short as those of staff are, and all
 * others end. One check.
 */
export async function stageStaffSession(
  tx: Tx,
  deps: Pick<Deps, "kv" | "clock">,
  input: { accountId: string; sessionId: string },
): Promise<void> {
  const { accountId, sessionId } = input;
  await stageEndOfSessions(tx, deps, { accountId, keep: sessionId });
  const session = await loadSession(tx, sessionId);
  if (!session || session.accountId !== accountId) return;
  const now = deps.clock.now();
  const { idleSeconds, absoluteSeconds } = lifetimeOf({ staffRole: "any" });
  const latest = toIso(now.add({ seconds: absoluteSeconds }));
  const expiresAt = session.expiresAt < latest ? session.expiresAt : latest;
  const shortened = { ...session, idleSeconds, expiresAt };
  stageSessionChange(tx, shortened, { expireInMs: expiryOf(shortened, now) });
}
