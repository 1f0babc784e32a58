/**
 * The first step of a log-in, kept for the second: whose password was right, for five minutes and one use. The browser
 * holds a random token, KV its digest. A challenge dies with the password that it was given for.
 *
 * Key: `["log_in_challenges", digest]`.
 */
import { z } from "zod";
import type { Account } from "@/domain/customer/mod.ts";
import { passwordMark } from "@/domain/second_factor/mod.ts";
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { digestOf } from "@/domain/shared/digest.ts";
import type { Tx } from "@/domain/shared/kv.ts";

const TOKEN_BYTES = 32;
const LIFETIME_MINUTES = 5;
/** How long a challenge stays in KV after its end: expiry in KV is only "not before". */
const KEEP_MS = 60_000;

const challengeSchema = z.strictObject({
  schemaVersion: z.literal(1),
  accountId: z.string(),
  passwordMark: z.string(),
  expiresAt: z.string(),
});

type Challenge = z.infer<typeof challengeSchema>;

/** A log-in whose second step is to come; the token goes into a cookie. */
export interface SecondFactorRequired {
  code: "second_factor_required";
  challenge: string;
  expiresAt: string;
}

const keyOf = (token: string): Deno.KvKey => ["log_in_challenges", digestOf(token)];

/** Stages a challenge for an account whose first step was right; one check. */
export function stageLogInChallenge(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids">,
  account: Account,
): SecondFactorRequired {
  const challenge = deps.ids.token(TOKEN_BYTES);
  const expiresAt = toIso(deps.clock.now().add({ minutes: LIFETIME_MINUTES }));
  const stored: Challenge = {
    schemaVersion: 1,
    accountId: account.id,
    passwordMark: passwordMark(account),
    expiresAt,
  };
  tx.create(keyOf(challenge), stored, { expireInMs: LIFETIME_MINUTES * 60_000 + KEEP_MS });
  return { code: "second_factor_required", challenge, expiresAt };
}

/** Whose log-in waits for its second step; `null` for any token that isn't one of those. */
export async function readLogInChallenge(
  deps: Pick<Deps, "kv" | "clock">,
  token: string,
): Promise<{ accountId: string } | null> {
  if (!isToken(token)) return null;
  return running(deps, (await deps.kv.get(keyOf(token))).value);
}

/** Takes a challenge out, under check, for the account with the password that it was given for; one check. */
export async function takeLogInChallenge(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  { token, account }: { token: string; account: Account },
): Promise<boolean> {
  if (!isToken(token)) return false;
  const challenge = running(deps, await tx.get(keyOf(token)));
  tx.delete(keyOf(token));
  return challenge !== null && challenge.accountId === account.id &&
    challenge.passwordMark === passwordMark(account);
}

function isToken(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

function running(deps: Pick<Deps, "clock">, stored: unknown): Challenge | null {
  const challenge = stored === null ? null : challengeSchema.parse(stored);
  const isOver = !challenge ||
    Temporal.Instant.compare(challenge.expiresAt, deps.clock.now()) <= 0;
  return isOver ? null : challenge;
}
