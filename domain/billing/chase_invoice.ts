/**
 * Looking at an unpaid invoice: the one step of the ladder that is due is taken, and noted on the invoice, in the commit
 * that checks that it is still open. So each is taken once, and never after the payment.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { getAccount } from "@/domain/customer/mod.ts";
import {
  amountDue,
  type ChaseEntry,
  checkInvoice,
  dropChase,
  type Invoice,
  INVOICE_LANE,
  periodsByService,
  stageChase,
} from "@/domain/invoice/mod.ts";
import { readService, type Service } from "@/domain/service/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { type Conflict, ok, type Result } from "@/domain/shared/result.ts";
import { readTerms, type Terms } from "@/domain/terms/mod.ts";
import { stageReminderMail } from "./billing_mails.ts";
import { stageLateFee } from "./late_fee.ts";
import { BILLING_ACTOR } from "./model.ts";
import type { BillingStep } from "./view.ts";
import { outlookOf } from "./outlook.ts";
import { decide, type Step } from "./rungs.ts";
import { stageUnpaidSuspension, stageUnpaidWarning } from "./unpaid_steps.ts";

/** What a look came to: what was done, and whether more is due at once. */
export interface Look {
  steps: BillingStep[];
  isMoreDue: boolean;
}

const NOTHING: Look = { steps: [], isMoreDue: false };

/** What a step is taken with. */
export interface Taking {
  invoice: Invoice;
  services: readonly Service[];
  terms: Terms;
}

/** Looks at the invoice of an entry that is due. */
export function chaseInvoice(
  deps: Deps,
  entry: ChaseEntry,
): Promise<Result<Look, Conflict>> {
  // Fees take numbers, so all looks take turns with whatever else does.
  return transact(deps, async (tx) => ok(await stageLook(tx, deps, entry)), { lane: INVOICE_LANE });
}

async function stageLook(tx: Tx, deps: Deps, entry: ChaseEntry): Promise<Look> {
  const invoice = await checkInvoice(tx, entry.id);
  const isOwed = invoice?.status === "open" || invoice?.status === "uncollectible";
  const at = isOwed ? invoice.chase.nextAt : null;
  if (at !== entry.key[1]) dropChase(tx, entry);
  if (!invoice || at === null || at > isoNow(deps.clock)) return NOTHING;
  const named = periodsByService(invoice);
  const read = await Promise.all(named.map(({ serviceId }) => readService(deps.kv, serviceId)));
  const services = read.filter((service) => service !== null);
  const terms = await readTerms(deps, invoice.customerId);
  const now = deps.clock.now();
  const { step, taken, nextAt } = decide({ invoice, services, terms, now });
  const isWrittenOff = invoice.status === "uncollectible";
  const isNothingDue = !isWrittenOff && amountDue(invoice).minor <= 0;
  const steps = step && !isNothingDue
    ? await stageStep(tx, deps, { step, taking: { invoice, services, terms } })
    : [];
  // Nobody looks at what was written off once it can end nothing: it comes back when it is open again.
  const isOver = isWrittenOff &&
    (!terms.endsWrittenOff || services.every(({ status }) => status === "terminated"));
  stageChase(tx, { invoice, chase: { ...invoice.chase, taken, nextAt: isOver ? null : nextAt } });
  return { steps, isMoreDue: !isOver && nextAt <= isoNow(deps.clock) };
}

/** At most five checks: the invoice, a service or the number of a fee, a mail, and the wallet's job of a fee. */
async function stageStep(
  tx: Tx,
  deps: Deps,
  { step, taking }: { step: Step; taking: Taking },
): Promise<BillingStep[]> {
  switch (step.kind) {
    case "reminder":
      return await stageReminder(tx, deps, { taking, reminder: step.reminder });
    case "suspension":
      return await stageUnpaidSuspension(tx, deps, { ...taking, serviceId: step.serviceId });
    case "warning":
      return await stageUnpaidWarning(tx, deps, { ...taking, ...step });
  }
}

async function stageReminder(
  tx: Tx,
  deps: Deps,
  { taking, reminder }: { taking: Taking; reminder: Terms["reminders"][number] },
): Promise<BillingStep[]> {
  const { invoice, terms } = taking;
  const { customerId, id: invoiceId, number } = invoice;
  const customer = await getAccount(deps, customerId);
  if (!customer) return [];
  const at = isoNow(deps.clock);
  const fee = await stageLateFee(tx, deps, { invoice, fee: reminder.fee, customer, terms });
  const outlook = outlookOf({ ...taking, now: deps.clock.now() });
  await stageReminderMail(tx, deps, { invoice, day: reminder.day, fee, outlook });
  stageAudit(tx, deps, {
    actor: BILLING_ACTOR,
    action: "invoice.reminded",
    subject: { kind: "invoice", id: invoiceId },
    after: { day: reminder.day, feeInvoiceId: fee?.id ?? null },
  });
  const due = amountDue(invoice);
  const reminded = { kind: "reminder", at, customerId, invoiceId, number, due } as const;
  return [
    { ...reminded, day: reminder.day },
    ...fee
      ? [{
        kind: "late_fee" as const,
        at,
        customerId,
        invoiceId: fee.id,
        number: fee.number,
        total: fee.total,
        dueOn: fee.dueOn,
        serviceId: null,
        hostname: null,
      }]
      : [],
  ];
}
