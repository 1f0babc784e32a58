/** How a change ends: made when its invoice is paid, cancelled by the customer, expired because nobody paid in time, or with its service. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { stageReturnStock } from "@/domain/catalog/mod.ts";
import { type Invoice, type NotOpen, stageVoidInvoice } from "@/domain/invoice/mod.ts";
import { checkService, stageTerms } from "@/domain/service/mod.ts";
import { type Actor, type CustomerActor, mayUse } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  type NotFound,
  notFound,
  ok,
  type Result,
} from "@/domain/shared/result.ts";
import { stageChangedMails } from "./change_mails.ts";
import {
  closeChange,
  expiredChanges,
  getByInvoice,
  getChange,
  peekOpenChange,
  readOpenChange,
} from "./repo.ts";
import { stageBilledAgain } from "./replace_renewal.ts";
import { stageUnscheduled } from "./schedule_change.ts";

/**
 * Whether the change that an open invoice is for still waits for it, and its service goes on: nobody buys time for a server
 * that is to end. One check beside the invoice's.
 */
export async function isChangeWaiting(tx: Tx, invoiceId: string): Promise<boolean> {
  const change = await getByInvoice(tx, invoiceId);
  if (change?.status !== "requested") return false;
  const service = await checkService(tx, change.serviceId);
  return service !== null && service.status !== "terminated" && service.cancellation === null &&
    service.termination === null;
}

/** Whether a service waits for a change to be paid: nothing of it is billed meanwhile. One check. */
export async function isChangeRequested(tx: Tx, serviceId: string): Promise<boolean> {
  return (await peekOpenChange(tx, serviceId))?.status === "requested";
}

/** Ends the open change of a service that is over or is to end, whatever the change waits for. */
export async function endOpenChange(
  deps: Deps,
  input: { actor: Actor; serviceId: string },
): Promise<Result<void, NotFound | NotOpen | Conflict>> {
  const open = await readOpenChange(deps.kv, input.serviceId);
  if (!open) return ok(undefined);
  return await transact(deps, (tx) => stageClosed(tx, deps, { ...input, id: open.id }));
}

/** Makes the change that a paid invoice was for. Checks change, service, and the old place in stock. */
export async function stageChangePaid(tx: Tx, deps: Deps, invoice: Invoice): Promise<void> {
  const change = await getByInvoice(tx, invoice.id);
  if (change?.status !== "requested") throw new Error(`no change waits for ${invoice.id}`);
  const service = await checkService(tx, change.serviceId);
  if (!service) throw new Error(`no service ${change.serviceId}`);
  const after = stageTerms(tx, {
    service,
    terms: change.to,
    newAnchorOn: change.newAnchorOn,
    changedOn: change.requestedAt.slice(0, 10),
    invoiceId: invoice.id,
  });
  await stageBilledAgain(tx, deps, change);
  const { datacenterId, from } = change;
  if (from.planId !== change.to.planId) {
    await stageReturnStock(tx, deps, { planId: from.planId, datacenterId });
  }
  closeChange(tx, change, { ...change, status: "applied", closedAt: isoNow(deps.clock) });
  stageAudit(tx, deps, {
    actor: { kind: "system", id: "changes.apply" },
    action: "service.changed",
    subject: { kind: "service", id: service.id },
    before: { plan: service.plan, cycle: service.cycle, renewal: service.renewal },
    after: { plan: after.plan, cycle: after.cycle, renewal: after.renewal, invoiceId: invoice.id },
  });
  await stageChangedMails(tx, deps, { change, service: after });
}

/** Cancels a change that waits for its payment, or for the next term; what was paid of it is back in the wallet. */
export async function cancelChange(
  deps: Deps,
  input: { actor: CustomerActor; serviceId: string; requestId?: string },
): Promise<Result<void, NotFound | NotOpen | Conflict>> {
  const { actor, serviceId } = input;
  const open = await readOpenChange(deps.kv, serviceId);
  if (open?.customerId !== actor.id || !mayUse(actor, "billing") || !mayUse(actor, "orders")) {
    return notFound();
  }
  return await transact(deps, (tx) => stageClosed(tx, deps, { ...input, id: open.id }));
}

/**
 * Ends a change that isn't made: its invoice is void, its place in stock is given back. Checks change, invoice or service,
 * wallet or job, and stock.
 */
async function stageClosed(
  tx: Tx,
  deps: Deps,
  input: { actor: Actor; id: string; isExpired?: boolean; requestId?: string },
): Promise<Result<void, NotFound | NotOpen>> {
  const change = await getChange(tx, input.id);
  if (!change) return notFound();
  const { datacenterId, to, from } = change;
  if (change.status === "scheduled") {
    if (!await stageUnscheduled(tx, deps, { ...input, change })) return fail({ code: "not_open" });
  } else if (change.status !== "requested") return fail({ code: "not_open" });
  else {
    const reason = input.isExpired ? "The offer wasn't paid in time." : "The change was cancelled.";
    const voided = await stageVoidInvoice(tx, deps, { invoiceId: change.invoiceId!, reason });
    if (!voided.ok) return voided;
    if (to.planId !== from.planId) {
      await stageReturnStock(tx, deps, { planId: to.planId, datacenterId });
    }
    await stageBilledAgain(tx, deps, change);
  }
  const status = input.isExpired ? "expired" : "cancelled";
  closeChange(tx, change, { ...change, status, closedAt: isoNow(deps.clock) });
  stageAudit(tx, deps, {
    actor: input.actor,
    action: `service.change_${status}`,
    subject: { kind: "service", id: change.serviceId },
    before: { plan: from.plan, cycle: from.cycle },
    after: { requestedPlan: to.plan, requestedCycle: to.cycle },
    requestId: input.requestId,
  });
  return ok(undefined);
}

/** Ends every request that nobody paid in time. One that can't be dealt with is logged and doesn't hold up the others. */
export async function expireChanges(deps: Deps): Promise<number> {
  const actor = { kind: "system", id: "changes.expire" } as const;
  let expired = 0;
  for await (const { id } of expiredChanges(deps.kv, deps.clock.now())) {
    try {
      const ended = await transact(
        deps,
        (tx) => stageClosed(tx, deps, { actor, id, isExpired: true }),
      );
      if (ended.ok) expired++;
    } catch (error) {
      deps.log.error("change.expiry_failed", { changeId: id, error });
    }
  }
  return expired;
}
