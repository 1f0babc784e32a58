/**
 * Late fees. An invoice is frozen once it is issued, so a fee is an invoice of its own, in the commit of the reminder that
 * tells of it: it has a number and a due day, and no service waits for it.
 */
import type { AccountView } from "@/domain/customer/mod.ts";
import {
  amountDue,
  type Invoice,
  type InvoiceLineInput,
  oneLine,
  replayUnit,
  stageIssueInvoice,
} from "@/domain/invoice/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import type { LateFee, Terms } from "@/domain/terms/mod.ts";

/**
 * The line of a fee for an invoice that is late; `null` where it comes to nothing, is an amount in another currency, or
 * would be a fee on a fee.
 */
export function feeLine(invoice: Invoice, fee: LateFee): InvoiceLineInput | null {
  const due = amountDue(invoice);
  if (invoice.lines.every(({ kind }) => kind === "late_fee")) return null;
  const common = {
    kind: "late_fee",
    slug: "late-fee",
    label: `Late fee for invoice ${invoice.number}`,
  } as const;
  if (fee.kind === "fixed") {
    return fee.amount.currency === due.currency ? oneLine({ ...common, unit: fee.amount }) : null;
  }
  const basis = { rule: "percent", of: due, basisPoints: fee.basisPoints } as const;
  const unit = replayUnit(basis)!;
  return unit.minor > 0 ? oneLine({ ...common, unit, basis }) : null;
}

/** Issues the invoice of a fee; a check on the counter of numbers, and one for the wallet's job if there is one. */
export async function stageLateFee(
  tx: Tx,
  deps: Deps,
  input: { invoice: Invoice; fee: LateFee | null; customer: AccountView; terms: Terms },
): Promise<Invoice | null> {
  const { fee, customer, terms } = input;
  const line = fee && feeLine(input.invoice, fee);
  if (!line) return null;
  const { id, name, email } = customer;
  return await stageIssueInvoice(tx, deps, {
    kind: "manual",
    customer: { id, name, email },
    lines: [line],
    at: deps.clock.now(),
    fromWallet: terms.paysFromWallet,
  });
}
