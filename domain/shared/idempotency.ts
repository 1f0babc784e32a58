/**
 * Keys by which a program names one act, so that it may send it again when the answer got lost: the first one acts, the
 * others get its answer. The key is noted in the commit of the act, under check: however many come at once, one acts. What
 * was refused isn't noted: nothing was done, and trying again is a new try.
 *
 * Key: `["idempotency_keys", accountId, digest]`, for a day.
 */
import { z } from "zod";
import { toIso } from "./clock.ts";
import type { Deps } from "./deps.ts";
import { digestOf } from "./digest.ts";
import type { Tx } from "./kv.ts";
import { fail, type Failure, ok, type Result } from "./result.ts";

/** For how long an answer is kept. */
export const IDEMPOTENCY_HOURS = 24;

const noteSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** What was asked for: the same key for something else is a mistake of the program. */
  request: z.string(),
  answer: z.unknown(),
  expiresAt: z.string(),
});

/** The key was used for another request. */
export interface KeyReused extends Failure {
  readonly code: "idempotency_key_reused";
}

/** An act that was named. */
export interface NamedAct {
  accountId: string;
  key: string;
  /** All that the act depends on, such as `pay inv_… 12.00`. */
  request: string;
}

/** The answer that the act got before, `null` if it wasn't done yet; one check. */
export async function answerOf<T>(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  { accountId, key, request }: NamedAct,
): Promise<Result<T | null, KeyReused>> {
  const stored = await tx.get(keyOf(accountId, key));
  const note = stored === null ? null : noteSchema.parse(stored);
  if (note === null || note.expiresAt <= toIso(deps.clock.now())) return ok(null);
  return note.request === digestOf(request)
    ? ok(note.answer as T)
    : fail({ code: "idempotency_key_reused" });
}

/** Notes the answer in the commit of the act. */
export function stageAnswer(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  { accountId, key, request, answer }: NamedAct & { answer: unknown },
): void {
  const expiresAt = toIso(deps.clock.now().add({ hours: IDEMPOTENCY_HOURS }));
  const note = { schemaVersion: 1 as const, request: digestOf(request), answer, expiresAt };
  tx.set(keyOf(accountId, key), noteSchema.parse(note), {
    expireInMs: IDEMPOTENCY_HOURS * 3_600_000,
  });
}

/** Keys are as long as a program wants them; what is stored isn't. */
function keyOf(accountId: string, key: string): Deno.KvKey {
  return ["idempotency_keys", accountId, digestOf(key)];
}
