/** What customers owe, by how long it is overdue. */
import type { Age, ReportsView } from "@/domain/report/view.ts";
import { Card, type Column, DataTable, DateTime, EmptyState, Money } from "../../ui/mod.ts";
import { ReceiptTextIcon } from "../../icons.tsx";

type Row = ReportsView["receivables"][number];

const AGE_TEXTS: Readonly<Record<Age, string>> = {
  not_due: "Not due yet",
  "1_30": "1 to 30 days overdue",
  "31_60": "31 to 60 days overdue",
  "61_90": "61 to 90 days overdue",
  over_90: "More than 90 days overdue",
};

const COLUMNS: Column<Row>[] = [
  { key: "age", label: "Age", primary: true, render: (row) => AGE_TEXTS[row.age] },
  { key: "count", label: "Invoices", numeric: true, render: (row) => row.count },
  { key: "owed", label: "Owed", numeric: true, render: (row) => <Money amount={row.owed} /> },
];

/** The last count. */
export function Receivables({ rows, at }: { rows: Row[]; at: string | null }) {
  return (
    <Card
      title="Receivables"
      description={at && (
        <>
          As of <DateTime value={at} />; counted every night.
        </>
      )}
      flush
    >
      <DataTable
        caption="What is owed by age"
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => `${row.age} ${row.owed.currency}`}
        empty={
          <EmptyState
            icon={ReceiptTextIcon}
            title="Nobody owes anything"
            description="Open invoices are counted every night."
          />
        }
      />
    </Card>
  );
}
