/** What the customer is told about a recorded payment. */
import { getAccount } from "@/domain/customer/mod.ts";
import { amountDue, type Invoice, printReference } from "@/domain/invoice/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import { readOrder } from "@/domain/order/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { type Money, toDecimal } from "@/domain/shared/money.ts";
import type { Payment } from "./model.ts";

/** Stages the mail that fits the outcome; one check. `invoice` is as the payment leaves it. */
export async function stagePaymentMail(
  tx: Tx,
  deps: Deps,
  { invoice, payment }: { invoice: Invoice; payment: Payment },
): Promise<void> {
  const account = await getAccount(deps, invoice.customerId);
  const email = account?.email ?? invoice.buyer.email;
  if (!email) return;
  const name = account?.name ?? invoice.buyer.name;
  const envelope = {
    fact: `payment_received:${payment.id}`,
    to: { email, name },
    accountId: invoice.customerId,
  };
  const common = {
    customerName: name,
    invoiceNumber: invoice.number,
    amount: text(payment.amount),
    link: `/dashboard/invoices/${invoice.id}`,
  };
  switch (payment.outcome) {
    case "settled":
    case "overpaid": {
      const order = await readOrder(deps.kv, invoice.orderId);
      const variables = { ...common, orderNumber: order?.number ?? "" };
      return stageMail(tx, deps, { ...envelope, template: "payment_received", variables });
    }
    case "underpaid": {
      const due = text(amountDue(invoice));
      const variables = { ...common, due, reference: printReference(invoice.reference) };
      return stageMail(tx, deps, { ...envelope, template: "payment_incomplete", variables });
    }
    case "credited":
      return stageMail(tx, deps, {
        ...envelope,
        template: "payment_credited",
        variables: { ...common, link: "/dashboard" },
      });
  }
}

function text(amount: Money): string {
  return `${toDecimal(amount)} ${amount.currency}`;
}
