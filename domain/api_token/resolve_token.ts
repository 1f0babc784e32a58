/** Whose a personal access token is: read on every request, so that an end is an end. */
import {
  accountKey,
  type AccountView,
  parseAccount,
  toAccountView,
} from "@/domain/customer/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { digestOf } from "@/domain/shared/digest.ts";
import { networkOf } from "@/domain/shared/network.ts";
import { isInRange } from "./ip_range.ts";
import { type ApiToken, isApiToken, isExpired, TOUCH_AFTER_SECONDS } from "./model.ts";
import { readToken, touchToken } from "./repo.ts";
import type { ApiScope } from "./view.ts";

/** A program that sends a request, and for whom. */
export interface TokenHolder {
  tokenId: string;
  scopes: ReadonlySet<ApiScope>;
  expiresAt: string;
  account: AccountView;
  customer: CustomerActor;
}

/**
 * Who holds that token: `null` for anything but a token that was made here, hasn't expired, may be used from that address,
 * and belongs to an active account.
 */
export async function resolveApiToken(
  deps: Pick<Deps, "kv" | "clock">,
  { token: secret, ip }: { token: string; ip: string },
): Promise<TokenHolder | null> {
  if (!isApiToken(secret)) return null;
  const digest = digestOf(secret);
  const found = await readToken(deps.kv, digest);
  if (!found || isExpired(found.token, deps.clock.now())) return null;
  const { token, versionstamp } = found;
  if (token.ranges.length > 0 && !token.ranges.some((range) => isInRange(ip, range))) return null;
  const account = parseAccount((await deps.kv.get(accountKey(token.accountId))).value);
  if (!account || account.status !== "active") return null;
  await touch(deps, token, { digest, versionstamp, ip });
  return {
    tokenId: token.id,
    scopes: new Set(token.scopes),
    expiresAt: token.expiresAt,
    account: toAccountView(account),
    customer: { kind: "customer", id: account.id },
  };
}

/** Notes that the token is in use, every few minutes. */
async function touch(
  deps: Pick<Deps, "kv" | "clock">,
  token: ApiToken,
  { digest, versionstamp, ip }: { digest: string; versionstamp: string; ip: string },
): Promise<void> {
  const now = deps.clock.now();
  const seenBefore = now.subtract({ seconds: TOUCH_AFTER_SECONDS });
  const isRecent = token.lastUsedAt !== null &&
    Temporal.Instant.compare(token.lastUsedAt, seenBefore) > 0;
  if (isRecent) return;
  const used = { ...token, lastUsedAt: toIso(now), lastUsedNetwork: networkOf(ip) };
  await touchToken(deps.kv, used, { digest, versionstamp });
}
