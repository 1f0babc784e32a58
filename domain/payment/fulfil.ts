/**
 * What a paid invoice sets going, on the commit that pays it: by what it was issued for, and for further periods of
 * services by what its lines name. Few services are renewed on that commit itself, more of them by a job that it stages.
 * Key: `["renewed_services", invoiceId, serviceId]`, so that the job renews each once.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { stageChangePaid, stageNextBegun } from "@/domain/change/mod.ts";
import {
  type Invoice,
  type InvoiceKind,
  periodsByService,
  type PeriodsPaid,
  readInvoice,
} from "@/domain/invoice/mod.ts";
import { type JobHandlers, stageJob } from "@/domain/job/mod.ts";
import { serviceOrderOf, stageOrderPaid } from "@/domain/order/mod.ts";
import { checkService, type Service, stageRenewed, stageService } from "@/domain/service/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { fail, ok } from "@/domain/shared/result.ts";
import { readTerms } from "@/domain/terms/mod.ts";

/** The kind of job that renews the services of an invoice that names many. */
const RENEW_JOB = "services.renew";
/** Services that a payment's commit has checks left for. */
const MOST_AT_ONCE = 2;

/** What an invoice's payment is for: an `order` without the id of one can't be. */
export function fulfilmentOf(invoice: Pick<Invoice, "kind" | "orderId">): InvoiceKind {
  if (invoice.kind === "order" && invoice.orderId === null) {
    throw new Error("an order's invoice without its order");
  }
  return invoice.kind;
}

/** Whether there is nothing left of what an invoice pays for: all services that it names have ended. Checks up to two. */
export async function isPointless(tx: Tx, invoice: Invoice): Promise<boolean> {
  const named = periodsByService(invoice);
  if (named.length === 0 || named.length > MOST_AT_ONCE) return false;
  const services = await Promise.all(named.map(({ serviceId }) => checkService(tx, serviceId)));
  return services.every((service) => service === null || service.status === "terminated");
}

/** What a payment brought about. */
export interface Fulfilment {
  /** The service that an order gets; `null` for anything else. */
  serviceId: string | null;
  /** The services that were renewed on this commit, as they are now. */
  renewed: Service[];
}

/** What a payment brings about that doesn't pay an invoice in full. */
export const NOTHING_FULFILLED: Fulfilment = { serviceId: null, renewed: [] };

/** Stages what follows once `invoice` is paid; up to four checks. */
export async function stageFulfilment(
  tx: Tx,
  deps: Deps,
  invoice: Invoice,
): Promise<Fulfilment> {
  switch (fulfilmentOf(invoice)) {
    case "order":
      return { serviceId: await stageOrder(tx, deps, invoice.orderId!), renewed: [] };
    case "change":
      await stageChangePaid(tx, deps, invoice);
      return NOTHING_FULFILLED;
    case "renewal":
    case "merged":
      return { serviceId: null, renewed: await stageRenewals(tx, deps, invoice) };
    case "top_up":
    case "manual":
      return NOTHING_FULFILLED;
  }
}

async function stageOrder(tx: Tx, deps: Deps, orderId: string): Promise<string> {
  const serviceId = deps.ids.next("svc");
  const at = deps.clock.now();
  const paid = await stageOrderPaid(tx, deps, { orderId, serviceId, at });
  if (!paid.ok) throw new Error(`order ${orderId} can't be paid: ${paid.error.code}`);
  stageService(tx, deps, { id: serviceId, order: serviceOrderOf(paid.value), at });
  return serviceId;
}

async function stageRenewals(tx: Tx, deps: Deps, invoice: Invoice): Promise<Service[]> {
  const named = periodsByService(invoice);
  if (named.length > MOST_AT_ONCE) {
    const payload = { invoiceId: invoice.id };
    await stageJob(tx, deps, { id: `${RENEW_JOB}:${invoice.id}`, kind: RENEW_JOB, payload });
    return [];
  }
  const renewed: Service[] = [];
  for (const each of named) {
    const service = await stageRenewal(tx, deps, { invoice, paid: each });
    if (service) renewed.push(service);
  }
  return renewed;
}

/** Two checks at the most. Nothing happens to a service that has ended meanwhile. */
async function stageRenewal(
  tx: Tx,
  deps: Deps,
  { invoice, paid }: { invoice: Invoice; paid: PeriodsPaid },
): Promise<Service | null> {
  const service = await checkService(tx, paid.serviceId);
  if (!service || service.status === "terminated") return null;
  const { graceDays } = await readTerms(deps, invoice.customerId);
  const renewed = stageRenewed(tx, deps, { ...paid, service, invoiceId: invoice.id, graceDays });
  if (service.next && !renewed.next) await stageNextBegun(tx, deps, service.next.changeId);
  stageAudit(tx, deps, {
    actor: { kind: "system", id: RENEW_JOB },
    action: "service.renewed",
    subject: { kind: "service", id: service.id },
    before: factsOf(service),
    after: { ...factsOf(renewed), invoiceId: invoice.id },
  });
  return renewed;
}

function factsOf({ status, paidPeriods, nextDueOn }: Service) {
  return { status, paidPeriods, nextDueOn };
}

/** Renews what a paid invoice names, a service a commit; each of them once, however often the job runs. */
export const renewJobHandlers: JobHandlers = {
  [RENEW_JOB]: async (deps, { payload }) => {
    const invoice = await readInvoice(deps.kv, String(payload.invoiceId));
    if (invoice?.status !== "paid") return fail({ code: "not_paid", isFinal: true });
    for (const paid of periodsByService(invoice)) {
      const done = ["renewed_services", invoice.id, paid.serviceId];
      const renewed = await transact(deps, async (tx) => {
        if (await tx.get(done) !== null) return ok(undefined);
        await stageRenewal(tx, deps, { invoice, paid });
        tx.set(done, true);
        return ok(undefined);
      });
      if (!renewed.ok) return fail({ code: renewed.error.code });
    }
    return ok(undefined);
  },
};
