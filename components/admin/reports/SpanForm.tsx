/** The days that reports are about, and the files that they come as. */
import type { ComponentChildren } from "preact";
import type { ReportFile, Span } from "@/domain/report/mod.ts";
import { Button, Card, Input, TextLink } from "../../ui/mod.ts";

export interface SpanFormProps {
  typed: Span;
  errors: Readonly<Record<string, string>>;
  /** Where it leads; the reports unless told. */
  action?: string;
  /** Further fields. */
  children?: ComponentChildren;
}

/** From and to; a GET, so that a report can be bookmarked. */
export function SpanForm(
  { typed, errors, action = "/admin/reports", children }: SpanFormProps,
) {
  return (
    <form
      method="get"
      action={action}
      class="grid grid-cols-2 items-start gap-4 sm:flex sm:flex-wrap"
    >
      <Input name="from" type="date" label="From" value={typed.from} error={errors.from} />
      <Input name="to" type="date" label="To" value={typed.to} error={errors.to} />
      {children}
      <div class={children ? "pt-7" : "sm:pt-7"}>
        <Button type="submit" variant="secondary">Show</Button>
      </div>
    </form>
  );
}

const FILES: ReadonlyArray<{ file: ReportFile; label: string; text: string }> = [
  { file: "revenue", label: "Revenue", text: "each month and currency: revenue, tax, wallets" },
  { file: "tax", label: "Tax", text: "each month, country, rule and kind of customer" },
  { file: "payments", label: "Payments", text: "what arrived, by month and way" },
  { file: "recurring", label: "Recurring revenue", text: "each day, with what moved it" },
  { file: "receivables", label: "Receivables", text: "what is owed now, by age" },
  { file: "journal", label: "Journal", text: "every transfer, with both of its accounts" },
  { file: "coins", label: "Coins", text: "every receipt in crypto, with its coins and rate" },
];

/** Links to the files of a span. */
export function ReportFiles({ span }: { span: Span }) {
  return (
    <Card title="As files" description="CSV, in UTF-8, amounts in major units.">
      <ul class="flex flex-col gap-2 text-sm">
        {FILES.map(({ file, label, text }) => (
          <li key={file}>
            <TextLink href={`/admin/reports/export?file=${file}&from=${span.from}&to=${span.to}`}>
              {label}
            </TextLink>
            <span class="text-muted">: {text}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
