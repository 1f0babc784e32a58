/** What a further period of a service costs, as lines of an invoice. */
import type { InvoiceLineInput } from "@/domain/invoice/mod.ts";
import { discountFor, isFor } from "@/domain/promotion/mod.ts";
import { nextPeriod, type Service } from "@/domain/service/mod.ts";
import { type Money, sum, times } from "@/domain/shared/money.ts";
import type { Period } from "@/domain/shared/period.ts";

/**
 * One line for each thing that the service is billed for, at the price that was agreed for the period, and what the code of
 * its order takes off that, while the plan and the term are ones that the code is for.
 */
export function renewalLines(service: Service, { startsOn, endsOn }: Period): InvoiceLineInput[] {
  const terms = service.next ?? service;
  const { items } = terms;
  const priced = items.map(({ kind, slug, label, quantity, unit }) => ({
    kind,
    slug,
    label,
    quantity,
    unit,
    amount: times(unit, quantity),
  }));
  const { promotion, billedPeriods } = service;
  const discount = promotion && isFor(promotion, terms)
    ? discountFor(promotion, priced, { period: billedPeriods })
    : [];
  return [...priced, ...discount].map((line) => ({
    ...line,
    period: { startsOn, endsOn },
    serviceId: service.id,
  }));
}

/** The lines of the next term that nobody was billed for; none while the service has no terms. */
export function nextTermLines(service: Service): InvoiceLineInput[] {
  const period = nextPeriod(service);
  return period ? renewalLines(service, period) : [];
}

/** What the next term costs by the code of the service's order, as prices are; `null` where the code takes nothing off. */
export function discountedTerm(service: Service): Money | null {
  const lines = nextTermLines(service);
  return lines.some(({ kind }) => kind === "discount")
    ? sum(lines.map(({ amount }) => amount), service.renewal.currency)
    : null;
}
