/** What was received for an invoice. */
import { Card } from "../ui/Card.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import type { StaffPaymentView } from "@/domain/payment/view.ts";
import { RECEIPT_COLUMNS } from "./PaymentDesk.tsx";

const COLUMNS: Column<StaffPaymentView>[] = [
  { key: "reference", label: "Reference", primary: true, render: (payment) => payment.reference },
  ...RECEIPT_COLUMNS,
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
