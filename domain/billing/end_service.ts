/**
 * The end of a service when its moment has come: one that was cancelled for the end of what is paid is stopped first, so
 * that it can still be undone for a while; then the machine is deleted, by the one way that there is.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { placeOf } from "@/domain/change/mod.ts";
import { checkInvoice } from "@/domain/invoice/mod.ts";
import { jobDoneAt } from "@/domain/job/mod.ts";
import {
  type CapReached,
  checkService,
  dropDue,
  type DueEntry,
  endingAt,
  type Service,
  stageDestroyed,
  stageEndUndone,
  stageTermination,
  stageTerminationAt,
  type Termination,
} from "@/domain/service/mod.ts";
import { isoNow, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { type Conflict, ok, type Result } from "@/domain/shared/result.ts";
import { readTerms } from "@/domain/terms/mod.ts";
import { BILLING_ACTOR } from "./model.ts";
import type { BillingStep } from "./view.ts";
import { stageEndingMail, stageServiceMail, stageStaffEndMail } from "./service_mails.ts";
import { laterHour } from "./unpaid_steps.ts";
import { stageVoidRenewals } from "./void_renewals.ts";

/** How long a deletion waits for a warning that hasn't gone out. */
const ASK_AGAIN = { hours: 1 } as const;

/** Deals with a service whose end is due. */
export function endService(
  deps: Deps,
  entry: DueEntry,
): Promise<Result<BillingStep[], CapReached | Conflict>> {
  return transact(deps, (tx) => stageEnd(tx, deps, entry));
}

/** Checks at the most: service, count of the hour, stock, job, two mails; or service, invoice, mail. */
async function stageEnd(
  tx: Tx,
  deps: Deps,
  entry: DueEntry,
): Promise<Result<BillingStep[], CapReached>> {
  const service = await checkService(tx, entry.id);
  const at = service && endingAt(service);
  if (at !== entry.key[1]) dropDue(tx, entry);
  if (!service || at === null || at > isoNow(deps.clock)) return ok([]);
  const { termination } = service;
  if (!termination) return ok(await stageStop(tx, deps, service));
  const standing = { ...service, termination };
  if (await isSettled(tx, termination)) return ok(stageKept(tx, deps, standing));
  const later = await whenWarned(tx, deps, standing);
  if (later !== null) {
    stageTerminationAt(tx, { service: standing, at: later });
    return ok([]);
  }
  return await stageDeletion(tx, deps, standing);
}

/** What is paid for is over: the machine is stopped, and deleted after the time to undo it. */
async function stageStop(tx: Tx, deps: Deps, service: Service): Promise<BillingStep[]> {
  const { undoHours } = await readTerms(deps, service.customerId);
  const at = laterHour("", deps.clock.now().add({ hours: undoHours }));
  const reason = `It was cancelled, and is paid until ${service.cancellation!.endsOn}.`;
  const after = stageTermination(tx, deps, {
    service,
    termination: { at, reason: "request", invoiceId: null, warning: null, note: reason },
  });
  await stageEndingMail(tx, deps, { service: after, endsAt: at, reason });
  stageAudit(tx, deps, {
    actor: BILLING_ACTOR,
    action: "service.termination_scheduled",
    subject: { kind: "service", id: service.id },
    before: { status: service.status },
    after: { status: after.status, termination: after.termination },
  });
  return [stepOf(deps, service, { kind: "ending", endsAt: at })];
}

/** Whether the invoice for want of whose payment a service ends is paid or void; one that was given up is still owed. */
async function isSettled(tx: Tx, { reason, invoiceId }: Termination): Promise<boolean> {
  if (reason !== "unpaid" || invoiceId === null) return false;
  const status = (await checkInvoice(tx, invoiceId))?.status;
  return status === "paid" || status === "void";
}

/** Nothing is owed for which it would end: whatever else is unpaid has a ladder of its own. */
function stageKept(tx: Tx, deps: Deps, service: Service): BillingStep[] {
  stageEndUndone(tx, service);
  stageAudit(tx, deps, {
    actor: BILLING_ACTOR,
    action: "service.termination_undone",
    subject: { kind: "service", id: service.id },
    before: { termination: service.termination },
  });
  return [];
}

/**
 * `null` if a warning that has to come before has gone out as many hours ago as the terms say, or none has to; else when
 * to ask again. A mail that nobody could send holds the deletion up until staff have seen to it.
 */
async function whenWarned(
  tx: Tx,
  deps: Deps,
  { customerId, termination }: Service & { termination: Termination },
): Promise<string | null> {
  if (termination.warning === null) return null;
  const now = deps.clock.now();
  const sentAt = await jobDoneAt(tx, `mail:${termination.warning}`);
  if (sentAt === null) {
    deps.log.warn("billing.warning_not_sent", { fact: termination.warning });
    return toIso(now.add(ASK_AGAIN));
  }
  const { warningHours } = await readTerms(deps, customerId);
  const earliest = laterHour("", Temporal.Instant.from(sentAt).add({ hours: warningHours }));
  return earliest > toIso(now) ? earliest : null;
}

async function stageDeletion(
  tx: Tx,
  deps: Deps,
  service: Service & { termination: Termination },
): Promise<Result<BillingStep[], CapReached>> {
  const { deletionsPerHour } = await readTerms(deps, service.customerId);
  const place = await placeOf(deps, service);
  const destroyed = await stageDestroyed(tx, deps, {
    service,
    place,
    maxPerHour: deletionsPerHour,
  });
  if (!destroyed.ok) return destroyed;
  const after = destroyed.value;
  const reason = service.termination.note;
  await stageServiceMail(tx, deps, {
    fact: `service_terminated:${service.id}`,
    template: "service_terminated",
    service: after,
    variables: () => ({ reason }),
  });
  await stageStaffEndMail(tx, deps, { service: after, reason });
  await stageVoidRenewals(tx, deps, { service: after, why: "the service has ended" });
  stageAudit(tx, deps, {
    actor: BILLING_ACTOR,
    action: "service.terminated",
    subject: { kind: "service", id: service.id },
    before: { status: service.status, termination: service.termination },
    after: { status: after.status },
  });
  return ok([stepOf(deps, service, { kind: "terminated" })]);
}

function stepOf(
  deps: Deps,
  { id: serviceId, customerId, hostname }: Service,
  what: { kind: "terminated" } | { kind: "ending"; endsAt: string },
): BillingStep {
  return { ...what, at: isoNow(deps.clock), customerId, serviceId, hostname };
}
