/** What customers are told about invoices that staff issue. */
import { type Invoice, printReference } from "@/domain/invoice/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { toDecimal } from "@/domain/shared/money.ts";

interface Issued {
  invoice: Invoice;
  account: { id: string; email: string; name: string };
}

/** Stages the mail about a new invoice; one check. */
export async function stageIssuedMail(tx: Tx, deps: Deps, issued: Issued): Promise<void> {
  await stageMail(tx, deps, {
    ...envelopeOf(issued),
    template: "invoice_issued",
    variables: variablesOf(issued),
  });
}

/** Stages the mail about an invoice that stands for others from now on; one check. */
export async function stageMergedMail(
  tx: Tx,
  deps: Deps,
  { numbers, ...issued }: Issued & { numbers: readonly string[] },
): Promise<void> {
  await stageMail(tx, deps, {
    ...envelopeOf(issued),
    template: "invoices_merged",
    variables: { ...variablesOf(issued), numbers: numbers.join(", ") },
  });
}

function envelopeOf({ invoice, account }: Issued) {
  const { id: accountId, email, name } = account;
  return { fact: `invoice_issued:${invoice.id}`, to: { email, name }, accountId };
}

function variablesOf({ invoice, account }: Issued) {
  return {
    customerName: account.name,
    invoiceNumber: invoice.number,
    total: `${toDecimal(invoice.total)} ${invoice.currency}`,
    dueOn: invoice.dueOn,
    reference: printReference(invoice.reference),
    link: `/dashboard/invoices/${invoice.id}`,
  };
}
