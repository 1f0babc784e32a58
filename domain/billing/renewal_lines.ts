/** What a further period of a service costs, as lines of an invoice. */
import type { InvoiceLineInput } from "@/domain/invoice/mod.ts";
import type { Service } from "@/domain/service/mod.ts";
import { times } from "@/domain/shared/money.ts";
import type { Period } from "@/domain/shared/period.ts";

/** One line for each thing that the service is billed for, at the price that was agreed for the period. */
export function renewalLines(service: Service, { startsOn, endsOn }: Period): InvoiceLineInput[] {
  const { items } = service.next ?? service;
  return items.map(({ kind, slug, label, quantity, unit }) => ({
    kind,
    slug,
    label,
    quantity,
    unit,
    amount: times(unit, quantity),
    period: { startsOn, endsOn },
    serviceId: service.id,
  }));
}
