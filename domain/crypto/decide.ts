/**
 * What staff decide: to book money that came on other terms, or that a customer has named; or to leave it out. Above the
 * limit of the currency another member of staff approves.
 */
import { admitMove, type OwnAccount, stageProposal } from "@/domain/approval/mod.ts";
import { stageAudit } from "@/domain/audit/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
import { type Money, parseMoney, toDecimal } from "@/domain/shared/money.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { parseUnits } from "./asset.ts";
import {
  type AlreadyBooked,
  type AlreadyDecided,
  type Entry,
  entryOf,
  isDeepEnough,
  isOpen,
  type NotFinal,
  proposedEntry,
  stageDecided,
  withEntry,
} from "./decision.ts";
import { getChainPayment, readChainPayment, setChainPayment } from "./repo.ts";

const MAX_REASON_LENGTH = 300;

/** Why nothing was decided. */
export type DecideChainError =
  | NotFound
  | OwnAccount
  | ValidationError
  | AlreadyDecided
  | AlreadyBooked
  | NotFinal
  | Conflict;

/** What staff decide about. */
export interface DecisionInput {
  actor: StaffActor;
  /** The chain payment. */
  id: string;
  /** The sighting's key, or the hash of the named transaction. */
  key: string;
  requestId?: string;
}

/**
 * Books money, or proposes it where it is above the limit; needs `payments.record`. As typed: `amount` in the invoice's
 * currency, and for a named transaction `coins`, what came by it; nothing where nobody knows.
 */
export async function bookChainMoney(
  deps: Deps,
  input: DecisionInput & { amount: string; coins?: string },
): Promise<Result<{ amount: Money; isProposed: boolean }, DecideChainError>> {
  const { actor, id, key, requestId } = input;
  if (!actor.permissions.has("payments.record") || !isId("chp", id)) return notFound();
  const known = await readChainPayment(deps.kv, id);
  if (!known) return notFound();
  const amount = parseMoney(input.amount, known.currency);
  if (!amount || amount.minor === 0) {
    return invalid({ amount: "Enter an amount such as 120.00, without signs or spaces." });
  }
  const came = unitsFrom(entryOf(known, key), input.coins);
  if (!came.ok) return came;
  const units = came.value;
  return await transact(
    deps,
    async (tx): Promise<Result<{ amount: Money; isProposed: boolean }, DecideChainError>> => {
      const before = await getChainPayment(tx, id);
      const entry = before && entryOf(before, key);
      if (!before || !entry) return notFound();
      if (!isOpen(entry) || entry.value.proposal) return fail({ code: "already_decided" });
      if (!isDeepEnough(entry, before.tip)) return fail({ code: "not_final" });
      const shares = [{ customerId: before.customerId, amount }];
      const admitted = await admitMove(tx, deps, { actor, shares });
      if (!admitted.ok) return admitted;
      const isProposed = admitted.value === "proposed";
      if (!isProposed) {
        const decided = { actor, before, entry, amount, units, requestId };
        const booked = await stageDecided(tx, deps, decided);
        return booked.ok ? ok({ amount, isProposed }) : booked;
      }
      const { txid, asset } = entry.value;
      const approval = stageProposal(tx, deps, {
        kind: "chain_receipt",
        subjectId: id,
        customerId: before.customerId,
        amount,
        summary: `${asset} by transaction ${txid}, for invoice ${before.invoiceNumber}.`,
        actor,
      });
      const proposal = { approvalId: approval.id, amount, units };
      setChainPayment(tx, before, withEntry(deps, before, proposedEntry(entry, proposal)));
      stageAudit(tx, deps, {
        actor,
        action: "crypto.proposed",
        subject: { kind: "invoice", id: before.invoiceId },
        after: { transaction: key, amount: toDecimal(amount), approvalId: approval.id },
        requestId,
      });
      return ok({ amount, isProposed });
    },
  );
}

/** What came by a named transaction, as typed; `null` where nothing is said, and of what the chain tells itself. */
function unitsFrom(
  entry: Entry | null,
  text: string = "",
): Result<string | null, ValidationError> {
  if (entry?.kind !== "claim" || text.trim() === "") return ok(null);
  const { asset } = entry.value;
  const units = parseUnits(text, asset);
  return units
    ? ok(String(units))
    : invalid({ coins: `Enter what came, such as 0.0125, in ${asset}; or leave it empty.` });
}

/**
 * Leaves money out of the reckoning, or notes that staff know of money that is lost; needs `payments.record`. Why is for the
 * customer to read where they have named the transaction.
 */
export async function dismissChainMoney(
  deps: Deps,
  input: DecisionInput & { reason: string },
): Promise<Result<void, DecideChainError>> {
  const { actor, id, key, requestId } = input;
  if (!actor.permissions.has("payments.record") || !isId("chp", id)) return notFound();
  const reason = input.reason.trim();
  if (reason === "") return invalid({ reason: "Say why." });
  if (reason.length > MAX_REASON_LENGTH) {
    return invalid({ reason: `Use ${MAX_REASON_LENGTH} characters at most.` });
  }
  return await transact(deps, async (tx): Promise<Result<void, DecideChainError>> => {
    const before = await getChainPayment(tx, id);
    const entry = before && entryOf(before, key);
    if (!before || !entry) return notFound();
    if (!isOpen(entry, { orLost: true }) || entry.value.proposal) {
      return fail({ code: "already_decided" });
    }
    const decided = {
      status: "rejected" as const,
      decidedBy: actor.id,
      decidedAt: isoNow(deps.clock),
    };
    const after: Entry = entry.kind === "claim"
      ? { kind: "claim", value: { ...entry.value, ...decided, reason } }
      : { kind: "sighting", value: { ...entry.value, isDismissed: true } };
    setChainPayment(tx, before, withEntry(deps, before, after));
    stageAudit(tx, deps, {
      actor,
      action: "crypto.dismissed",
      subject: { kind: "invoice", id: before.invoiceId },
      after: { transaction: key, reason },
      requestId,
    });
    return ok(undefined);
  });
}
