/** Which services an invoice pays further periods of: its lines say so, whatever it was issued for. */
import { add, type Money } from "@/domain/shared/money.ts";
import type { Period } from "@/domain/shared/period.ts";
import type { InvoiceLine } from "./line.ts";
import type { Invoice } from "./model.ts";

/** Lines that price a period, or take something off its price. */
const OF_PERIODS: readonly InvoiceLine["kind"][] = ["plan", "panel", "addon", "discount"];

/** What an invoice holds of one service. */
export interface PeriodsPaid {
  serviceId: string;
  /** How many periods. */
  periods: number;
  /** What each of them costs as priced, after discounts; the oldest first. */
  worths: Money[];
  /** What the last of them costs. */
  lastPaid: Money;
  /** The plan that the last of them is for, by slug, and its days. */
  plan: string;
  period: Period;
}

/** What an invoice holds of one period. */
type Priced = Pick<PeriodsPaid, "lastPaid" | "plan" | "period">;

/** The services whose further periods an invoice is for; none for kinds that pay for something else. */
export function periodsByService(invoice: Pick<Invoice, "kind" | "lines">): PeriodsPaid[] {
  if (invoice.kind !== "renewal" && invoice.kind !== "merged") return [];
  const services = new Map<string, Map<string, Priced>>();
  for (const { kind, slug, serviceId, period, amount } of invoice.lines) {
    if (serviceId === null || period === null || !OF_PERIODS.includes(kind)) continue;
    const periods = services.get(serviceId) ?? new Map<string, Priced>();
    const known = periods.get(period.startsOn);
    periods.set(period.startsOn, {
      lastPaid: known ? add(known.lastPaid, amount) : amount,
      plan: kind === "plan" ? slug : known?.plan ?? "",
      period,
    });
    services.set(serviceId, periods);
  }
  return [...services].map(([serviceId, periods]) => {
    const sorted = [...periods].sort(([one], [other]) => one < other ? -1 : 1);
    const worths = sorted.map(([, { lastPaid }]) => lastPaid);
    return { serviceId, periods: periods.size, worths, ...sorted.at(-1)![1] };
  });
}
