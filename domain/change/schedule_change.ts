/**
 * A change that comes with the next term: the service knows what it will be, its next invoice says what that costs, and it is
 * so once that is paid. An invoice for the next term that was issued before is voided, and the term billed anew.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { stageReturnStock } from "@/domain/catalog/mod.ts";
import { type JobHandlers, stageJob } from "@/domain/job/mod.ts";
import {
  checkService,
  readService,
  type Service,
  stageNextTerms,
  VOID_RENEWALS_JOB,
} from "@/domain/service/mod.ts";
import type { Actor, CustomerActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { fail, ok } from "@/domain/shared/result.ts";
import { stageChangedMails } from "./change_mails.ts";
import type { Admitted } from "./admit_change.ts";
import { creditJobHandlers } from "./credit_unused.ts";
import type { Change } from "./model.ts";
import { findOwnRenewal, stageReplaced } from "./replace_renewal.ts";
import { addChange, closeChange, getChange } from "./repo.ts";

const BEGUN_JOB = "changes.begun";

/**
 * Stages a change for the next term; `null` if that is billed on an invoice with others, which has to be paid first. Checks
 * the change, and if the term is billed its invoice, the wallet, and the job that bills it anew.
 */
export async function stageScheduled(
  tx: Tx,
  deps: Deps,
  input: Admitted & { actor: CustomerActor; requestId?: string },
): Promise<Change | null> {
  const { service } = input;
  const change: Change = {
    ...input.change,
    status: "scheduled",
    newAnchorOn: null,
    invoiceId: null,
    validUntil: null,
    credits: [],
    creditSteps: [],
    replaced: null,
  };
  addChange(tx, change);
  const fact = `${change.id}:scheduled`;
  const unbilled = await stageBilledAnew(tx, deps, { service, fact });
  if (!unbilled) return null;
  stageNextTerms(tx, unbilled, { changeId: change.id, ...change.to });
  stageAudit(tx, deps, {
    actor: input.actor,
    action: "service.change_scheduled",
    subject: { kind: "service", id: service.id },
    before: { plan: service.plan, cycle: service.cycle, renewal: service.renewal },
    after: {
      plan: change.to.plan,
      cycle: change.to.cycle,
      renewal: change.to.renewal,
      from: service.nextDueOn,
    },
    requestId: input.requestId,
  });
  return change;
}

/**
 * Takes a scheduled change back: its place in stock is free again. False where it has begun: the job that closes it is on its
 * way; for a customer whose service is stopped with the term unpaid: nothing is billed of it while it is, so there would be
 * nothing left to pay; and for one whose next term is billed on an invoice with others, until that is paid. Checks service, stock, and if the term is billed its invoice, the wallet, and the job.
 */
export async function stageUnscheduled(
  tx: Tx,
  deps: Deps,
  { change, actor }: { change: Change; actor: Actor },
): Promise<boolean> {
  const service = await checkService(tx, change.serviceId);
  if (service?.next?.changeId !== change.id) return false;
  const isStopped = service.status === "suspended" && service.billedPeriods > service.paidPeriods;
  if (isStopped && actor.kind === "customer") return false;
  if (change.from.planId !== change.to.planId) {
    const { datacenterId, to } = change;
    await stageReturnStock(tx, deps, { planId: to.planId, datacenterId });
  }
  const fact = `${change.id}:taken_back`;
  const unbilled = await stageBilledAnew(tx, deps, { service, fact });
  if (!unbilled && actor.kind === "customer") return false;
  stageNextTerms(tx, unbilled ?? service, null);
  return true;
}

/**
 * Has the next term billed anew if it is billed. Its own invoice is void on this commit: paid a moment later, it would buy the
 * dearer plan for the price of the cheaper one. The service without it; `null` if it is billed on an invoice with others, which
 * is left to the job.
 */
async function stageBilledAnew(
  tx: Tx,
  deps: Deps,
  { service, fact }: { service: Service; fact: string },
): Promise<Service | null> {
  if (service.billedPeriods === service.paidPeriods) return service;
  const invoice = await findOwnRenewal(tx, deps, service);
  const before = invoice?.issuedAt ?? isoNow(deps.clock);
  await stageJob(tx, deps, {
    id: `${VOID_RENEWALS_JOB}:${fact}`,
    kind: VOID_RENEWALS_JOB,
    payload: { serviceId: service.id, before, why: "the next term was changed" },
  });
  return invoice && (await stageReplaced(tx, deps, { service, invoice })).service;
}

/** Stages what follows once the first term of a scheduled change is paid; the service that begins it is under check. */
export async function stageNextBegun(tx: Tx, deps: Deps, changeId: string): Promise<void> {
  await stageJob(tx, deps, {
    id: `${BEGUN_JOB}:${changeId}`,
    kind: BEGUN_JOB,
    payload: { changeId },
    isOwned: true,
  });
}

/** Closes the change, gives the old place in stock back, and tells customer and staff; once, however often it runs. */
export const changeJobHandlers: JobHandlers = {
  ...creditJobHandlers,
  [BEGUN_JOB]: async (deps, { payload }) => {
    const closed = await transact(deps, async (tx) => {
      const change = await getChange(tx, String(payload.changeId));
      if (change?.status !== "scheduled") return ok(undefined);
      const service = await readService(deps.kv, change.serviceId);
      if (!service) return ok(undefined);
      const { datacenterId, from, to } = change;
      if (from.planId !== to.planId) {
        await stageReturnStock(tx, deps, { planId: from.planId, datacenterId });
      }
      closeChange(tx, change, { ...change, status: "applied", closedAt: isoNow(deps.clock) });
      stageAudit(tx, deps, {
        actor: { kind: "system", id: BEGUN_JOB },
        action: "service.changed",
        subject: { kind: "service", id: service.id },
        before: { plan: from.plan, cycle: from.cycle },
        after: { plan: to.plan, cycle: to.cycle, renewal: to.renewal },
      });
      await stageChangedMails(tx, deps, { change, service });
      return ok(undefined);
    });
    return closed.ok ? closed : fail({ code: closed.error.code });
  },
};
