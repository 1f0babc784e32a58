/**
 * The end of a top-up that nobody pays: its customer cancels it, or its time is over. Its invoice is void, and money that
 * arrives for it later is in the wallet all the same: a void invoice takes nothing of it.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import {
  checkInvoice,
  expiringInvoices,
  type Invoice,
  type NotOpen,
  stageExpiry,
  stageVoidInvoice,
} from "@/domain/invoice/mod.ts";
import { hasPendingProof } from "@/domain/payment/mod.ts";
import { type Actor, type CustomerActor, mayUse } from "@/domain/shared/actor.ts";
import { isoNow, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  type NotFound,
  notFound,
  ok,
  type Result,
} from "@/domain/shared/result.ts";
import { indexTopUps } from "./index_top_ups.ts";

/** How long a top-up waits on for staff to look at a proof, or after something broke. */
const ASIDE = { hours: 24 } as const;

const EXPIRED = { kind: "system", id: "top_ups.expire" } as const;

/** Cancels one's own open top-up; for those who may use bills. */
export async function cancelTopUp(
  deps: Deps,
  input: { actor: CustomerActor; invoiceId: string; requestId?: string },
): Promise<Result<void, NotFound | NotOpen | Conflict>> {
  const { actor, invoiceId, requestId } = input;
  if (!isId("inv", invoiceId) || !mayUse(actor, "billing")) return notFound();
  return await transact(deps, async (tx) => {
    const invoice = await checkInvoice(tx, invoiceId);
    if (invoice?.customerId !== actor.id) return notFound();
    if (invoice.kind !== "top_up") return fail({ code: "not_open" });
    const reason = "Cancelled by the customer.";
    return await stageClosed(tx, deps, { actor, invoice, action: "cancelled", reason, requestId });
  });
}

/**
 * Voids every top-up whose time is over. One with a proof that staff haven't looked at waits on; one that can't be dealt with
 * is logged and doesn't hold up the others. Any number of processes may do this at once.
 */
export async function expireTopUps(deps: Deps): Promise<number> {
  await indexTopUps(deps);
  let expired = 0;
  for await (const invoiceId of expiringInvoices(deps.kv, isoNow(deps.clock))) {
    try {
      const closed = await transact(deps, (tx) => stageExpired(tx, deps, invoiceId));
      if (closed.ok && closed.value) expired++;
    } catch (error) {
      deps.log.error("top_up.expiry_failed", { invoiceId, error });
    }
  }
  return expired;
}

/** Checks the invoice and its proofs. */
async function stageExpired(
  tx: Tx,
  deps: Deps,
  invoiceId: string,
): Promise<Result<boolean, NotOpen>> {
  const invoice = await checkInvoice(tx, invoiceId);
  const now = isoNow(deps.clock);
  // Paid, cancelled or put off since it was listed.
  if (invoice?.status !== "open" || invoice.expiresAt === null || invoice.expiresAt > now) {
    return ok(false);
  }
  if (await hasPendingProof(tx, invoiceId)) {
    stageExpiry(tx, { invoice, expiresAt: toIso(deps.clock.now().add(ASIDE)) });
    return ok(false);
  }
  const reason = "Nobody paid it in time.";
  const closed = await stageClosed(tx, deps, {
    actor: EXPIRED,
    invoice,
    action: "expired",
    reason,
  });
  return closed.ok ? ok(true) : closed;
}

async function stageClosed(
  tx: Tx,
  deps: Deps,
  input: {
    actor: Actor;
    invoice: Invoice;
    action: "cancelled" | "expired";
    reason: string;
    requestId?: string;
  },
): Promise<Result<void, NotOpen>> {
  const { actor, invoice, action, reason, requestId } = input;
  if (invoice.status !== "open") return fail({ code: "not_open" });
  const voided = await stageVoidInvoice(tx, deps, { invoiceId: invoice.id, reason });
  if (!voided.ok) return fail({ code: "not_open" });
  stageAudit(tx, deps, {
    actor,
    action: `wallet.top_up_${action}`,
    subject: { kind: "invoice", id: invoice.id },
    before: { status: invoice.status },
    after: { status: "void", reason },
    requestId,
  });
  return ok(undefined);
}
