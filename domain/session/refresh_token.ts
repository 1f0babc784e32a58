/**
 * Refresh tokens of API clients: `cn_rt_` and 32 random bytes, stored as their SHA-256 and good for one use. All tokens that
 * follow one another belong to one session; a token that comes again ends it.
 *
 * Key: `["refresh_tokens", digest]`. Used ones are kept as long as their session can last, to be known when they come again.
 */
import { z } from "zod";
import type { Deps } from "@/domain/shared/deps.ts";
import { digestOf } from "@/domain/shared/digest.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import type { Session } from "./model.ts";

const PREFIX = "cn_rt_";
const TOKEN_BYTES = 32;
const TOKEN = /^cn_rt_[\w-]{42}[AEIMQUYcgkosw048]$/;
/** How long a token stays in KV after its session's end: expiry in KV is only "not before". */
const KEEP_MS = 60_000;

const schema = z.strictObject({
  schemaVersion: z.literal(1),
  sessionId: z.string(),
  accountId: z.string(),
  usedAt: z.string().nullable(),
});

/** What is stored of a refresh token. */
export type RefreshToken = z.infer<typeof schema>;

const keyOf = (token: string): Deno.KvKey => ["refresh_tokens", digestOf(token)];

/** What is stored of a token, checked on commit; `null` for anything that was never one. */
export async function loadRefreshToken(tx: Tx, token: string): Promise<RefreshToken | null> {
  if (!TOKEN.test(token)) return null;
  const stored = await tx.get(keyOf(token));
  return stored === null ? null : schema.parse(stored);
}

/** Stages a new token of a session; one check. */
export function stageRefreshToken(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids">,
  session: Session,
): string {
  const token = PREFIX + deps.ids.token(TOKEN_BYTES);
  const { id: sessionId, accountId } = session;
  const stored: RefreshToken = { schemaVersion: 1, sessionId, accountId, usedAt: null };
  tx.create(keyOf(token), schema.parse(stored), { expireInMs: keepMs(deps, session) });
  return token;
}

/** Stages the use of a token that was loaded on the same commit. */
export function stageRefreshTokenUse(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  use: { token: string; stored: RefreshToken; session: Session; usedAt: string },
): void {
  const stored = schema.parse({ ...use.stored, usedAt: use.usedAt });
  tx.set(keyOf(use.token), stored, { expireInMs: keepMs(deps, use.session) });
}

/** How long from now on a session and what belongs to it stays in KV. */
export function keepMs(deps: Pick<Deps, "clock">, session: Session): number {
  const left = deps.clock.now().until(session.expiresAt).total("milliseconds");
  return Math.max(Math.ceil(left), 0) + KEEP_MS;
}
