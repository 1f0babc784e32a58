/** An invoice as it is printed: who, to whom, for what, how much. */
import { Card, cx, DateTime, Money, StatusBadge } from "../ui/mod.ts";
import { taxText } from "../order/tax_text.ts";
import { Party } from "./Party.tsx";
import type { InvoiceView } from "@/domain/invoice/view.ts";

/** The whole invoice in one card, for its customer and for staff. */
export function InvoiceDocument({ invoice }: { invoice: InvoiceView }) {
  return (
    <Card>
      <div class="flex flex-wrap items-start justify-between gap-4">
        <div>
          <p class="text-sm text-muted">Invoice</p>
          <p class="text-lg font-semibold tabular-nums text-ink">{invoice.number}</p>
        </div>
        <StatusBadge kind="invoice" status={invoice.status} />
      </div>
      <div class="mt-6 grid gap-6 sm:grid-cols-2">
        <Party title="From" party={invoice.seller} />
        <Party title="To" party={invoice.buyer} />
      </div>
      <dl class="mt-6 grid grid-cols-2 gap-4 border-y border-line py-4 text-sm">
        <div>
          <dt class="text-muted">Issued</dt>
          <dd class="mt-0.5 text-ink">
            <DateTime value={invoice.issuedAt.slice(0, 10)} />
          </dd>
        </div>
        <div>
          <dt class="text-muted">{invoice.paidAt ? "Paid" : "Due"}</dt>
          <dd class="mt-0.5 text-ink">
            <DateTime value={(invoice.paidAt ?? invoice.dueOn).slice(0, 10)} />
          </dd>
        </div>
      </dl>
      <Lines invoice={invoice} />
      {(invoice.taxRule.note || invoice.notes) && (
        <div class="mt-5 flex flex-col gap-2 border-t border-line pt-4 text-sm text-ink-soft">
          {invoice.taxRule.note && <p>{invoice.taxRule.note}</p>}
          {invoice.notes && <p class="whitespace-pre-line wrap-anywhere">{invoice.notes}</p>}
        </div>
      )}
    </Card>
  );
}

function Lines({ invoice }: { invoice: InvoiceView }) {
  return (
    <table class="mt-4 w-full text-sm">
      <caption class="sr-only">Lines of the invoice</caption>
      <thead>
        <tr class="text-left text-xs text-muted">
          <th scope="col" class="pb-2 font-medium">Description</th>
          <th scope="col" class="pb-2 text-right font-medium">
            {invoice.taxRule.isInclusive ? `Amount incl. ${invoice.taxRule.label}` : "Amount"}
          </th>
        </tr>
      </thead>
      <tbody class="divide-y divide-line border-t border-line">
        {invoice.lines.map((line, at) => (
          <tr key={at}>
            <td class="py-3 pr-4 align-top text-ink wrap-anywhere">
              {line.label}
              {line.period && (
                <span class="mt-0.5 block text-muted">
                  <DateTime value={line.period.startsOn} /> to{" "}
                  <DateTime value={line.period.endsOn} />
                </span>
              )}
              {line.quantity > 1 && (
                <span class="mt-0.5 block text-muted">
                  {line.quantity} × <Money amount={line.unit} />
                </span>
              )}
            </td>
            <td class="py-3 text-right align-top text-ink">
              <Money amount={line.amount} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot class="border-t border-line-strong">
        <Total
          label={invoice.taxRule.isInclusive ? "Net" : "Subtotal"}
          amount={invoice.subtotal}
        />
        <Total label={taxText(invoice.taxRule)} amount={invoice.tax} />
        <Total label="Total" amount={invoice.total} isStrong />
        {invoice.paid.minor > 0 && <Total label="Received" amount={invoice.paid} />}
        {invoice.credited.minor > 0 && <Total label="Credited" amount={invoice.credited} />}
        {invoice.status === "open" && invoice.due.minor < invoice.total.minor && (
          <Total label="Still due" amount={invoice.due} isStrong />
        )}
      </tfoot>
    </table>
  );
}

function Total(
  { label, amount, isStrong }: { label: string; amount: InvoiceView["total"]; isStrong?: boolean },
) {
  return (
    <tr class={cx(isStrong ? "text-base font-semibold text-ink" : "text-ink-soft")}>
      <th scope="row" class="pt-3 text-left font-normal">
        <span class={isStrong ? "font-semibold" : ""}>{label}</span>
      </th>
      <td class="pt-3 text-right">
        <Money amount={amount} />
      </td>
    </tr>
  );
}
