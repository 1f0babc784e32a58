/** The invoices that a service's time still to come was paid with: it says so itself, but for services of before it did. */
import { type Invoice, pageInvoices } from "@/domain/invoice/mod.ts";
import type { Service } from "@/domain/service/mod.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Proposal } from "./propose.ts";

/** Paid invoices of a customer that are looked through, the last ones. */
const MOST_PAID = 100;

/** Their ids, the last one first. Those of services of before are found by their lines, or as their order's. */
export async function paidWith(
  deps: Pick<Deps, "kv" | "clock">,
  { service, proposal }: { service: Service; proposal: Proposal },
): Promise<string[]> {
  if (proposal.paidWith.length > 0 || proposal.trial) return proposal.paidWith;
  const filter = { customerId: service.customerId, status: "paid" as const };
  const { items } = await pageInvoices(deps.kv, filter, { limit: MOST_PAID });
  const today = dayOf(deps.clock.now());
  return items.filter((invoice) => paysFor(invoice, service, today)).map(({ id }) => id);
}

function paysFor({ kind, orderId, lines }: Invoice, service: Service, today: string): boolean {
  // Lines of an order have no days: they are for the first term.
  if (kind === "order") return orderId === service.orderId && service.paidPeriods === 1;
  return lines.some(({ serviceId, period }) =>
    serviceId === service.id && period !== null && period.endsOn > today
  );
}
