/**
 * A change at once while an invoice for the next term is open: that invoice is for what would be no more, so it is void with
 * the change, and the term is billed anew once the change is made or over, due on the day on which it was due before.
 */
import {
  checkInvoice,
  type Invoice,
  pageInvoices,
  periodsByService,
  stageVoidInvoice,
} from "@/domain/invoice/mod.ts";
import { stageJob } from "@/domain/job/mod.ts";
import { type Service, stageUnbilled, VOID_RENEWALS_JOB } from "@/domain/service/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import type { Change } from "./model.ts";

/** Open invoices that are looked through for that of a service. */
const MOST_OPEN = 100;

/**
 * The open invoice that a change at once can replace: the service's own, of which nothing is paid. `null` where there is
 * none. One check if there is.
 */
export async function findReplaceable(
  tx: Tx,
  deps: Pick<Deps, "kv">,
  service: Service,
): Promise<Invoice | null> {
  const found = await findOwnRenewal(tx, deps, service);
  return found && found.paid.minor === 0 && found.credited.minor === 0 ? found : null;
}

/**
 * The open invoice for all that is billed and not paid of the service, and for nothing else; `null` where there is none. One
 * check if there is.
 */
export async function findOwnRenewal(
  tx: Tx,
  deps: Pick<Deps, "kv">,
  service: Service,
): Promise<Invoice | null> {
  const filter = { customerId: service.customerId, status: "open" as const };
  const { items } = await pageInvoices(deps.kv, filter, { limit: MOST_OPEN });
  const named = items.filter((invoice) => periodsOf(invoice, service) > 0);
  const found = named.length === 1 ? await checkInvoice(tx, named[0]!.id) : null;
  if (found?.status !== "open") return null;
  const isAlone = found.lines.every(({ serviceId }) => serviceId === service.id);
  const isAll = periodsOf(found, service) === service.billedPeriods - service.paidPeriods;
  return isAlone && isAll ? found : null;
}

/**
 * Voids what `findReplaceable()` or `findOwnRenewal()` found; the service is as it is without it. Checks the wallet if
 * something is given back.
 */
export async function stageReplaced(
  tx: Tx,
  deps: Deps,
  { service, invoice }: { service: Service; invoice: Invoice },
): Promise<{ service: Service; replaced: NonNullable<Change["replaced"]> }> {
  const reason = "Void: the plan was changed.";
  const voided = await stageVoidInvoice(tx, deps, { invoiceId: invoice.id, reason });
  if (!voided.ok) throw new Error(`invoice ${invoice.id} is no more what it was in this commit`);
  const periods = periodsOf(invoice, service);
  const { startsOn } = invoice.lines[0]!.period!;
  const due = { startsOn, dueOn: invoice.dueOn };
  return {
    service: stageUnbilled(tx, { service, periods, due }),
    replaced: { invoiceId: invoice.id, issuedAt: invoice.issuedAt },
  };
}

/** Has the term billed anew whose invoice a change has replaced; the change, which the commit checks, owns the job. */
export async function stageBilledAgain(
  tx: Tx,
  deps: Deps,
  { id, serviceId, replaced }: Pick<Change, "id" | "serviceId" | "replaced">,
): Promise<void> {
  if (!replaced) return;
  await stageJob(tx, deps, {
    id: `${VOID_RENEWALS_JOB}:${id}:billed_again`,
    kind: VOID_RENEWALS_JOB,
    payload: { serviceId, before: replaced.issuedAt, why: "the plan was changed" },
    isOwned: true,
  });
}

function periodsOf(invoice: Invoice, { id }: Service): number {
  return periodsByService(invoice).find(({ serviceId }) => serviceId === id)?.periods ?? 0;
}
