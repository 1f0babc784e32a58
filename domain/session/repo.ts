/**
 * Sessions in KV. Keys:
 * - `["sessions", id]`: the session
 * - `["sessions_by_account", accountId, id]`: nothing; to end all sessions of an account
 */
import type { Tx } from "@/domain/shared/kv.ts";
import { commitIfFree } from "@/domain/shared/patient_kv.ts";
import { type Session, sessionSchema } from "./model.ts";

/** Sessions that end in one commit, far below the mutations that one may have. */
export const ENDS_AT_ONCE = 200;

/** Where a session is stored. */
export function sessionKey(id: string): Deno.KvKey {
  return ["sessions", id];
}

function byAccountKey(accountId: string, id: string): Deno.KvKey {
  return ["sessions_by_account", accountId, id];
}

/** A session from what is stored of it. */
export function parseSession(stored: unknown): Session | null {
  return stored === null ? null : sessionSchema.parse(stored);
}

/** Reads a session for a change, checked on commit. */
export async function loadSession(tx: Tx, id: string): Promise<Session | null> {
  return parseSession(await tx.get(sessionKey(id)));
}

/** Stages a new session; it leaves KV some time after its end. */
export function stageNewSession(tx: Tx, session: Session, options: { expireInMs: number }): void {
  tx.create(sessionKey(session.id), sessionSchema.parse(session), options);
  tx.set(byAccountKey(session.accountId, session.id), null, options);
}

/** Stages a change of a session that was loaded on the same commit. */
export function stageSessionChange(
  tx: Tx,
  session: Session,
  options: { expireInMs: number },
): void {
  tx.set(sessionKey(session.id), sessionSchema.parse(session), options);
}

/** Ids of the sessions of an account, oldest first; some of them may be over. */
export async function readSessionIds(kv: Deno.Kv, accountId: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { key } of kv.list({ prefix: ["sessions_by_account", accountId] })) {
    ids.push(String(key[2]));
  }
  return ids;
}

/** Stages the end of a session. */
export function stageSessionEnd(tx: Tx, session: Pick<Session, "id" | "accountId">): void {
  tx.delete(sessionKey(session.id));
  tx.delete(byAccountKey(session.accountId, session.id));
}

/** Writes when a session was last used, unless it has changed or ended since it was read, or others keep the file busy. */
export async function touchSession(
  kv: Deno.Kv,
  session: Session,
  options: { versionstamp: string; expireInMs: number },
): Promise<void> {
  const { versionstamp, expireInMs } = options;
  await commitIfFree(
    kv.atomic().check({ key: sessionKey(session.id), versionstamp })
      .set(sessionKey(session.id), sessionSchema.parse(session), { expireIn: expireInMs }),
  );
}
