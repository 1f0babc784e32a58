/** An invoice as it was issued: parties, dates, lines. */
import { Card } from "../ui/Card.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { DescriptionList } from "../ui/DescriptionList.tsx";
import { Money } from "../ui/Money.tsx";
import { StatusBadge } from "../ui/StatusBadge.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import { taxText } from "../order/tax_text.ts";
import type { TaxTreatment } from "@/domain/tax/view.ts";
import type { StaffInvoiceView } from "@/domain/invoice/view.ts";

type Line = StaffInvoiceView["lines"][number];

const TREATMENTS: Readonly<Record<TaxTreatment, string>> = {
  standard: "charged",
  reverse_charge: "reverse charge",
  exempt: "customer exempt",
  outside_scope: "outside the scope",
  none: "not charged",
};

/** State, customer, dates and sums. */
export function InvoiceFacts({ invoice }: { invoice: StaffInvoiceView }) {
  const voided = invoice.voidedAt
    ? [
      { label: "Void since", value: <DateTime value={invoice.voidedAt} /> },
      {
        label: "Reason",
        value: invoice.mergedIntoId
          ? (
            <TextLink href={`/admin/invoices/${invoice.mergedIntoId}`}>
              {invoice.voidReason}
            </TextLink>
          )
          : invoice.voidReason ?? "",
      },
    ]
    : invoice.writtenOff
    ? [
      { label: "Given up", value: <DateTime value={invoice.writtenOff.at} /> },
      { label: "Reason", value: invoice.writtenOff.reason },
    ]
    : [];
  return (
    <Card title="Invoice">
      <DescriptionList
        columns={2}
        items={[
          { label: "State", value: <StatusBadge kind="invoice" status={invoice.status} /> },
          {
            label: "Customer",
            value: (
              <TextLink href={`/admin/users/${invoice.customerId}`}>{invoice.buyer.name}</TextLink>
            ),
          },
          { label: "Issued", value: <DateTime value={invoice.issuedAt} /> },
          { label: "Due on", value: <DateTime value={invoice.dueOn} /> },
          { label: "Payment reference", value: <code>{invoice.reference}</code> },
          {
            label: "Tax",
            value: `${taxText(invoice.taxRule)}, ${TREATMENTS[invoice.taxRule.treatment]}`,
          },
          ...(invoice.taxRule.note ? [{ label: "Printed", value: invoice.taxRule.note }] : []),
          ...(invoice.notes ? [{ label: "Printed notes", value: invoice.notes }] : []),
          { label: "Total", value: <Money amount={invoice.total} /> },
          { label: "Settled", value: <Money amount={invoice.paid} /> },
          ...invoice.credited.minor > 0
            ? [{ label: "Credited", value: <Money amount={invoice.credited} /> }]
            : [],
          { label: "Still due", value: <Money amount={invoice.due} /> },
          ...voided,
        ]}
      />
    </Card>
  );
}

const COLUMNS: Column<Line>[] = [
  { key: "label", label: "Line", primary: true, render: (line) => line.label },
  { key: "quantity", label: "Quantity", numeric: true, render: (line) => line.quantity },
  {
    key: "unit",
    label: "Unit",
    numeric: true,
    render: (line) => <Money amount={line.unit} />,
  },
  { key: "tax", label: "Tax", numeric: true, render: (line) => <Money amount={line.tax} /> },
  { key: "net", label: "Net", numeric: true, render: (line) => <Money amount={line.net} /> },
];

/** The lines with their tax. */
export function InvoiceLines({ invoice }: { invoice: StaffInvoiceView }) {
  return (
    <Card title="Lines" flush>
      <DataTable
        caption="Lines"
        columns={COLUMNS}
        rows={invoice.lines}
        rowKey={(line) => String(invoice.lines.indexOf(line))}
      />
    </Card>
  );
}
