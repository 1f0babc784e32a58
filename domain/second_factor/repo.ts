/**
 * Second factors in KV. Keys:
 * - `["second_factors", accountId]`: the record; absent for accounts that have none
 * - `["passkeys", credentialId]`: the account's id; a passkey belongs to one account
 * - `["passkey_challenges", digest]`: what an authenticator was asked to sign, for a few minutes
 */
import { z } from "zod";
import type { Tx } from "@/domain/shared/kv.ts";
import { type SecondFactor, secondFactorSchema } from "./model.ts";

const factorKey = (accountId: string): Deno.KvKey => ["second_factors", accountId];
const passkeyKey = (credentialId: string): Deno.KvKey => ["passkeys", credentialId];
const challengeKey = (digest: string): Deno.KvKey => ["passkey_challenges", digest];

/** What an authenticator's answer may be used for. */
export const challengeSchema = z.strictObject({
  purpose: z.enum(["register", "log_in", "second_factor"]),
  /** `null` where the answer itself says who it is. */
  accountId: z.string().nullable(),
  expiresAt: z.string(),
});

/** A stored challenge. */
export type PasskeyChallenge = z.infer<typeof challengeSchema>;

function parse(stored: unknown): SecondFactor | null {
  return stored === null ? null : secondFactorSchema.parse(stored);
}

/** Reads an account's second factor. */
export async function readSecondFactor(
  kv: Deno.Kv,
  accountId: string,
): Promise<SecondFactor | null> {
  return parse((await kv.get(factorKey(accountId))).value);
}

/** Reads it for a change: the commit checks that it is still the same. */
export async function loadSecondFactor(tx: Tx, accountId: string): Promise<SecondFactor | null> {
  return parse(await tx.get(factorKey(accountId)));
}

/** Stages what was loaded on the same commit and changed since; a record with nothing in it goes. */
export function stageSecondFactor(tx: Tx, factor: SecondFactor): void {
  const isEmpty = !factor.totp && !factor.setup && factor.passkeys.length === 0;
  if (isEmpty) tx.delete(factorKey(factor.accountId));
  else tx.set(factorKey(factor.accountId), secondFactorSchema.parse(factor));
}

/** Whose passkey it is, checked on commit. */
export function loadPasskeyOwner(tx: Tx, credentialId: string): Promise<string | null> {
  return tx.get<string>(passkeyKey(credentialId));
}

/** Stages the claim of a new passkey. */
export function stagePasskeyOwner(tx: Tx, credentialId: string, accountId: string): void {
  tx.create(passkeyKey(credentialId), accountId);
}

/** Stages its end. */
export function stagePasskeyEnd(tx: Tx, credentialId: string): void {
  tx.delete(passkeyKey(credentialId));
}

/** Stages a new challenge by its digest. */
export function stageChallenge(
  tx: Tx,
  digest: string,
  { challenge, expireInMs }: { challenge: PasskeyChallenge; expireInMs: number },
): void {
  tx.create(challengeKey(digest), challengeSchema.parse(challenge), { expireInMs });
}

/** Reads a challenge and stages its end: it works once. */
export async function takeChallenge(tx: Tx, digest: string): Promise<PasskeyChallenge | null> {
  const stored = await tx.get(challengeKey(digest));
  if (stored === null) return null;
  tx.delete(challengeKey(digest));
  return challengeSchema.parse(stored);
}
