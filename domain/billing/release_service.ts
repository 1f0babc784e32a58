/**
 * What was stopped for an invoice that turns out to be void: nobody should have been asked to pay it, so the service runs
 * again and doesn't end, unless something else is owed for it that is beyond its grace.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { pageInvoices, periodsByService } from "@/domain/invoice/mod.ts";
import { type Service, stageResumed, stageTerminationUndone } from "@/domain/service/mod.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { readTerms } from "@/domain/terms/mod.ts";
import { BILLING_ACTOR } from "./model.ts";
import { stageServiceMail } from "./service_mails.ts";

/** Open invoices that are looked through for those of one service. */
const MOST_OPEN = 100;

/**
 * Releases a service that the commit has read, as it is without the periods of the void invoice. Checks the mail, where there
 * is something to tell.
 */
export async function stageReleased(
  tx: Tx,
  deps: Deps,
  { service, invoiceId }: { service: Service; invoiceId: string },
): Promise<void> {
  const { termination } = service;
  if (service.status === "terminated") return;
  const endsForIt = termination?.reason === "unpaid" && termination.invoiceId === invoiceId;
  const isStopped = service.status === "suspended" && service.suspension?.reason === "unpaid";
  if (!endsForIt && (!isStopped || termination)) return;
  const kept = endsForIt ? stageTerminationUndone(tx, service) : service;
  const mayRun = isStopped && !await isOwed(deps, service);
  const after = mayRun ? stageResumed(tx, kept) : kept;
  if (after === service) return;
  if (mayRun) {
    await stageServiceMail(tx, deps, {
      fact: `service_resumed:${service.id}:${service.suspension!.since}`,
      template: "service_resumed",
      service: after,
      variables: () => ({}),
    });
  }
  stageAudit(tx, deps, {
    actor: BILLING_ACTOR,
    action: mayRun ? "service.resumed" : "service.termination_undone",
    subject: { kind: "service", id: service.id },
    before: { status: service.status, suspension: service.suspension, termination },
    after: { status: after.status, termination: after.termination, invoiceId },
  });
}

/** Whether periods of a service are billed and not paid but by open invoices that are within their grace. */
async function isOwed(deps: Deps, service: Service): Promise<boolean> {
  const { id, customerId, billedPeriods, paidPeriods } = service;
  if (billedPeriods === paidPeriods) return false;
  const { graceDays } = await readTerms(deps, customerId);
  const lastDay = Temporal.PlainDate.from(dayOf(deps.clock.now())).subtract({ days: graceDays });
  const filter = { customerId, status: "open" as const };
  const { items } = await pageInvoices(deps.kv, filter, { limit: MOST_OPEN });
  const within = items.filter(({ dueOn }) => dueOn >= lastDay.toString())
    .flatMap((invoice) => periodsByService(invoice))
    .filter(({ serviceId }) => serviceId === id)
    .reduce((all, { periods }) => all + periods, 0);
  return billedPeriods - paidPeriods > within;
}
