/** What the customer is told about a credit note. */
import { getAccount } from "@/domain/customer/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { type Money, subtract, toDecimal } from "@/domain/shared/money.ts";
import type { CreditNote } from "./model.ts";

/** Stages the mail; the note, whose record the commit checks, owns it. */
export async function stageCreditNoteMail(
  tx: Tx,
  deps: Deps,
  { note, due }: { note: CreditNote; due: Money },
): Promise<void> {
  const account = await getAccount(deps, note.customerId);
  if (!account) return;
  await stageMail(tx, deps, {
    fact: `credit_note:${note.id}`,
    to: { email: account.email, name: account.name },
    accountId: account.id,
    isOwned: true,
    template: "credit_note_issued",
    variables: {
      customerName: account.name,
      creditNoteNumber: note.number,
      invoiceNumber: note.invoiceNumber,
      amount: text(note.total),
      outcome: outcomeOf(note, due),
      reason: note.reason,
      link: `/dashboard/credit-notes/${note.id}`,
    },
  });
}

function outcomeOf({ total, returned }: CreditNote, due: Money): string {
  const sentences = [];
  if (returned.minor > 0) sentences.push(`${text(returned)} are back in your wallet.`);
  if (subtract(total, returned).minor > 0) {
    sentences.push(
      due.minor === 0
        ? "Nothing is due on the invoice any more."
        : `${text(due)} are still due on the invoice.`,
    );
  }
  return sentences.join(" ");
}

function text(amount: Money): string {
  return `${toDecimal(amount)} ${amount.currency}`;
}
