/** A further term before its time, and what a customer can do about the terms of a service. */
import { amountDue, type Invoice, pageInvoices, periodsByService } from "@/domain/invoice/mod.ts";
import { billableFrom, readService, type Service } from "@/domain/service/mod.ts";
import { type CustomerActor, maySpend, mayUse } from "@/domain/shared/actor.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { type Conflict, type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { readTerms } from "@/domain/terms/mod.ts";
import { issueRenewal, type NotDue } from "./issue_renewal.ts";
import { discountedTerm } from "./renewal_lines.ts";
import type { RenewalView } from "./view.ts";

/** How far ahead a term may begin that is paid early. */
const FURTHEST = { months: 12 } as const;

/** Open invoices that are looked through for those of one service. */
const MOST_OPEN = 100;

/** Issues the invoice for the next term now, or names the one that is open; for those who may use bills and services. */
export async function payEarly(
  deps: Deps,
  input: { actor: CustomerActor; serviceId: string; requestId?: string },
): Promise<Result<{ invoiceId: string }, NotFound | NotDue | Conflict>> {
  const service = await findOwn(deps, { viewer: input.actor, serviceId: input.serviceId });
  if (!service || !maySpend(input.actor, "billing")) return notFound();
  const open = await findOpen(deps, service);
  if (open) return ok({ invoiceId: open.id });
  if (!mayBill(deps, service)) return { ok: false, error: { code: "not_due" } };
  const issued = await issueRenewal(deps, { ...input, isEarly: true });
  if (!issued.ok) return issued;
  return issued.value ? ok({ invoiceId: issued.value.invoice.id }) : notFound();
}

/** What the page of a service offers its customer. */
export async function getRenewal(
  deps: Deps,
  { viewer, serviceId }: { viewer: CustomerActor; serviceId: string },
): Promise<Result<RenewalView, NotFound>> {
  const service = await findOwn(deps, { viewer, serviceId });
  if (!service) return notFound();
  const seesBills = mayUse(viewer, "billing");
  const [terms, open] = await Promise.all([
    readTerms(deps, viewer.id),
    seesBills ? findOpen(deps, service) : null,
  ]);
  const mayEnd = maySpend(viewer, "orders");
  const { status, cancellation, termination, nextDueOn } = service;
  const isRunning = status === "active" || status === "suspended";
  const isEnding = cancellation !== null || termination !== null;
  const today = dayOf(deps.clock.now());
  const paidUntil = nextDueOn !== null && nextDueOn > today ? nextDueOn : null;
  return ok({
    invoice: open && { id: open.id, number: open.number, due: amountDue(open), dueOn: open.dueOn },
    discounted: seesBills ? discountedTerm(service) : null,
    mayPayEarly: maySpend(viewer, "billing") && !open && mayBill(deps, service),
    paysFromWallet: seesBills ? terms.paysFromWallet : null,
    cancel: mayEnd && isRunning && !isEnding
      ? {
        paidUntil,
        daysLost: paidUntil === null ? 0 : daysBetween(today, paidUntil),
        undoHours: terms.undoHours,
      }
      : null,
    mayUndo: mayEnd && isRunning && cancellation !== null &&
      (termination === null || termination.reason === "request"),
  });
}

async function findOwn(
  deps: Pick<Deps, "kv">,
  { viewer, serviceId }: { viewer: CustomerActor; serviceId: string },
): Promise<Service | null> {
  if (!isId("svc", serviceId) || !mayUse(viewer, "services")) return null;
  const service = await readService(deps.kv, serviceId);
  return service?.customerId === viewer.id ? service : null;
}

/** The oldest open invoice that names the service. */
async function findOpen(deps: Pick<Deps, "kv">, service: Service): Promise<Invoice | null> {
  const filter = { customerId: service.customerId, status: "open" as const };
  const { items } = await pageInvoices(deps.kv, filter, { limit: MOST_OPEN });
  return items.findLast((invoice) =>
    periodsByService(invoice).some(({ serviceId }) => serviceId === service.id)
  ) ?? null;
}

/** Not where the next term is to be of another plan: that is had from its payment on. */
function mayBill(deps: Pick<Deps, "clock">, service: Service): boolean {
  const from = billableFrom(service);
  if (from === null || service.next !== null) return false;
  const furthest = Temporal.PlainDate.from(dayOf(deps.clock.now())).add(FURTHEST).toString();
  return from <= furthest;
}

function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: "day" }).days;
}
