/**
 * Issuing the invoice for a service's next period: in one commit with the count of what was billed, so that each period is
 * billed once, whatever breaks and however many do it. One invoice for each service: its payment, its suspension and its
 * end then concern nothing else, and the commit that pays it can renew the service at once. Whoever likes one invoice
 * better merges them.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { isChangeRequested } from "@/domain/change/mod.ts";
import { getAccount } from "@/domain/customer/mod.ts";
import { type Invoice, INVOICE_LANE, stageIssueInvoice } from "@/domain/invoice/mod.ts";
import {
  billableFrom,
  checkService,
  dropDue,
  type DueEntry,
  nextPeriod,
  type Service,
  stageBilled,
  trialEndOn,
} from "@/domain/service/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import type { Actor } from "@/domain/shared/actor.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import type { Period } from "@/domain/shared/period.ts";
import { type Conflict, fail, ok, type Result } from "@/domain/shared/result.ts";
import { readTerms, type Terms } from "@/domain/terms/mod.ts";
import { stageRenewalMail } from "./billing_mails.ts";
import { renewalLines } from "./renewal_lines.ts";
import { firstLookAt } from "./rungs.ts";

/** There is nothing to bill, or not yet. */
export interface NotDue {
  readonly code: "not_due";
}

/** What was issued. */
export interface IssuedRenewal {
  invoice: Invoice;
  service: Service;
}

/** Why and by whom a period is billed. */
export interface RenewalInput {
  serviceId: string;
  actor: Actor;
  /** Its place in the index; taken out where the service doesn't stand for it any more. */
  entry?: DueEntry;
  /** Before its time, because the customer asks for it. */
  isEarly?: boolean;
  requestId?: string;
}

/** Issues the invoice for the next period of a service that is due to be billed. */
export function issueRenewal(
  deps: Deps,
  input: RenewalInput,
): Promise<Result<IssuedRenewal | null, NotDue | Conflict>> {
  return transact(deps, (tx) => stageRenewal(tx, deps, input), { lane: INVOICE_LANE });
}

/** Checks: the service, its open change, the number of the invoice, the mail, and the wallet's job if there is one. */
async function stageRenewal(
  tx: Tx,
  deps: Deps,
  input: RenewalInput,
): Promise<Result<IssuedRenewal | null, NotDue>> {
  const { entry, actor, requestId } = input;
  const before = await checkService(tx, input.serviceId);
  const from = before && billableFrom(before);
  const isStray = entry !== undefined && from !== entry.key[1];
  if (isStray) dropDue(tx, entry);
  const notDue = () => isStray ? ok(null) : fail({ code: "not_due" });
  const period = before && nextPeriod(before);
  if (!before || from === null || !period) return notDue();
  const terms = await readTerms(deps, before.customerId);
  const today = dayOf(deps.clock.now());
  // Another plan is had from its payment on: early, it would be had for the price of the one that is paid.
  const isEarly = input.isEarly && before.next === null;
  if (!isEarly && today < issueDay(before, { period, terms })) return notDue();
  if (await isChangeRequested(tx, before.id)) return notDue();
  const known = before.billedDue?.startsOn === period.startsOn ? before.billedDue.dueOn : null;
  const dueOn = known ?? await dueDay(deps, { period, terms, today });
  const invoice = await stageInvoice(tx, deps, { service: before, period, terms, dueOn });
  const service = stageBilled(tx, before);
  stageAudit(tx, deps, {
    actor,
    action: "service.billed",
    subject: { kind: "service", id: service.id },
    before: { billedPeriods: before.billedPeriods },
    after: {
      billedPeriods: service.billedPeriods,
      invoiceId: invoice.id,
      number: invoice.number,
      total: invoice.total,
      period,
    },
    requestId,
  });
  return ok({ invoice, service });
}

/** The day on which a period is billed: the first one after a trial when that is over, not before. */
function issueDay(
  service: Service,
  { period, terms }: { period: Period; terms: Terms },
): string {
  if (trialEndOn(service) === period.startsOn) return period.startsOn;
  return addDays(period.startsOn, -terms.leadDays);
}

async function stageInvoice(
  tx: Tx,
  deps: Deps,
  { service, period, terms, dueOn }: {
    service: Service;
    period: Period;
    terms: Terms;
    dueOn: string;
  },
): Promise<Invoice> {
  const customer = await getAccount(deps, service.customerId);
  if (!customer) throw new Error(`service ${service.id} belongs to no account`);
  const { id, name, email } = customer;
  const invoice = await stageIssueInvoice(tx, deps, {
    kind: "renewal",
    customer: { id, name, email },
    serviceId: service.id,
    lines: renewalLines(service, period),
    at: deps.clock.now(),
    dueOn,
    fromWallet: terms.paysFromWallet,
    chaseAt: firstLookAt(dueOn, terms),
  });
  await stageRenewalMail(tx, deps, { invoice, service, customer, period, terms });
  return invoice;
}

/**
 * The first day of the period. Where it is billed late, because nothing ran or the service was suspended, there is as much
 * time to pay as other invoices leave, but no more than there would have been.
 */
async function dueDay(
  deps: Deps,
  { period, terms, today }: { period: Period; terms: Terms; today: string },
): Promise<string> {
  const { invoiceDueDays } = await getSettings(deps, "orders");
  const least = addDays(today, Math.min(invoiceDueDays, terms.leadDays));
  return least > period.startsOn ? least : period.startsOn;
}

function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}
