/**
 * What a change would cost today: pure, so that the preview and the invoice come from the same lines. Paid time that isn't
 * used any more is worth what was paid for it, by days; the new plan costs its price for the same days, or for a whole new
 * term from today where the term changes. In a free trial nothing is paid, and nothing is to be.
 */
import type { CatalogView, PlanView } from "@/domain/catalog/mod.ts";
import { type InvoiceLineInput, oneLine } from "@/domain/invoice/mod.ts";
import {
  isUnpaidTrial,
  paidTermOf,
  type RecurringItem,
  type Service,
} from "@/domain/service/mod.ts";
import { type Money, share, sum, times, zero } from "@/domain/shared/money.ts";
import { type Cycle, CYCLES, type Period, periodAt } from "@/domain/shared/period.ts";
import { invalid, ok, type Result, type ValidationError } from "@/domain/shared/result.ts";
import type { Terms } from "./model.ts";

/** What is asked for. */
export interface ChangeRequest {
  service: Service;
  catalog: CatalogView;
  /** Slug of the plan, and the term, as typed. */
  plan: string;
  cycle: string;
  /** The day of the change, UTC. */
  today: string;
}

/** What would change, and what it costs, before tax where prices are without. */
export interface Proposal {
  /** Whether a change within a free trial can be made at once; `null` for a service that isn't on one. */
  trial: { mayBeNow: boolean } | null;
  to: Terms;
  lines: InvoiceLineInput[];
  /** Their sum: to be paid, or worth giving back if it is below zero. */
  balance: Money;
  /** The first day that isn't paid for, once it is paid. */
  nextDueOn: string;
  /** First day of period 0 from then on; `null` where the present term goes on. */
  newAnchorOn: string | null;
  /** The invoices that what isn't used any more was paid with, the last one first. */
  paidWith: string[];
}

/** A part of a paid period that is still to come. */
interface Rest {
  /** What is left of it. */
  period: Period;
  /** All of it. */
  whole: Period;
  days: number;
  ofDays: number;
}

/** The change and its price, or a sentence beside `plan` or `cycle` that says why it can't be. */
export function proposeChange(request: ChangeRequest): Result<Proposal, ValidationError> {
  const { service, today } = request;
  const to = newTerms(request);
  if (!to.ok) return to;
  if (isUnpaidTrial(service) && today < service.anchorOn!) return ok(onTrial(request, to.value));
  const rests = unusedRests(service, today);
  if (rests.length === 0) {
    return invalid({ "": "Pay the invoice for the present term first, then change the plan." });
  }
  const unused = rests.map((rest) => unusedLine(service, rest));
  const isSameTerm = to.value.cycle === service.cycle;
  const term = periodAt(today, to.value.cycle, 0);
  const fresh = isSameTerm
    ? rests.flatMap((rest) => to.value.items.map((item) => restLine(service.id, item, rest)))
    : to.value.items.map((item) => termLine(service.id, item, term));
  const lines = [...fresh, ...unused].filter(({ amount }) => amount.minor !== 0);
  return ok({
    trial: null,
    to: to.value,
    lines,
    balance: sum(lines.map(({ amount }) => amount), service.renewal.currency),
    nextDueOn: isSameTerm ? service.nextDueOn! : term.endsOn,
    newAnchorOn: isSameTerm ? null : today,
    paidWith: [
      ...new Set(
        rests.toReversed().flatMap(({ whole }) =>
          paidTermOf(service, whole).invoiceIds.toReversed()
        ),
      ),
    ],
  });
}

/** Nothing is paid yet, and nothing is to be: the trial goes on to its day, with a plan that can be tried at once. */
function onTrial({ service, catalog }: ChangeRequest, to: Terms): Proposal {
  const isTried = (catalog.plans.find(({ slug }) => slug === to.plan)?.trialDays ?? 0) > 0;
  return {
    trial: { mayBeNow: isTried || to.plan === service.plan },
    to,
    lines: [],
    balance: zero(service.renewal.currency),
    nextDueOn: service.anchorOn!,
    newAnchorOn: null,
    paidWith: [],
  };
}

/** What the service would be: the new plan with the panel and add-ons that it has, priced by the catalogue of today. */
function newTerms(
  { service, catalog, plan: slug, cycle: typed }: ChangeRequest,
): Result<Terms, ValidationError> {
  const cycle = CYCLES.find((known) => known === typed);
  if (!cycle) return invalid({ cycle: "Choose a billing cycle." });
  const now = catalog.plans.find((known) => known.slug === service.plan);
  const plan = catalog.plans.find((known) => known.slug === slug);
  if (!plan || now && plan.family !== now.family) {
    return invalid({ plan: "Choose one of the plans on this page." });
  }
  if (plan.slug === service.plan && cycle === service.cycle) {
    return invalid({ plan: "This is what you have. Choose another plan or another term." });
  }
  const items = newItems({ service, catalog, plan, cycle });
  if (!items.ok) return items;
  const { currency } = service.renewal;
  if (items.value.some(({ unit }) => unit.currency !== currency)) {
    return invalid({ plan: `${plan.name} has no price in ${currency}.` });
  }
  return ok({
    planId: plan.id,
    plan: plan.slug,
    planName: plan.name,
    highlights: [...plan.highlights],
    cycle,
    items: items.value,
    renewal: sum(items.value.map(({ unit, quantity }) => times(unit, quantity)), currency),
  });
}

function newItems(
  input: { service: Service; catalog: CatalogView; plan: PlanView; cycle: Cycle },
): Result<RecurringItem[], ValidationError> {
  const { service, catalog, plan, cycle } = input;
  const items: RecurringItem[] = [];
  for (const item of service.items) {
    const known = item.kind === "plan"
      ? { name: plan.name, slug: plan.slug, prices: plan.prices, isOffered: true }
      : findExtra(catalog, plan, item);
    if (!known?.isOffered) {
      return invalid({ plan: `${item.label} isn't offered with ${plan.name}. Write to us.` });
    }
    const unit = known.prices[cycle];
    if (!unit) return invalid({ cycle: `${known.name} can't be had for this term.` });
    const { kind, quantity } = item;
    items.push({ kind, slug: known.slug, label: known.name, quantity, unit });
  }
  return ok(items);
}

function findExtra(catalog: CatalogView, plan: PlanView, { kind, slug }: RecurringItem) {
  const [list, offered] = kind === "panel"
    ? [catalog.panels, plan.panels]
    : [catalog.addons, plan.addons];
  const found = list.find((known) => known.slug === slug);
  return found && { ...found, isOffered: offered.includes(slug) };
}

/** What is left of the periods that are paid, the present one first; nothing if the present one isn't. */
export function unusedRests(
  service: Pick<Service, "anchorOn" | "cycle" | "paidPeriods">,
  today: string,
): Rest[] {
  if (service.anchorOn === null) return [];
  const rests: Rest[] = [];
  for (let index = service.paidPeriods - 1; index >= 0; index--) {
    const period = periodAt(service.anchorOn, service.cycle, index);
    if (period.endsOn <= today) break;
    const startsOn = period.startsOn < today ? today : period.startsOn;
    rests.unshift({
      period: { startsOn, endsOn: period.endsOn },
      whole: period,
      days: daysBetween(startsOn, period.endsOn),
      ofDays: daysBetween(period.startsOn, period.endsOn),
    });
    if (period.startsOn <= today) break;
  }
  return rests;
}

function unusedLine(service: Service, { period, whole, days, ofDays }: Rest): InvoiceLineInput {
  const of = times(paidTermOf(service, whole).worth, -1);
  return oneLine({
    kind: "unused",
    slug: `unused-${service.plan}`,
    label: `${service.planName}, not used any more`,
    unit: share(of, { numerator: BigInt(days), denominator: BigInt(ofDays) }),
    basis: { rule: "days", of, days, ofDays },
    period,
    serviceId: service.id,
  });
}

function restLine(
  serviceId: string,
  item: RecurringItem,
  { period, days, ofDays }: Rest,
): InvoiceLineInput {
  const of = times(item.unit, item.quantity);
  return oneLine({
    kind: item.kind,
    slug: item.slug,
    label: item.quantity > 1 ? `${item.label}, ${item.quantity}` : item.label,
    unit: share(of, { numerator: BigInt(days), denominator: BigInt(ofDays) }),
    basis: { rule: "days", of, days, ofDays },
    period,
    serviceId,
  });
}

function termLine(serviceId: string, item: RecurringItem, period: Period): InvoiceLineInput {
  const amount = times(item.unit, item.quantity);
  return { ...item, amount, period, serviceId };
}

function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: "day" }).days;
}
