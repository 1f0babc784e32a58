/** The mails about further terms and what isn't paid of them, each staged in the commit that it tells of: one check. */
import { type AccountView, getAccount } from "@/domain/customer/mod.ts";
import { amountDue, type Invoice, printReference } from "@/domain/invoice/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import type { Service } from "@/domain/service/mod.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import type { Period } from "@/domain/shared/period.ts";
import type { Terms } from "@/domain/terms/mod.ts";
import { amountText, LOSSES, momentText } from "./mail_texts.ts";

/** Tells of the invoice for a further period. */
export async function stageRenewalMail(
  tx: Tx,
  deps: Deps,
  input: {
    invoice: Invoice;
    service: Service;
    customer: AccountView;
    period: Period;
    terms: Terms;
  },
): Promise<void> {
  const { invoice, service, customer, period, terms } = input;
  await stageMail(tx, deps, {
    fact: `renewal_issued:${invoice.id}`,
    to: { email: customer.email, name: customer.name },
    accountId: customer.id,
    template: "renewal_issued",
    variables: {
      customerName: customer.name,
      invoiceNumber: invoice.number,
      total: amountText(invoice.total),
      dueOn: invoice.dueOn,
      hostname: service.hostname,
      planName: service.planName,
      period: `${period.startsOn} to ${period.endsOn}`,
      reference: printReference(invoice.reference),
      payment: terms.paysFromWallet
        ? "We pay it from your wallet, as far as there is money in it."
        : `Please pay it by ${invoice.dueOn}.`,
      link: `/dashboard/invoices/${invoice.id}`,
    },
  });
}

/** Reminds of an open invoice; `fee` is the invoice of the fee that comes with it. */
export async function stageReminderMail(
  tx: Tx,
  deps: Deps,
  input: { invoice: Invoice; day: number; fee: Invoice | null; outlook: string },
): Promise<void> {
  const { invoice, day, fee, outlook } = input;
  const customer = await getAccount(deps, invoice.customerId);
  if (!customer) return;
  const isOver = dayOf(deps.clock.now()) > invoice.dueOn;
  await stageMail(tx, deps, {
    fact: `invoice_reminder:${invoice.id}:${day}`,
    to: { email: customer.email, name: customer.name },
    accountId: customer.id,
    template: "invoice_reminder",
    variables: {
      customerName: customer.name,
      invoiceNumber: invoice.number,
      due: amountText(amountDue(invoice)),
      dueOn: invoice.dueOn,
      when: isOver ? `was due on ${invoice.dueOn}` : `is due on ${invoice.dueOn}`,
      outlook: fee
        ? `A late fee of ${amountText(fee.total)} is added by invoice ${fee.number}. ${outlook}`
        : outlook,
      reference: printReference(invoice.reference),
      link: `/dashboard/invoices/${invoice.id}`,
    },
  });
}

/** Tells that an end is near, to the hour, and what goes with it. The fact is what has to have gone out before. */
export async function stageWarningMail(
  tx: Tx,
  deps: Deps,
  input: { fact: string; invoice: Invoice; service: Service; endsAt: string },
): Promise<void> {
  const { fact, invoice, service, endsAt } = input;
  const customer = await getAccount(deps, service.customerId);
  if (!customer) return;
  await stageMail(tx, deps, {
    fact,
    to: { email: customer.email, name: customer.name },
    accountId: customer.id,
    template: "service_final_warning",
    variables: {
      customerName: customer.name,
      hostname: service.hostname,
      planName: service.planName,
      invoiceNumber: invoice.number,
      due: amountText(amountDue(invoice)),
      endsAt: momentText(endsAt, customer.timeZone),
      losses: LOSSES,
      reference: printReference(invoice.reference),
      link: `/dashboard/invoices/${invoice.id}`,
    },
  });
}
