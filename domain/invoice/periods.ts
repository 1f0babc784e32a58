/** Which services an invoice pays further periods of: its lines say so, whatever it was issued for. */
import { add, type Money } from "@/domain/shared/money.ts";
import type { InvoiceLine } from "./line.ts";
import type { Invoice } from "./model.ts";

/** Lines that price a period, or take something off its price. */
const OF_PERIODS: readonly InvoiceLine["kind"][] = ["plan", "panel", "addon", "discount"];

/** What an invoice holds of one service. */
export interface PeriodsPaid {
  serviceId: string;
  /** How many periods. */
  periods: number;
  /** What the last of them costs as priced, after discounts. */
  lastPaid: Money;
}

/** The services whose further periods an invoice is for; none for kinds that pay for something else. */
export function periodsByService(invoice: Pick<Invoice, "kind" | "lines">): PeriodsPaid[] {
  if (invoice.kind !== "renewal" && invoice.kind !== "merged") return [];
  const services = new Map<string, Map<string, Money>>();
  for (const { kind, serviceId, period, amount } of invoice.lines) {
    if (serviceId === null || period === null || !OF_PERIODS.includes(kind)) continue;
    const prices = services.get(serviceId) ?? new Map<string, Money>();
    const known = prices.get(period.startsOn);
    prices.set(period.startsOn, known ? add(known, amount) : amount);
    services.set(serviceId, prices);
  }
  return [...services].map(([serviceId, prices]) => {
    const [, lastPaid] = [...prices].sort(([one], [other]) => one < other ? -1 : 1).at(-1)!;
    return { serviceId, periods: prices.size, lastPaid };
  });
}
