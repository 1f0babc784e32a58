/** An entry of a chain payment about which staff decide: a sighting or a named transaction; and what booking one stages. */
import type { ApprovalEffect } from "@/domain/approval/mod.ts";
import { stageAudit } from "@/domain/audit/mod.ts";
import { stageBookedReceipt, stageReceiptAlias } from "@/domain/payment/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { dayOf, isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import type { Money } from "@/domain/shared/money.ts";
import { fail, type Failure, type NotFound, ok, type Result } from "@/domain/shared/result.ts";
import { RECEIPT_METHOD, recordedByHand } from "./book_final.ts";
import { coinsOf } from "./coins.ts";
import { reckoned } from "./look.ts";
import { type ChainPayment, type Claim, isFinal, type Sighting } from "./model.ts";
import { getChainPayment, setChainPayment } from "./repo.ts";
import { isLost, waitsForDecision } from "./state.ts";

/** Somebody has decided before. */
export interface AlreadyDecided extends Failure {
  readonly code: "already_decided";
}

/** The transaction is booked already, for this invoice or another. */
export interface AlreadyBooked extends Failure {
  readonly code: "already_booked";
}

/** The chain may still lose it: it doesn't lie deep enough. */
export interface NotFinal extends Failure {
  readonly code: "not_final";
}

/** What is decided about. */
export type Entry =
  | { kind: "sighting"; value: Sighting }
  | { kind: "claim"; value: Claim };

/** The entry by its key: a sighting's, or the hash of a named transaction. */
export function entryOf({ sightings, claims }: ChainPayment, key: string): Entry | null {
  const sighting = sightings.find((each) => each.key === key);
  if (sighting) return { kind: "sighting", value: sighting };
  const claim = claims.find((each) => each.txid === key);
  return claim ? { kind: "claim", value: claim } : null;
}

/** Whether staff have to decide; with `orLost` also whether they have to take note of what is gone. */
export function isOpen(entry: Entry, { orLost = false } = {}): boolean {
  if (entry.kind === "claim") return entry.value.status === "pending";
  return waitsForDecision(entry.value) || orLost && isLost(entry.value);
}

/** Whether the chain keeps it, as far as a node can tell; of a named transaction only people can. */
export function isDeepEnough(entry: Entry, tip: number | null): boolean {
  return entry.kind === "claim" || isFinal(entry.value, tip);
}

/** The chain payment with an entry in the place of the one with its key. */
export function withEntry(
  deps: Pick<Deps, "clock">,
  before: ChainPayment,
  entry: Entry,
): ChainPayment {
  const after = entry.kind === "claim"
    ? {
      ...before,
      claims: before.claims.map((each) => each.txid === entry.value.txid ? entry.value : each),
    }
    : {
      ...before,
      sightings: before.sightings.map((each) => each.key === entry.value.key ? entry.value : each),
    };
  return reckoned(after, deps.clock.now());
}

/** The entry with a proposal, or without one. */
export function proposedEntry(
  entry: Entry,
  proposal: Claim["proposal"],
): Entry {
  return entry.kind === "claim"
    ? { kind: "claim", value: { ...entry.value, proposal } }
    : { kind: "sighting", value: { ...entry.value, proposal } };
}

/** Books an entry by what staff say that it is worth. Checks the chain payment and what a receipt costs. */
export async function stageDecided(
  tx: Tx,
  deps: Deps,
  { actor, before, entry, amount, units, requestId }: {
    actor: StaffActor;
    before: ChainPayment;
    entry: Entry;
    amount: Money;
    /** What came by a named transaction, as staff have found it; a sighting tells it itself. */
    units: string | null;
    requestId: string | undefined;
  },
): Promise<Result<void, NotFound | AlreadyBooked>> {
  const { customerId, invoiceId } = before;
  const isClaim = entry.kind === "claim";
  const receivedAt = isClaim
    ? entry.value.namedAt
    : entry.value.block?.at ?? entry.value.firstSeenAt;
  const byHand = isClaim
    ? null
    : await recordedByHand(tx, { payment: before, sighting: entry.value });
  if (byHand !== null) return fail({ code: "already_booked" });
  const { asset } = entry.value;
  const method = RECEIPT_METHOD[asset];
  const came = isClaim ? units : entry.value.units;
  const booked = await stageBookedReceipt(tx, deps, {
    actor,
    customerId,
    invoiceId,
    receipt: {
      amount,
      method,
      reference: isClaim ? entry.value.txid : entry.value.key,
      receivedOn: dayOf(Temporal.Instant.from(receivedAt)),
      ...(came !== null && { coins: coinsOf(before, { asset, units: came, price: null }) }),
    },
    source: "staff",
    requestId,
  });
  if (!booked.ok && booked.error.code === "already_booked") return fail({ code: "already_booked" });
  if (!booked.ok) throw new Error(`${before.id} can't be booked: ${booked.error.code}`);
  if (!isClaim) {
    const alias = { method, currency: amount.currency, reference: entry.value.txid };
    await stageReceiptAlias(tx, alias, booked.value.paymentId);
  }
  const at = isoNow(deps.clock);
  const booking = { paymentId: booked.value.paymentId, amount, at };
  const decided = { status: "accepted" as const, decidedBy: actor.id, decidedAt: at };
  const after: Entry = entry.kind === "claim"
    ? { kind: "claim", value: { ...entry.value, booking, proposal: null, ...decided } }
    : { kind: "sighting", value: { ...entry.value, booking, proposal: null } };
  setChainPayment(tx, before, withEntry(deps, before, after));
  return ok(undefined);
}

/** What the decision of a second member of staff does with an entry that was proposed. */
export const chainReceiptApproval: ApprovalEffect = {
  async approve(tx, deps, { approval, actor, requestId }) {
    const proposed = await proposedBy(tx, approval);
    if (!proposed) return fail({ code: "already_decided" });
    if (!isDeepEnough(proposed.entry, proposed.before.tip)) return fail({ code: "not_final" });
    const { amount } = approval;
    const units = proposed.entry.value.proposal?.units ?? null;
    return await stageDecided(tx, deps, { actor, ...proposed, amount, units, requestId });
  },
  async reject(tx, deps, { approval, actor, note, requestId }) {
    const proposed = await proposedBy(tx, approval);
    if (!proposed) return fail({ code: "already_decided" });
    const { before, entry } = proposed;
    setChainPayment(tx, before, withEntry(deps, before, proposedEntry(entry, null)));
    stageAudit(tx, deps, {
      actor,
      action: "crypto.returned",
      subject: { kind: "invoice", id: before.invoiceId },
      after: { transaction: entry.value.txid, note },
      requestId,
    });
    return ok(undefined);
  },
};

async function proposedBy(
  tx: Tx,
  approval: { id: string; subjectId: string },
): Promise<{ before: ChainPayment; entry: Entry } | null> {
  const before = await getChainPayment(tx, approval.subjectId);
  const isIt = ({ proposal }: Claim | Sighting) => proposal?.approvalId === approval.id;
  const key = before?.sightings.find(isIt)?.key ?? before?.claims.find(isIt)?.txid;
  const entry = before && key !== undefined ? entryOf(before, key) : null;
  return before && entry && isOpen(entry) ? { before, entry } : null;
}
