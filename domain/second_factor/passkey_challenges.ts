/** What authenticators are asked to sign: random, kept as a digest for five minutes, taken once, for one purpose. */
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { digestOf } from "@/domain/shared/digest.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { type PasskeyChallenge, stageChallenge, takeChallenge } from "./repo.ts";

const CHALLENGE_BYTES = 32;
const CHALLENGE_MINUTES = 5;
/** The time that a browser gives the person, in milliseconds. */
export const CEREMONY_TIMEOUT_MS = CHALLENGE_MINUTES * 60_000;

type Wanted = Pick<PasskeyChallenge, "purpose" | "accountId">;

/** Makes and stores a challenge; its bytes are for the options of the ceremony. */
export async function makeChallenge(
  deps: Deps,
  wanted: Wanted,
): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = deps.ids.token(CHALLENGE_BYTES);
  const expiresAt = toIso(deps.clock.now().add({ minutes: CHALLENGE_MINUTES }));
  unwrap(
    await transact(deps, (tx) => {
      stageChallenge(tx, digestOf(challenge), {
        challenge: { ...wanted, expiresAt },
        expireInMs: CEREMONY_TIMEOUT_MS + 60_000,
      });
      return Promise.resolve(ok(undefined));
    }),
  );
  return Uint8Array.fromBase64(challenge, { alphabet: "base64url" });
}

/** Takes a challenge out; whether it was made for that purpose and account, and isn't over. One check. */
export async function isOwnChallenge(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  { challenge, wanted }: { challenge: string; wanted: Wanted },
): Promise<boolean> {
  const stored = await takeChallenge(tx, digestOf(challenge));
  return stored !== null && stored.purpose === wanted.purpose &&
    stored.accountId === wanted.accountId &&
    Temporal.Instant.compare(stored.expiresAt, deps.clock.now()) > 0;
}
