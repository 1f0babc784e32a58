/**
 * Further periods of a service: counted as billed in the commit that issues their invoice, and as paid in the one that
 * pays it. Payments count from the oldest period on, whichever invoice they came for.
 */
import { dayOf } from "@/domain/shared/clock.ts";
import { remaining } from "@/domain/promotion/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import type { Money } from "@/domain/shared/money.ts";
import { type Period, periodAt } from "@/domain/shared/period.ts";
import type { NextTerms, Service } from "./model.ts";
import { replaceService } from "./repo.ts";
import { withPaid } from "./paid_terms.ts";
import { resumed } from "./suspend.ts";

/** The first period that nobody was billed for; `null` while the service has no periods. */
export function nextPeriod(service: Service): Period | null {
  const { anchorOn, cycle, billedPeriods, next } = service;
  if (anchorOn === null) return null;
  const period = periodAt(anchorOn, cycle, billedPeriods);
  return next ? periodAt(period.startsOn, next.cycle, 0) : period;
}

/** Sets what a service that `checkService()` read is and costs from its next term on; `null` takes that back. */
export function stageNextTerms(tx: Tx, service: Service, next: NextTerms | null): Service {
  const after = { ...service, next };
  replaceService(tx, service, after);
  return after;
}

/** Counts one more period of a service that `checkService()` read as billed. */
export function stageBilled(tx: Tx, service: Service): Service {
  const after = { ...service, billedPeriods: service.billedPeriods + 1 };
  replaceService(tx, service, after);
  return after;
}

/**
 * Takes periods back that an invoice was voided for: they are billed again, unless the service ends; the first of them due
 * when it was due before, where that is said.
 */
export function stageUnbilled(
  tx: Tx,
  { service, periods, due }: {
    service: Service;
    periods: number;
    due?: NonNullable<Service["billedDue"]>;
  },
): Service {
  const billedPeriods = Math.max(service.billedPeriods - periods, service.paidPeriods);
  const after = { ...service, billedPeriods, billedDue: due ?? service.billedDue };
  replaceService(tx, service, after);
  return after;
}

/** What a payment brings a service. */
export interface Renewal {
  service: Service;
  /** How many more are paid. */
  periods: number;
  /** What each of them cost as priced, after discounts; the oldest first. */
  worths: readonly Money[];
  /** What the last of them cost. */
  lastPaid: Money;
  /** The plan that the last of them was for, by slug, and its days. */
  plan: string;
  period: Period;
  /** The invoice that was paid. */
  invoiceId: string;
  /** For how many days the next period may stay unpaid before the service is suspended. */
  graceDays: number;
}

/**
 * Counts periods of a service that `checkService()` read as paid; with other terms, if it was those that were paid. A
 * suspension for want of payment ends, unless the period
 * that is unpaid now is beyond its grace as well; so does a termination that was set going for this invoice.
 */
export function stageRenewed(tx: Tx, deps: Pick<Deps, "clock">, input: Renewal): Service {
  const { lastPaid } = input;
  const today = dayOf(deps.clock.now());
  const counted = countPaid(input);
  const { anchorOn, cycle, cancellation, paidPeriods } = counted;
  const nextDueOn = anchorOn && periodAt(anchorOn, cycle, paidPeriods).startsOn;
  const isWaitingForEnd = cancellation?.when === "end_of_term" && nextDueOn !== null;
  const renewed: Service = {
    ...counted,
    nextDueOn,
    lastPaid,
    paidTerms: withPaid(counted, { ...input, today }),
    cancellation: isWaitingForEnd ? { ...cancellation, endsOn: nextDueOn } : cancellation,
  };
  const after = withoutDunning(renewed, { ...input, today });
  replaceService(tx, input.service, after);
  return after;
}

/** The service with the periods that were paid; with its next terms where it was those that were billed. */
function countPaid({ service, periods, plan, period }: Renewal): Service {
  const paidPeriods = service.paidPeriods + periods;
  const billedPeriods = Math.max(service.billedPeriods, paidPeriods);
  const { next } = service;
  const isNext = next?.plan === plan &&
    periodAt(period.startsOn, next.cycle, 0).endsOn === period.endsOn;
  if (!next || !isNext) return { ...service, paidPeriods, billedPeriods };
  const { changeId: _, ...terms } = next;
  const isSameCycle = next.cycle === service.cycle;
  const counts = isSameCycle ? { paidPeriods, billedPeriods } : {
    anchorOn: period.startsOn,
    promotion: service.promotion && remaining(service.promotion, paidPeriods - 1),
    paidPeriods: 1,
    billedPeriods: 1,
  };
  return { ...service, ...terms, ...counts, next: null };
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
