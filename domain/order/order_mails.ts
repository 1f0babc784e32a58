/** The mails about an order, each staged in the commit that it tells of. */
import { CYCLE_LABELS } from "../catalog/mod.ts";
import type { Invoice } from "../invoice/mod.ts";
import { printReference } from "../invoice/mod.ts";
import { stageMail } from "../mail/mod.ts";
import type { SettingsOf } from "../settings/mod.ts";
import type { Deps } from "../shared/deps.ts";
import type { Tx } from "../shared/kv.ts";
import { type Money, toDecimal } from "../shared/money.ts";
import type { ClosedOrder } from "./change_order.ts";
import type { Order } from "./model.ts";
import type { PaymentMethod } from "./view.ts";

const METHOD_NAMES: Readonly<Record<PaymentMethod, string>> = {
  bank_transfer: "Bank transfer",
  crypto: "Cryptocurrency",
};

/** Tells the customer and the staff of an order that the commit makes; no check. */
export async function stageOrderMails(
  tx: Tx,
  deps: Deps,
  input: { order: Order; invoice: Invoice; company: SettingsOf<"company"> },
): Promise<void> {
  const { order, invoice, company } = input;
  const total = moneyText(order.total);
  if (order.trial) await stageTrialMail(tx, deps, { order, days: order.trial.days });
  else await stagePlacedMail(tx, deps, { order, invoice });
  await stageMail(tx, deps, {
    fact: `order_received_staff:${order.id}`,
    isOwned: true,
    to: { email: company.billingEmail, name: company.name },
    template: "order_received_staff",
    variables: {
      customerName: order.customerName,
      customerEmail: order.customerEmail,
      orderNumber: order.number,
      planName: order.planName,
      total,
      paymentMethod: METHOD_NAMES[order.paymentMethod],
      link: `/admin/orders/${order.id}`,
    },
  });
}

async function stagePlacedMail(
  tx: Tx,
  deps: Deps,
  { order, invoice }: { order: Order; invoice: Invoice },
): Promise<void> {
  await stageMail(tx, deps, {
    fact: `order_placed:${order.id}`,
    isOwned: true,
    to: addressee(order),
    accountId: order.customerId,
    template: "order_placed",
    variables: {
      customerName: order.customerName,
      orderNumber: order.number,
      invoiceNumber: invoice.number,
      planName: order.planName,
      cycle: CYCLE_LABELS[order.cycle].toLowerCase(),
      total: moneyText(order.total),
      reference: printReference(invoice.reference),
      expiresAt: timeText(order.expiresAt),
      link: `/dashboard/invoices/${invoice.id}`,
    },
  });
}

/** Of a trial: there is nothing to pay. */
async function stageTrialMail(
  tx: Tx,
  deps: Deps,
  { order, days }: { order: Order; days: number },
): Promise<void> {
  await stageMail(tx, deps, {
    fact: `order_placed:${order.id}`,
    isOwned: true,
    to: addressee(order),
    accountId: order.customerId,
    template: "trial_placed",
    variables: {
      customerName: order.customerName,
      orderNumber: order.number,
      planName: order.planName,
      days: String(days),
      renewal: `${moneyText(order.renewal)}, ${CYCLE_LABELS[order.cycle].toLowerCase()}`,
      link: `/dashboard/orders/${order.id}`,
    },
  });
}

/** Tells the customer that nobody paid in time; one check. */
export function stageExpiredMail(
  tx: Tx,
  deps: Deps,
  { order, paid }: ClosedOrder,
): Promise<void> {
  return stageMail(tx, deps, {
    fact: `order_expired:${order.id}`,
    to: addressee(order),
    accountId: order.customerId,
    template: "order_expired",
    variables: {
      customerName: order.customerName,
      orderNumber: order.number,
      planName: order.planName,
      settlement: settlementText(paid),
      link: `/dashboard/order?plan=${order.plan}&cycle=${order.cycle}`,
    },
  });
}

/** Tells the customer that the order was cancelled; one check. */
export function stageCancelledMail(
  tx: Tx,
  deps: Deps,
  { order, paid, reason }: ClosedOrder & { reason: string },
): Promise<void> {
  return stageMail(tx, deps, {
    fact: `order_cancelled:${order.id}`,
    to: addressee(order),
    accountId: order.customerId,
    template: "order_cancelled",
    variables: {
      customerName: order.customerName,
      orderNumber: order.number,
      planName: order.planName,
      reason,
      settlement: settlementText(paid),
      link: `/dashboard/orders/${order.id}`,
    },
  });
}

function addressee(order: Order): { email: string; name: string } {
  return { email: order.customerEmail, name: order.customerName };
}

/** What becomes of the money, if any came. */
function settlementText(paid: Money): string {
  return paid.minor === 0
    ? "Nothing is owed."
    : `The ${moneyText(paid)} that you paid towards it stay in your account as credit.`;
}

/** An amount in a mail, for example `120.00 EUR`. */
function moneyText(amount: Money): string {
  return `${toDecimal(amount)} ${amount.currency}`;
}

/** A time in a mail, for example `25 November 2026, 09:30 UTC`. */
function timeText(iso: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "UTC",
  });
  return `${parts.format(new Date(iso)).replace(" at ", ", ")} UTC`;
}
