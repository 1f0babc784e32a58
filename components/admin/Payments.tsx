/** What was received for an invoice. */
import { Card } from "../ui/Card.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { Money } from "../ui/Money.tsx";
import { StatusBadge } from "../ui/StatusBadge.tsx";
import { RECEIPT_METHOD_LABELS, type StaffPaymentView } from "@/domain/payment/view.ts";

const COLUMNS: Column<StaffPaymentView>[] = [
  { key: "reference", label: "Reference", primary: true, render: (payment) => payment.reference },
  {
    key: "method",
    label: "Received by",
    render: (payment) => RECEIPT_METHOD_LABELS[payment.method],
  },
  { key: "on", label: "Received on", render: (payment) => <DateTime value={payment.receivedOn} /> },
  {
    key: "outcome",
    label: "Outcome",
    render: (payment) => <StatusBadge kind="payment" status={payment.outcome} />,
  },
  {
    key: "amount",
    label: "Amount",
    numeric: true,
    render: (payment) => <Money amount={payment.amount} />,
  },
];

/** Receipts, newest first; nothing where there are none. */
export function Payments({ payments }: { payments: StaffPaymentView[] }) {
  if (payments.length === 0) return null;
  return (
    <Card title="Received payments" flush>
      <DataTable
        caption="Received payments"
        columns={COLUMNS}
        rows={payments}
        rowKey={(payment) => payment.id}
      />
    </Card>
  );
}
