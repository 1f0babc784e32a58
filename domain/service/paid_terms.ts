/** What paid terms are worth and who paid them: pure, for what is given back of them. */
import { type Cycle, type Period, periodAt } from "@/domain/shared/period.ts";
import type { Money } from "@/domain/shared/money.ts";
import type { PaidTerm, Service } from "./model.ts";

/** Invoices that are kept of a term, the last ones: each is another change within it. */
const MAX_INVOICES = 20;

/** A paid term of a service; for one that was paid before that was noted, what the last one was worth. */
export function paidTermOf(
  { paidTerms, lastPaid }: Pick<Service, "paidTerms" | "lastPaid">,
  { startsOn, endsOn }: Period,
): PaidTerm {
  const known = paidTerms.find((term) => term.startsOn === startsOn && term.endsOn === endsOn);
  return known ?? { startsOn, endsOn, worth: lastPaid, invoiceIds: [] };
}

/** The terms with those that an invoice paid for: the last ones of a service, as it is now. Those that are over go. */
export function withPaid(
  service: Pick<Service, "anchorOn" | "cycle" | "paidPeriods" | "paidTerms">,
  { worths, invoiceId, today }: { worths: readonly Money[]; invoiceId: string; today: string },
): PaidTerm[] {
  const { anchorOn, cycle, paidPeriods, paidTerms } = service;
  if (anchorOn === null) return paidTerms;
  const first = paidPeriods - worths.length;
  const paid = worths.flatMap((worth, index): PaidTerm[] =>
    first + index < 0
      ? []
      : [{ ...periodAt(anchorOn, cycle, first + index), worth, invoiceIds: [invoiceId] }]
  );
  return [...running(paidTerms, today), ...paid];
}

/** The terms after a change on a day: those that go on are worth the new price, or there is one that begins then. */
export function changedTerms(
  paidTerms: readonly PaidTerm[],
  change: {
    changedOn: string;
    newAnchorOn: string | null;
    cycle: Cycle;
    worth: Money;
    /** The invoice that the change was paid with; `null` where there was nothing to pay. */
    invoiceId: string | null;
  },
): PaidTerm[] {
  const { changedOn, newAnchorOn, cycle, worth, invoiceId } = change;
  const left = running(paidTerms, changedOn);
  const paidWith = (ids: readonly string[]) =>
    [...new Set([...ids, ...invoiceId === null ? [] : [invoiceId]])].slice(-MAX_INVOICES);
  if (newAnchorOn === null) {
    return left.map((term) => ({ ...term, worth, invoiceIds: paidWith(term.invoiceIds) }));
  }
  const invoiceIds = paidWith(left.flatMap((term) => term.invoiceIds));
  return [{ ...periodAt(newAnchorOn, cycle, 0), worth, invoiceIds }];
}

function running(terms: readonly PaidTerm[], today: string): PaidTerm[] {
  return terms.filter(({ endsOn }) => endsOn > today);
}
