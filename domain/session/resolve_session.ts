/** Who sends a request: session, account and signing key are read together, on every request, so that an end is an end. */
import { type Account, accountKey, parseAccount } from "@/domain/customer/mod.ts";
import { owesSecondFactor } from "@/domain/second_factor/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import {
  expiryOf,
  isOver,
  type Session,
  type SignedIn,
  toSignedIn,
  TOUCH_AFTER_SECONDS,
} from "./model.ts";
import { parseSession, sessionKey, touchSession } from "./repo.ts";
import { signingKeyKey, usableKey } from "./signing_key.ts";
import { readStanding } from "./standing.ts";
import { readUnverified, verifyToken } from "./token.ts";

/**
 * Who holds that token: `null` for anything but a session that is still running, of an active account. Cookies hold tokens
 * for `session`, API clients those for `api`: neither is taken for the other.
 */
export async function resolveSession(
  deps: Deps,
  token: string,
  { audience = "session" }: { audience?: "session" | "api" } = {},
): Promise<SignedIn | null> {
  const unverified = readUnverified(token);
  const sessionId = unverified?.claims.sid;
  const accountId = unverified?.claims.sub;
  if (!unverified || typeof sessionId !== "string" || typeof accountId !== "string") return null;
  if (!isId("ses", sessionId) || !isId("cus", accountId)) return null;

  const [storedSession, storedAccount, storedKey] = await deps.kv.getMany<
    [unknown, unknown, unknown]
  >([sessionKey(sessionId), accountKey(accountId), signingKeyKey(unverified.kid)]);
  const sealedKey = usableKey(storedKey.value, deps.clock.now());
  if (sealedKey === null) return null;
  const claims = await verifyToken(deps, {
    token,
    kid: unverified.kid,
    sealedKey,
    audience,
  });
  const session = parseSession(storedSession.value);
  const account = parseAccount(storedAccount.value);
  if (!claims || !session || !account || session.accountId !== account.id) return null;
  if (account.status !== "active" || isOver(session, deps.clock.now())) return null;
  if (storedSession.versionstamp) await touch(deps, session, storedSession.versionstamp);
  const owesSecondFactor = await owes(deps, account);
  const opened = owesSecondFactor ? { ...session, onAccount: null } : session;
  const standing = await readStanding(deps, { session: opened, account });
  return toSignedIn(session, account, { ...standing, owesSecondFactor });
}

/** The settings are read for those alone who could owe something: staff without a second factor. */
async function owes(deps: Deps, account: Account): Promise<boolean> {
  if (account.staffRole === null || account.secondFactor !== "none") return false;
  return owesSecondFactor(account, await getSettings(deps, "security"));
}

/** Notes that the session is in use, every few minutes. */
async function touch(deps: Deps, session: Session, versionstamp: string): Promise<void> {
  const now = deps.clock.now();
  const seenBefore = now.subtract({ seconds: TOUCH_AFTER_SECONDS });
  if (Temporal.Instant.compare(session.lastSeenAt, seenBefore) > 0) return;
  const expireInMs = expiryOf(session, now);
  await touchSession(deps.kv, { ...session, lastSeenAt: toIso(now) }, { versionstamp, expireInMs });
}
