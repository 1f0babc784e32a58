/** Months as tables: what was earned, and how money arrived. */
import { RECEIPT_METHOD_LABELS } from "@/domain/payment/view.ts";
import type { ReportMonthView } from "@/domain/report/view.ts";
import { Card, type Column, DataTable, EmptyState, Money } from "../../ui/mod.ts";
import { ReceiptTextIcon } from "../../icons.tsx";
import { periodText } from "./period_text.ts";

const MONTH_COLUMNS: Column<ReportMonthView>[] = [
  { key: "month", label: "Month", primary: true, render: (row) => periodText(row.month) },
  amountColumn("revenue", "Revenue"),
  amountColumn("tax", "Tax"),
  amountColumn("adjustments", "Adjustments"),
  amountColumn("wallets", "Wallets"),
  amountColumn("paidOut", "Paid out"),
];

function amountColumn(
  key: "revenue" | "tax" | "adjustments" | "wallets" | "paidOut",
  label: string,
): Column<ReportMonthView> {
  return { key, label, numeric: true, render: (row) => <Money amount={row[key]} /> };
}

/** What was earned, by month and currency. */
export function MonthsTable({ months }: { months: ReportMonthView[] }) {
  return (
    <Card
      title="By month"
      description="Revenue is what was settled less what was given back, without tax."
      flush
    >
      <DataTable
        caption="Revenue by month"
        columns={MONTH_COLUMNS}
        rows={months}
        rowKey={(row) => `${row.month} ${row.currency}`}
        empty={
          <EmptyState
            icon={ReceiptTextIcon}
            title="Nothing was booked in this time"
            description="Figures of the present day are up to ten minutes old."
          />
        }
      />
    </Card>
  );
}

interface ReceiptRow {
  month: string;
  account: string;
  count: number;
  amount: ReportMonthView["revenue"];
}

const RECEIPT_COLUMNS: Column<ReceiptRow>[] = [
  { key: "month", label: "Month", primary: true, render: (row) => periodText(row.month) },
  { key: "account", label: "Arrived by", render: (row) => wayText(row.account) },
  { key: "count", label: "Payments", numeric: true, render: (row) => row.count },
  { key: "amount", label: "Amount", numeric: true, render: (row) => <Money amount={row.amount} /> },
];

/** How money arrived, by month and way. */
export function ReceiptsTable({ months }: { months: ReportMonthView[] }) {
  const rows = months.flatMap(({ month, receipts }) =>
    receipts.map((receipt) => ({ month, ...receipt }))
  );
  if (rows.length === 0) return null;
  return (
    <Card title="Payments by method" flush>
      <DataTable
        caption="Payments by month and method"
        columns={RECEIPT_COLUMNS}
        rows={rows}
        rowKey={(row) => `${row.month} ${row.account} ${row.amount.currency}`}
      />
    </Card>
  );
}

/** `Bank transfer` of `bank`, `Bitcoin (BTC)` of `crypto:BTC`: as everywhere else. */
function wayText(account: string): string {
  const method = account === "bank" ? "bank_transfer" : account.toLowerCase().replace(":", "_");
  return RECEIPT_METHOD_LABELS[method as keyof typeof RECEIPT_METHOD_LABELS] ?? account;
}
