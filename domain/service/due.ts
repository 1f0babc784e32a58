/** When a service has to be looked at next: what its places in the indexes by time follow from. */
import { periodAt } from "@/domain/shared/period.ts";
import type { Service } from "./model.ts";

/** The first day that nobody was billed for; `null` while there is nothing to bill. */
export function billableFrom(service: Service): string | null {
  const { status, anchorOn, cancellation, termination } = service;
  if (status !== "active" || anchorOn === null || cancellation || termination) return null;
  // Other terms begin with the period that waits for its payment: what comes after it is theirs to say.
  if (service.next && service.billedPeriods > service.paidPeriods) return null;
  return periodAt(anchorOn, service.cycle, service.billedPeriods).startsOn;
}

/** When the service ends, or its machine is deleted; `null` while neither was set going. */
export function endingAt({ status, cancellation, termination }: Service): string | null {
  if (status === "terminated") return null;
  if (termination) return termination.at;
  return cancellation?.when === "end_of_term" ? dayBegin(cancellation.endsOn) : null;
}

/**
 * The kind of job that voids open invoices for further periods of a service: of one that ends, or with `before`, those that
 * were issued before that instant, to bill the periods anew.
 */
export const VOID_RENEWALS_JOB = "billing.void_renewals";

/** The first moment of a day, as instants are stored. */
export function dayBegin(day: string): string {
  return `${day}T00:00:00.000Z`;
}
