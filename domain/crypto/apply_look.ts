/** Records what a look at the chain has shown, and tells staff of what waits for them, or is gone, in the same commit. */
import { stageAudit } from "@/domain/audit/mod.ts";
import type { SystemActor } from "@/domain/shared/actor.ts";
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { fail, notFound, ok } from "@/domain/shared/result.ts";
import type { Arrival } from "./arrival.ts";
import { type Look, look } from "./look.ts";
import type { ChainPayment, Sighting } from "./model.ts";
import { arrivalKey, getChainPayment, setChainPayment } from "./repo.ts";
import { stageAttentionMail, stageLostMail } from "./staff_mails.ts";
import { isLost, waitsForDecision } from "./state.ts";

/** The task that watches chains, in the audit log. */
export const WATCHER: SystemActor = { kind: "system", id: "crypto.watch" };

/** Mails that one commit stages at the most; what is more is told by the list that all of them link to. */
const MAX_MAILS = 5;

/**
 * Applies a look; whose time is when it began. One that began before another one that is recorded already is dropped: it
 * saw an older chain. `waiting` are arrivals that waited to be noted, whether they still count or not. Answers the chain payment as it is now, `null` if there is none.
 */
export async function applyLook(
  deps: Deps,
  id: string,
  seen: Look & { waiting?: readonly Arrival[] },
): Promise<ChainPayment | null> {
  const result = await transact(deps, async (tx) => {
    const before = await getChainPayment(tx, id);
    if (!before) return notFound();
    if (before.lookedAt !== null && before.lookedAt > toIso(seen.now)) {
      return fail({ code: "outdated", payment: before });
    }
    const after = look(before, seen);
    await stageNews(tx, deps, { before, after });
    setChainPayment(tx, before, after);
    for (const { key } of seen.waiting ?? []) tx.delete(arrivalKey(id, key));
    return ok(after);
  });
  if (result.ok) return result.value;
  switch (result.error.code) {
    case "not_found":
      return null;
    case "outdated":
      return result.error.payment;
    case "conflict":
      throw new Error(`too many others changed ${id}`);
  }
}

async function stageNews(
  tx: Tx,
  deps: Deps,
  { before, after }: { before: ChainPayment; after: ChainPayment },
): Promise<void> {
  const was = new Map(before.sightings.map((sighting) => [sighting.key, sighting]));
  const began = (is: (sighting: Sighting) => boolean) =>
    after.sightings.filter((sighting) => {
      const old = was.get(sighting.key);
      return is(sighting) && !(old && is(old));
    });
  const lost = began(isLost);
  const waiting = began(waitsForDecision);
  for (const sighting of lost) stageLostAudit(tx, deps, { payment: after, sighting });
  for (const sighting of lost.slice(0, MAX_MAILS)) {
    await stageLostMail(tx, deps, { payment: after, sighting });
  }
  for (const sighting of waiting.slice(0, MAX_MAILS - Math.min(lost.length, MAX_MAILS))) {
    await stageAttentionMail(tx, deps, { payment: after, sighting });
  }
}

function stageLostAudit(
  tx: Tx,
  deps: Deps,
  { payment, sighting }: { payment: ChainPayment; sighting: Sighting },
): void {
  const { key, asset, units, block, booking } = sighting;
  stageAudit(tx, deps, {
    actor: WATCHER,
    action: "crypto.payment_lost",
    subject: { kind: "invoice", id: payment.invoiceId },
    before: { transaction: key, asset, units, block },
    after: { chainPaymentId: payment.id, paymentId: booking!.paymentId, amount: booking!.amount },
  });
  deps.log.warn("crypto.payment_lost", { id: payment.id, transaction: key });
}
