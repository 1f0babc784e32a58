/** The table of what was received. */
import { BanknoteIcon } from "../icons.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Money } from "../ui/Money.tsx";
import { StatusBadge } from "../ui/StatusBadge.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import { RECEIPT_METHOD_LABELS, type StaffPaymentView } from "@/domain/payment/view.ts";

/** Columns that describe a receipt by itself; lists put its invoice or order in front. */
export const RECEIPT_COLUMNS: Column<StaffPaymentView>[] = [
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

const PAYMENT_COLUMNS: Column<StaffPaymentView>[] = [
  {
    key: "reference",
    label: "Reference",
    primary: true,
    render: (payment) => <TextLink href={placeOf(payment)}>{payment.reference}</TextLink>,
  },
  ...RECEIPT_COLUMNS,
];

/** Everything that was received, with the way to its order. */
export function PaymentsTable({ payments }: { payments: StaffPaymentView[] }) {
  return (
    <DataTable
      caption="Received payments"
      columns={PAYMENT_COLUMNS}
      rows={payments}
      rowKey={(payment) => payment.id}
      empty={
        <EmptyState
          icon={BanknoteIcon}
          title="No payments yet"
          description="Payments are booked from the bank's statements, or recorded on the pages of their orders."
        />
      }
    />
  );
}

/** The page of what a payment was for. */
function placeOf({ orderId, invoiceId, customerId }: StaffPaymentView): string {
  if (orderId) return `/admin/orders/${orderId}`;
  return invoiceId ? `/admin/invoices/${invoiceId}` : `/admin/users/${customerId}`;
}
