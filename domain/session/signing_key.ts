/**
 * Keys that tokens are signed with. New tokens use the newest one; the one before it is accepted until every token that
 * it can have signed has expired, and is deleted then. Keys:
 * - `["signing_keys", kid]`: a key, sealed, with its times
 * - `["signing_key"]`: the `kid` that new tokens are signed with
 */
import { z } from "zod";
import { stageAudit } from "@/domain/audit/mod.ts";
import { isoNow, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { type Conflict, ok, type Result, unwrap } from "@/domain/shared/result.ts";

const KEY_BYTES = 32;
const KID_BYTES = 12;
/** What a `kid` looks like: it becomes part of a key. */
const KID = /^[\w-]{16}$/;
const CURRENT_KEY = ["signing_key"];
const DAY_SECONDS = 24 * 3600;

/** How long a key signs new tokens. */
const ROTATE_AFTER_SECONDS = 30 * DAY_SECONDS;
/** The longest that a token may live: a customer's session. */
export const MAX_TOKEN_SECONDS = 30 * DAY_SECONDS;
/** Processes that read the old key just before it was replaced sign with it a little later. */
const LATE_SECONDS = 3600;

const storedSchema = z.strictObject({
  schemaVersion: z.literal(1),
  sealed: z.string(),
  createdAt: z.string(),
  /** From then on the key opens nothing; `null` while it is the newest. */
  notAfter: z.string().nullable(),
});
type StoredKey = z.infer<typeof storedSchema>;

/** Keys were stored as their sealed text before they had times: such a key is due for replacement. */
const NO_TIME = "1970-01-01T00:00:00.000Z";

/** A key that may be used, with the name under which tokens refer to it. */
export interface SigningKey {
  kid: string;
  sealed: string;
}

type KeyDeps = Pick<Deps, "kv" | "clock" | "ids" | "lanes" | "secrets">;

/** Whether `kid` has the form of one that was made here. */
export function isKid(kid: unknown): kid is string {
  return typeof kid === "string" && KID.test(kid);
}

/** Where a signing key is stored. */
export function signingKeyKey(kid: string): Deno.KvKey {
  return ["signing_keys", kid];
}

/** The sealed key from what is stored of it; `null` if there is none, or if it isn't accepted any more. */
export function usableKey(stored: unknown, now: Temporal.Instant): string | null {
  const key = parse(stored);
  return key === null || isPast(key.notAfter, now) ? null : key.sealed;
}

/** The key that new tokens are signed with; the first to ask makes it. */
export async function currentKey(deps: KeyDeps): Promise<SigningKey> {
  const known = await readCurrent(deps.kv);
  if (known) return known;
  return unwrap(
    await transact(deps, async (tx) => {
      const kid = await tx.get<string>(CURRENT_KEY);
      const key = kid === null ? null : parse(await tx.get(signingKeyKey(kid)));
      if (kid !== null && key) return ok({ kid, sealed: key.sealed });
      return ok(await stageNewKey(tx, deps));
    }),
  );
}

/**
 * Replaces the newest key once it is 30 days old, or at once with `isForced`. Of two processes that find it too old, one
 * replaces it. The value says whether there is a new key.
 */
export function rotateSigningKey(
  deps: KeyDeps,
  { isForced = false }: { isForced?: boolean } = {},
): Promise<Result<{ isNew: boolean }, Conflict>> {
  const now = deps.clock.now();
  return transact(deps, async (tx) => {
    const kid = await tx.get<string>(CURRENT_KEY);
    const key = kid === null ? null : parse(await tx.get(signingKeyKey(kid)));
    if (!isForced && key && !isPast(endOfUse(key), now)) return ok({ isNew: false });
    if (kid !== null && key) stageRetirement(tx, { kid, key, now });
    const { kid: newKid } = await stageNewKey(tx, deps);
    stageAudit(tx, deps, {
      actor: { kind: "system", id: "signing_keys.rotate" },
      action: "signing_key.rotated",
      subject: { kind: "signing_key", id: newKid },
      after: { replaced: kid, isForced },
    });
    return ok({ isNew: true });
  });
}

/**
 * Deletes keys that nothing is opened with any more; how many. With `isLeaked` all but the newest go at once: whoever
 * holds a token of theirs is signed out.
 */
export async function deleteOldSigningKeys(
  deps: Pick<Deps, "kv" | "clock">,
  { isLeaked = false }: { isLeaked?: boolean } = {},
): Promise<number> {
  const now = deps.clock.now();
  let deleted = 0;
  for await (const entry of deps.kv.list({ prefix: ["signing_keys"] })) {
    const notAfter = parse(entry.value)?.notAfter ?? null;
    if (notAfter === null || !isLeaked && !isPast(notAfter, now)) continue;
    const { ok: isDone } = await deps.kv.atomic().check(entry).delete(entry.key).commit();
    if (isDone) deleted++;
  }
  return deleted;
}

/** The keys that tokens are accepted of, newest first: their names and times, never the keys. */
export async function listSigningKeys(
  kv: Deno.Kv,
): Promise<Array<{ kid: string; createdAt: string; notAfter: string | null }>> {
  const keys = [];
  for await (const { key, value } of kv.list({ prefix: ["signing_keys"] })) {
    const { createdAt, notAfter } = parse(value)!;
    keys.push({ kid: String(key[1]), createdAt, notAfter });
  }
  return keys.sort((one, other) => one.createdAt < other.createdAt ? 1 : -1);
}

async function readCurrent(kv: Deno.Kv): Promise<SigningKey | null> {
  const kid = (await kv.get<string>(CURRENT_KEY)).value;
  const key = kid === null ? null : parse((await kv.get(signingKeyKey(kid))).value);
  return kid !== null && key !== null ? { kid, sealed: key.sealed } : null;
}

async function stageNewKey(tx: Tx, deps: KeyDeps): Promise<SigningKey> {
  const kid = deps.ids.token(KID_BYTES);
  const sealed = await deps.secrets.seal("signing_key", kid, deps.ids.token(KEY_BYTES));
  const key: StoredKey = {
    schemaVersion: 1,
    sealed,
    createdAt: isoNow(deps.clock),
    notAfter: null,
  };
  tx.create(signingKeyKey(kid), storedSchema.parse(key));
  tx.set(CURRENT_KEY, kid);
  return { kid, sealed };
}

function stageRetirement(
  tx: Tx,
  { kid, key, now }: { kid: string; key: StoredKey; now: Temporal.Instant },
): void {
  const notAfter = toIso(now.add({ seconds: MAX_TOKEN_SECONDS + LATE_SECONDS }));
  tx.set(signingKeyKey(kid), storedSchema.parse({ ...key, notAfter }));
}

function parse(stored: unknown): StoredKey | null {
  if (stored === null) return null;
  if (typeof stored !== "string") return storedSchema.parse(stored);
  return { schemaVersion: 1, sealed: stored, createdAt: NO_TIME, notAfter: null };
}

function endOfUse(key: StoredKey): string {
  return toIso(Temporal.Instant.from(key.createdAt).add({ seconds: ROTATE_AFTER_SECONDS }));
}

function isPast(time: string | null, now: Temporal.Instant): boolean {
  return time !== null && Temporal.Instant.compare(time, now) <= 0;
}
