/** What the ladder does to a service that isn't paid: it is suspended, and later its end is set going with a last warning. */
import { stageAudit } from "@/domain/audit/mod.ts";
import type { Invoice } from "@/domain/invoice/mod.ts";
import { checkService, stageSuspended, stageTermination } from "@/domain/service/mod.ts";
import { isoNow, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import type { Terms } from "@/domain/terms/mod.ts";
import { stageWarningMail } from "./billing_mails.ts";
import { BILLING_ACTOR } from "./model.ts";
import type { BillingStep } from "./view.ts";
import { mayBeSuspended, mayBeWarned } from "./rungs.ts";
import { stageEndingMail, stageServiceMail } from "./service_mails.ts";

/** Suspends a service for an invoice, unless it has stopped running since it was read. Two checks. */
export async function stageUnpaidSuspension(
  tx: Tx,
  deps: Deps,
  { invoice, terms, serviceId }: { invoice: Invoice; terms: Terms; serviceId: string },
): Promise<BillingStep[]> {
  const service = await checkService(tx, serviceId);
  if (!service || !mayBeSuspended(service)) return [];
  const reason = reasonOf(invoice);
  const after = stageSuspended(tx, deps, { service, reason: "unpaid", note: reason });
  const outlook = invoice.status === "uncollectible"
    ? "Nothing is deleted yet. We will delete the server, and tell you the hour before. Answer this mail if you want " +
      "to keep it."
    : terms.endAfterDays > 0
    ? "Nothing is deleted yet. The moment the invoice is paid, the server runs again; if it stays unpaid, we " +
      "will delete the server, and tell you the hour before."
    : "Nothing is deleted. The moment the invoice is paid, the server runs again.";
  await stageServiceMail(tx, deps, {
    fact: `service_suspended:${serviceId}:${invoice.id}`,
    template: "service_suspended",
    service: after,
    variables: () => ({ reason, outlook }),
  });
  stageAudit(tx, deps, {
    actor: BILLING_ACTOR,
    action: "service.suspended",
    subject: { kind: "service", id: serviceId },
    before: { status: service.status },
    after: { status: after.status, reason: "unpaid", invoiceId: invoice.id },
  });
  const { customerId, hostname } = service;
  return [{ kind: "suspended", at: isoNow(deps.clock), customerId, serviceId, hostname }];
}

/**
 * Warns that a service ends at `endsAt`, or as much later as the terms leave between warning and end, and sets that end
 * going. Two checks.
 */
export async function stageUnpaidWarning(
  tx: Tx,
  deps: Deps,
  input: { invoice: Invoice; terms: Terms; serviceId: string; endsAt: string },
): Promise<BillingStep[]> {
  const { invoice, terms, serviceId } = input;
  const service = await checkService(tx, serviceId);
  if (!service || !mayBeWarned(service)) return [];
  const endsAt = laterHour(input.endsAt, deps.clock.now().add({ hours: terms.warningHours }));
  const fact = `service_final_warning:${serviceId}:${invoice.id}`;
  const after = stageTermination(tx, deps, {
    service,
    termination: {
      at: endsAt,
      reason: "unpaid",
      invoiceId: invoice.id,
      warning: fact,
      note: reasonOf(invoice),
    },
  });
  // What was written off can't be paid: whoever wants to keep the server has to write.
  await (invoice.status === "uncollectible"
    ? stageEndingMail(tx, deps, { fact, service: after, endsAt, reason: reasonOf(invoice) })
    : stageWarningMail(tx, deps, { fact, invoice, service, endsAt }));
  stageAudit(tx, deps, {
    actor: BILLING_ACTOR,
    action: "service.termination_scheduled",
    subject: { kind: "service", id: serviceId },
    after: { termination: after.termination },
  });
  const { customerId, hostname } = service;
  return [{ kind: "warned", at: isoNow(deps.clock), customerId, serviceId, hostname, endsAt }];
}

function reasonOf({ status, number, dueOn }: Invoice): string {
  return status === "uncollectible"
    ? `Invoice ${number}, due on ${dueOn}, wasn't paid, and we don't expect it to be any more.`
    : `Invoice ${number}, due on ${dueOn}, isn't paid.`;
}

/** The later of the two, at a full hour. */
export function laterHour(planned: string, least: Temporal.Instant): string {
  const full = toIso(least.round({ smallestUnit: "hour", roundingMode: "ceil" }));
  return full > planned ? full : planned;
}
