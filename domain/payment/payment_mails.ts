/** What the customer is told about money that arrived, and about what was paid from the wallet. */
import { getAccount } from "@/domain/customer/mod.ts";
import { amountDue, type Invoice, printReference } from "@/domain/invoice/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import { readOrder } from "@/domain/order/mod.ts";
import type { Service } from "@/domain/service/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { type Money, toDecimal } from "@/domain/shared/money.ts";
import type { Payment } from "./model.ts";

interface Envelope {
  fact: string;
  to: { email: string; name: string };
  accountId: string;
  /** The payment, or the invoice that it pays, is under check: it is told once. */
  isOwned: true;
}

/** Stages the mail that fits the outcome; no check. `invoice` is as the payment leaves it. */
export async function stageReceiptMail(
  tx: Tx,
  deps: Deps,
  input: { invoice: Invoice | null; payment: Payment; renewed: readonly Service[] },
): Promise<void> {
  const { invoice, payment, renewed } = input;
  const envelope = await envelopeOf(deps, { invoice, payment });
  if (!envelope) return;
  const amount = text(payment.amount);
  const customerName = envelope.to.name;
  if (!invoice || payment.outcome === "credited") {
    const variables = {
      customerName,
      reason: invoice ? `Invoice ${invoice.number} had been closed before.` : "",
      amount,
      link: "/dashboard/wallet",
    };
    return stageMail(tx, deps, { ...envelope, template: "payment_credited", variables });
  }
  if (payment.outcome === "underpaid") {
    const variables = {
      ...common(invoice, { customerName, amount }),
      due: text(amountDue(invoice)),
      reference: printReference(invoice.reference),
    };
    return stageMail(tx, deps, { ...envelope, template: "payment_incomplete", variables });
  }
  return await stagePaid(tx, deps, { invoice, envelope, amount, renewed });
}

/** Stages the mail about an invoice that was paid from the wallet; no check. */
export async function stagePaidMail(
  tx: Tx,
  deps: Deps,
  input: { invoice: Invoice; amount: Money; renewed: readonly Service[] },
): Promise<void> {
  const envelope = await envelopeOf(deps, { invoice: input.invoice, payment: null });
  if (envelope) await stagePaid(tx, deps, { ...input, envelope, amount: text(input.amount) });
}

async function stagePaid(
  tx: Tx,
  deps: Deps,
  input: { invoice: Invoice; envelope: Envelope; amount: string; renewed: readonly Service[] },
): Promise<void> {
  const { invoice, envelope, amount, renewed } = input;
  const variables = common(invoice, { customerName: envelope.to.name, amount });
  if (renewed.length > 0) {
    const effect = renewed.map(effectOn).join("\n");
    const given = { ...variables, effect };
    return stageMail(tx, deps, { ...envelope, template: "renewal_paid", variables: given });
  }
  if (invoice.kind !== "order") {
    return stageMail(tx, deps, { ...envelope, template: "invoice_paid", variables });
  }
  const order = await readOrder(deps.kv, invoice.orderId!);
  return stageMail(tx, deps, {
    ...envelope,
    template: "payment_received",
    variables: { ...variables, orderNumber: order?.number ?? "" },
  });
}

/** How a service stands after it was renewed. */
function effectOn({ hostname, nextDueOn, status, termination }: Service): string {
  const until = nextDueOn === null ? "is paid for another term" : `is paid until ${nextDueOn}`;
  const runs = status === "active"
    ? "and runs."
    : termination
    ? "but is about to end: see its page."
    : "but is still suspended: see its page.";
  return `${hostname} ${until} ${runs}`;
}

/** Whom it goes to; `null` where nobody is left. */
async function envelopeOf(
  deps: Deps,
  { invoice, payment }: { invoice: Invoice | null; payment: Payment | null },
): Promise<Envelope | null> {
  const accountId = (payment?.customerId ?? invoice?.customerId)!;
  const account = await getAccount(deps, accountId);
  const email = account?.email ?? invoice?.buyer.email;
  if (!email) return null;
  const name = account?.name ?? invoice?.buyer.name ?? email;
  const fact = payment ? `payment_received:${payment.id}` : `invoice_paid:${invoice!.id}`;
  return { fact, to: { email, name }, accountId, isOwned: true };
}

function common(invoice: Invoice, given: { customerName: string; amount: string }) {
  return { ...given, invoiceNumber: invoice.number, link: `/dashboard/invoices/${invoice.id}` };
}

function text(amount: Money): string {
  return `${toDecimal(amount)} ${amount.currency}`;
}
