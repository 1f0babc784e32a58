/** Where somebody was signed in, and from where: all of it, and its end. */
import type { Deps } from "@/domain/shared/deps.ts";
import { getAll } from "@/domain/shared/kv.ts";
import { forgetDevices, readKnownDevices } from "./known_devices.ts";
import { forgetPendingEmail } from "./pending_email.ts";
import { parseSession, readSessionIds, sessionKey } from "./repo.ts";
import { endSessions } from "./sessions.ts";

/** The networks and browsers that an account was used from, as far as they are kept outside of the audit log. */
export async function readTraces(kv: Deno.Kv, accountId: string): Promise<string[]> {
  const ids = await readSessionIds(kv, accountId);
  const sessions = (await getAll(kv, ids.map(sessionKey))).map(parseSession);
  const ofSessions = sessions.flatMap((session) =>
    session ? [session.network, session.userAgent] : []
  );
  const known = await readKnownDevices(kv, accountId);
  return [...new Set([...ofSessions, ...known.flatMap(({ networks }) => networks)])];
}

/** Ends all sessions of an account, forgets its browsers and the address that it was to have. */
export async function eraseSessions(
  deps: Pick<Deps, "kv" | "lanes">,
  accountId: string,
): Promise<void> {
  await endSessions(deps, { accountId });
  await forgetDevices(deps.kv, accountId);
  await forgetPendingEmail(deps.kv, accountId);
}
