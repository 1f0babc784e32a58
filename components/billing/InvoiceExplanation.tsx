/** "Explain this invoice": each line replayed in words, and the sums made of them. */
import { Alert, Card, DateTime, formatMoney, Money, TextLink } from "../ui/mod.ts";
import type { Explanation, InvoiceView, LineExplanation } from "@/domain/invoice/view.ts";
import { stepsOf } from "./explain.ts";

export interface InvoiceExplanationProps {
  invoice: InvoiceView;
  explanation: Explanation;
}

/** The whole explanation. */
export function InvoiceExplanation({ invoice, explanation }: InvoiceExplanationProps) {
  const { lines, isRight } = explanation;
  return (
    <div class="flex flex-col gap-6">
      {isRight
        ? (
          <Alert tone="ok" title={`It adds up to ${formatMoney(invoice.total)}`}>
            We have computed every line and every sum again: they are what the invoice says.
          </Alert>
        )
        : (
          <Alert tone="bad" title="It doesn't add up">
            Computed again, the figures differ from those on the invoice. That must never happen:
            please <TextLink href="/contact">write to us</TextLink>.
          </Alert>
        )}
      <Card title="Lines" flush>
        <ol class="divide-y divide-line">
          {lines.map((line, index) => (
            <Line key={index} explained={line} taxRule={invoice.taxRule} />
          ))}
        </ol>
      </Card>
      <Card title="Sums">
        <Sums invoice={invoice} explanation={explanation} />
      </Card>
    </div>
  );
}

function Line(
  { explained, taxRule }: { explained: LineExplanation; taxRule: InvoiceView["taxRule"] },
) {
  const { line, isRight } = explained;
  return (
    <li class="px-5 py-4">
      <div class="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h3 class="min-w-0 text-sm font-medium text-ink wrap-anywhere">{line.label}</h3>
        <Money amount={line.amount} class="text-sm text-ink" />
      </div>
      <ul class="mt-2 flex list-disc flex-col gap-1 pl-5 text-sm text-ink-soft">
        {line.period && (
          <li>
            It is for the time from <DateTime value={line.period.startsOn} /> until{" "}
            <DateTime value={line.period.endsOn} />.
          </li>
        )}
        {stepsOf(explained, taxRule).map((step) => <li key={step} class="tabular-nums">{step}</li>)}
        {!isRight && (
          <li class="text-bad">
            The invoice has another figure: {formatMoney(line.amount)}, {formatMoney(line.tax)} tax.
          </li>
        )}
      </ul>
    </li>
  );
}

function Sums({ invoice, explanation }: InvoiceExplanationProps) {
  const { lines, subtotal, tax, total } = explanation;
  const rows = [
    { label: "Lines without tax", terms: lines.map(({ net }) => net), result: subtotal },
    { label: `${invoice.taxRule.label} of all lines`, terms: lines.map((l) => l.tax), result: tax },
    { label: "Total", terms: [subtotal, tax], result: total },
  ];
  return (
    <dl class="-my-2.5 divide-y divide-line text-sm">
      {rows.map(({ label, terms, result }) => (
        <div key={label} class="py-2.5">
          <dt class="text-muted">{label}</dt>
          <dd class="mt-0.5 tabular-nums text-ink">
            {terms.map((term) => formatMoney(term)).join(" + ").replaceAll("+ -", "- ")}
            {" = "}
            <strong class="font-semibold">{formatMoney(result)}</strong>
          </dd>
        </div>
      ))}
    </dl>
  );
}
