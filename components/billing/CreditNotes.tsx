/** Credit notes: a list of them, and one as it is printed. */
import { ReceiptTextIcon } from "../icons.tsx";
import type {
  CreditExplanation,
  CreditNoteSummaryView,
  CreditNoteView,
} from "@/domain/credit_note/view.ts";
import { money } from "@/domain/shared/money.ts";
import { Card } from "../ui/Card.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { formatMoney, Money } from "../ui/Money.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import { taxText } from "../order/tax_text.ts";
import { Party } from "./Party.tsx";

/** Props of `CreditNotesTable`. */
export interface CreditNotesTableProps {
  notes: CreditNoteSummaryView[];
  /** `/dashboard` or `/admin`. */
  base: string;
}

/** Credit notes with the way to each and to its invoice. */
export function CreditNotesTable({ notes, base }: CreditNotesTableProps) {
  const columns: Column<CreditNoteSummaryView>[] = [
    {
      key: "number",
      label: "Credit note",
      primary: true,
      nowrap: true,
      render: (note) => <TextLink href={`${base}/credit-notes/${note.id}`}>{note.number}</TextLink>,
    },
    {
      key: "invoice",
      label: "Invoice",
      render: (note) => (
        <TextLink href={`${base}/invoices/${note.invoiceId}`}>{note.invoiceNumber}</TextLink>
      ),
    },
    {
      key: "issued",
      label: "Issued",
      render: (note) => <DateTime value={note.issuedAt.slice(0, 10)} />,
    },
    {
      key: "total",
      label: "Amount",
      numeric: true,
      render: (note) => <Money amount={note.total} />,
    },
  ];
  return (
    <DataTable
      caption="Credit notes"
      columns={columns}
      rows={notes}
      rowKey={(note) => note.id}
      empty={
        <EmptyState
          icon={ReceiptTextIcon}
          title="No credit notes"
          description="What is taken back of an invoice appears here."
        />
      }
    />
  );
}

/** The whole credit note in one card. */
export function CreditNoteDocument({ note, base }: { note: CreditNoteView; base: string }) {
  return (
    <Card>
      <p class="text-sm text-muted">
        Credit note for invoice{" "}
        <TextLink href={`${base}/invoices/${note.invoiceId}`}>{note.invoiceNumber}</TextLink>
      </p>
      <p class="text-lg font-semibold tabular-nums text-ink">{note.number}</p>
      <div class="mt-6 grid gap-6 sm:grid-cols-2">
        <Party title="From" party={note.seller} />
        <Party title="To" party={note.buyer} />
      </div>
      <dl class="mt-6 grid gap-4 border-y border-line py-4 text-sm sm:grid-cols-2">
        <div>
          <dt class="text-muted">Issued</dt>
          <dd class="mt-0.5 text-ink">
            <DateTime value={note.issuedAt.slice(0, 10)} />
          </dd>
        </div>
        <div class="min-w-0">
          <dt class="text-muted">Reason</dt>
          <dd class="mt-0.5 text-ink wrap-anywhere">{note.reason}</dd>
        </div>
      </dl>
      <Lines note={note} />
      {note.explanation && <Reckoning note={note} explanation={note.explanation} />}
      {note.taxRule.note && <p class="mt-4 text-sm text-ink-soft">{note.taxRule.note}</p>}
      <p class="mt-4 text-sm text-muted">{outcomeOf(note)}</p>
    </Card>
  );
}

function Lines({ note }: { note: CreditNoteView }) {
  return (
    <table class="mt-4 w-full text-sm">
      <caption class="sr-only">Lines of the credit note</caption>
      <thead>
        <tr class="text-left text-xs text-muted">
          <th scope="col" class="pb-2 font-medium">Taken back of</th>
          <th scope="col" class="pb-2 text-right font-medium">Amount</th>
        </tr>
      </thead>
      <tbody class="divide-y divide-line border-t border-line">
        {note.lines.map((line, at) => (
          <tr key={at}>
            <td class="py-3 pr-4 align-top text-ink wrap-anywhere">{line.label}</td>
            <td class="py-3 text-right align-top text-ink">
              <Money amount={line.gross} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot class="border-t border-line-strong">
        <Sum label="Before tax" amount={note.subtotal} />
        <Sum label={taxText(note.taxRule)} amount={note.tax} />
        <Sum label="Total" amount={note.total} isStrong />
      </tfoot>
    </table>
  );
}

/** How the amount came about, step by step, in words. */
function Reckoning(
  { note, explanation }: { note: CreditNoteView; explanation: CreditExplanation },
) {
  const { steps, amount, part, isRight } = explanation;
  const tax = note.taxRule.isInclusive ? "with" : "before";
  return (
    <section class="mt-6 border-t border-line pt-4">
      <h2 class="text-sm font-semibold text-ink">How this was reckoned</h2>
      <table class="mt-2 w-full text-sm">
        <caption class="sr-only">Steps of the reckoning, {tax} tax</caption>
        <tbody class="divide-y divide-line">
          {steps.map((step, at) => (
            <tr key={at}>
              <th scope="row" class="py-3 pr-4 text-left font-normal text-ink wrap-anywhere">
                {step.label}
                <span class="mt-0.5 block text-muted">{stepText(step)}</span>
              </th>
              <td class="py-3 text-right align-top text-ink">
                <Money amount={step.amount} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot class="border-t border-line-strong">
          <Sum label={`Difference, ${tax} tax`} amount={amount} />
          {part.minor !== amount.minor && (
            <Sum label={`Of it, paid with invoice ${note.invoiceNumber}`} amount={part} />
          )}
        </tfoot>
      </table>
      <p class="mt-3 text-sm text-muted">
        {isRight
          ? "Computed again from its inputs just now, it comes to the same."
          : "Computed again from its inputs, it doesn't come to the same. Please write to us."}
      </p>
    </section>
  );
}

function stepText({ of, days, ofDays }: CreditExplanation["steps"][number]): string {
  const whole = formatMoney(money(Math.abs(of.minor), of.currency));
  return `${days} of ${ofDays} days of ${whole}`;
}

function Sum(
  { label, amount, isStrong }: {
    label: string;
    amount: CreditNoteView["total"];
    isStrong?: boolean;
  },
) {
  return (
    <tr class={isStrong ? "text-base font-semibold text-ink" : "text-ink-soft"}>
      <th scope="row" class={`pt-3 text-left ${isStrong ? "font-semibold" : "font-normal"}`}>
        {label}
      </th>
      <td class="pt-3 text-right">
        <Money amount={amount} />
      </td>
    </tr>
  );
}

/** Where the money went. */
function outcomeOf({ total, returned }: CreditNoteView): string {
  if (returned.minor === total.minor) return "All of it is back in the wallet.";
  return returned.minor === 0
    ? "It lowers what was due on the invoice."
    : "It lowers what was due on the invoice; what was paid beyond that is back in the wallet.";
}
