/**
 * Further periods of a service: counted as billed in the commit that issues their invoice, and as paid in the one that
 * pays it. Payments count from the oldest period on, whichever invoice they came for.
 */
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import type { Money } from "@/domain/shared/money.ts";
import { type Period, periodAt } from "@/domain/shared/period.ts";
import type { Service } from "./model.ts";
import { replaceService } from "./repo.ts";
import { resumed } from "./suspend.ts";

/** The first period that nobody was billed for; `null` while the service has no periods. */
export function nextPeriod(service: Service): Period | null {
  const { anchorOn, cycle, billedPeriods } = service;
  return anchorOn === null ? null : periodAt(anchorOn, cycle, billedPeriods);
}

/** Counts one more period of a service that `checkService()` read as billed. */
export function stageBilled(tx: Tx, service: Service): Service {
  const after = { ...service, billedPeriods: service.billedPeriods + 1 };
  replaceService(tx, service, after);
  return after;
}

/** Takes periods back that an invoice was voided for: they are billed again, unless the service ends. */
export function stageUnbilled(
  tx: Tx,
  { service, periods }: { service: Service; periods: number },
): Service {
  const billedPeriods = Math.max(service.billedPeriods - periods, service.paidPeriods);
  const after = { ...service, billedPeriods };
  replaceService(tx, service, after);
  return after;
}

/** What a payment brings a service. */
export interface Renewal {
  service: Service;
  /** How many more are paid. */
  periods: number;
  /** What the last of them cost as priced, after discounts. */
  lastPaid: Money;
  /** The invoice that was paid. */
  invoiceId: string;
  /** For how many days the next period may stay unpaid before the service is suspended. */
  graceDays: number;
}

/**
 * Counts periods of a service that `checkService()` read as paid. A suspension for want of payment ends, unless the period
 * that is unpaid now is beyond its grace as well; so does a termination that was set going for this invoice.
 */
export function stageRenewed(tx: Tx, deps: Pick<Deps, "clock">, input: Renewal): Service {
  const { service, lastPaid } = input;
  const { anchorOn, cycle, cancellation } = service;
  const paidPeriods = service.paidPeriods + input.periods;
  const nextDueOn = anchorOn && periodAt(anchorOn, cycle, paidPeriods).startsOn;
  const isWaitingForEnd = cancellation?.when === "end_of_term" && nextDueOn !== null;
  const renewed: Service = {
    ...service,
    paidPeriods,
    billedPeriods: Math.max(service.billedPeriods, paidPeriods),
    nextDueOn,
    lastPaid,
    cancellation: isWaitingForEnd ? { ...cancellation, endsOn: nextDueOn } : cancellation,
  };
  const after = withoutDunning(renewed, { ...input, today: dayOf(deps.clock.now()) });
  replaceService(tx, service, after);
  return after;
}

function withoutDunning(
  service: Service,
  { invoiceId, graceDays, today }: Pick<Renewal, "invoiceId" | "graceDays"> & { today: string },
): Service {
  const isUnpaid = service.suspension?.reason === "unpaid";
  const mayRun = service.nextDueOn === null || lastDay(service.nextDueOn, graceDays) >= today;
  const { termination } = service;
  const isOver = termination?.reason === "unpaid" &&
    (mayRun || termination.invoiceId === invoiceId);
  const after = isOver ? { ...service, termination: null } : service;
  return isUnpaid && mayRun && after.termination === null ? resumed(after) : after;
}

function lastDay(dueOn: string, graceDays: number): string {
  return Temporal.PlainDate.from(dueOn).add({ days: graceDays }).toString();
}
