/**
 * Open invoices for further periods of a service are voided, by a job, where the service ends, or where its next period is
 * to be billed otherwise. One that names other services too is replaced by one for those.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { endOpenChange } from "@/domain/change/mod.ts";
import { getAccount } from "@/domain/customer/mod.ts";
import {
  checkInvoice,
  type Invoice,
  INVOICE_LANE,
  pageInvoices,
  periodsByService,
  stageIssueInvoice,
  stageVoidInvoice,
} from "@/domain/invoice/mod.ts";
import { type JobHandlers, stageJob } from "@/domain/job/mod.ts";
import {
  checkService,
  readService,
  type Service,
  stageUnbilled,
  VOID_RENEWALS_JOB,
} from "@/domain/service/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { type Conflict, fail, ok, type Result } from "@/domain/shared/result.ts";
import { issueRenewal } from "./issue_renewal.ts";
import { BILLING_ACTOR } from "./model.ts";
import { stageReleased } from "./release_service.ts";

/** Stages the job, for the end that is set going or done on this commit; one check. */
export async function stageVoidRenewals(
  tx: Tx,
  deps: Deps,
  { service, why }: { service: Service; why: string },
): Promise<void> {
  await stageJob(tx, deps, {
    id: `${VOID_RENEWALS_JOB}:${service.id}:${isoNow(deps.clock)}`,
    kind: VOID_RENEWALS_JOB,
    payload: { serviceId: service.id, why },
  });
}

/** The handler of that job: what it has voided already is void, so it comes to the same end twice. */
export const voidJobHandlers: JobHandlers = {
  [VOID_RENEWALS_JOB]: async (deps, { payload }) => {
    const serviceId = String(payload.serviceId);
    const service = await readService(deps.kv, serviceId);
    const before = typeof payload.before === "string" ? payload.before : null;
    // Undone meanwhile: its invoices stay.
    if (!service || before === null && !isEnding(service)) return ok(undefined);
    if (isEnding(service)) {
      const changed = await endOpenChange(deps, { actor: BILLING_ACTOR, serviceId });
      if (!changed.ok && changed.error.code === "conflict") return fail({ code: "conflict" });
    }
    for await (const invoice of openInvoices(deps, service.customerId)) {
      if (!periodsByService(invoice).some((named) => named.serviceId === serviceId)) continue;
      if (before !== null && invoice.issuedAt > before) continue;
      const input = { invoiceId: invoice.id, serviceId, before, why: String(payload.why) };
      const voided = await transact(deps, (tx) => stageVoid(tx, deps, input), {
        lane: INVOICE_LANE,
      });
      if (!voided.ok) return fail({ code: voided.error.code });
    }
    if (before === null) return ok(undefined);
    const billed = await issueRenewal(deps, { serviceId, actor: BILLING_ACTOR });
    return billed.ok || billed.error.code === "not_due" ? ok(undefined) : billed;
  },
};

/** The open invoices for periods of a service that begin after a day. */
export async function laterRenewals(
  deps: Deps,
  { serviceId, startsOn }: { serviceId: string; startsOn: string },
): Promise<Invoice[]> {
  const service = await readService(deps.kv, serviceId);
  if (!service) return [];
  const open = await Array.fromAsync(openInvoices(deps, service.customerId));
  return open.filter((invoice) =>
    periodsByService(invoice).some((named) =>
      named.serviceId === serviceId && named.period.startsOn > startsOn
    )
  );
}

/** Voids those, each in a commit of its own. */
export async function voidLaterRenewals(
  deps: Deps,
  input: { serviceId: string; startsOn: string; why: string },
): Promise<Result<void, Conflict>> {
  const { serviceId, why } = input;
  const before = isoNow(deps.clock);
  for (const { id: invoiceId } of await laterRenewals(deps, input)) {
    const voiding = { invoiceId, serviceId, before, why };
    const voided = await transact(deps, (tx) => stageVoid(tx, deps, voiding), {
      lane: INVOICE_LANE,
    });
    if (!voided.ok) return voided;
  }
  return ok(undefined);
}

/** Whether a service is over, or ends with what is paid. */
function isEnding({ status, cancellation, termination }: Service): boolean {
  return status === "terminated" || cancellation !== null || termination !== null;
}

async function* openInvoices(deps: Deps, customerId: string): AsyncGenerator<Invoice> {
  let after: string | null = null;
  do {
    const request = { limit: 100, ...(after !== null && { after }) };
    const filter = { customerId, status: "open" as const };
    const page = await pageInvoices(deps.kv, filter, request);
    yield* page.items;
    after = page.next;
  } while (after !== null);
}

/** Checks: invoice, wallet if something is given back, service, a mail, and for a new invoice number and wallet's job. */
async function stageVoid(
  tx: Tx,
  deps: Deps,
  { invoiceId, serviceId, before: until, why }: {
    invoiceId: string;
    serviceId: string;
    before: string | null;
    why: string;
  },
) {
  const before = await checkInvoice(tx, invoiceId);
  const service = await checkService(tx, serviceId);
  if (before?.status !== "open" || !service) return ok(undefined);
  if (until === null && !isEnding(service)) return ok(undefined);
  const voided = await stageVoidInvoice(tx, deps, { invoiceId, reason: `Void: ${why}.` });
  if (!voided.ok) return ok(undefined);
  const { periods } = periodsByService(before).find((named) => named.serviceId === serviceId)!;
  const startsOn = before.lines.find((line) => line.serviceId === serviceId)?.period?.startsOn;
  // What is billed anew is due when it was: nobody gets time by changing what comes next.
  const due = until === null || startsOn === undefined ? {} : {
    due: { startsOn, dueOn: before.dueOn },
  };
  const unbilled = stageUnbilled(tx, { service, periods, ...due });
  if (until !== null) await stageReleased(tx, deps, { service: unbilled, invoiceId });
  const rest = await stageRest(tx, deps, {
    before,
    serviceId,
    fromWallet: voided.value.released.minor > 0,
  });
  stageAudit(tx, deps, {
    actor: BILLING_ACTOR,
    action: "invoice.voided",
    subject: { kind: "invoice", id: invoiceId },
    before: { status: before.status },
    after: { status: "void", reason: why, replacedBy: rest?.id ?? null },
  });
  return ok(undefined);
}

/** What an invoice holds of other services, as an invoice of its own. */
async function stageRest(
  tx: Tx,
  deps: Deps,
  { before, serviceId, fromWallet }: { before: Invoice; serviceId: string; fromWallet: boolean },
): Promise<Invoice | null> {
  const lines = before.lines.filter((line) => line.serviceId !== serviceId);
  const customer = lines.length > 0 ? await getAccount(deps, before.customerId) : null;
  if (!customer) return null;
  const { id, name, email } = customer;
  return await stageIssueInvoice(tx, deps, {
    kind: before.kind,
    customer: { id, name, email },
    lines: lines.map(({ net: _net, tax: _tax, ...line }) => line),
    at: deps.clock.now(),
    dueOn: before.dueOn,
    notes: `Replaces invoice ${before.number}.`,
    fromWallet,
    tax: before,
    chase: before.chase,
  });
}
