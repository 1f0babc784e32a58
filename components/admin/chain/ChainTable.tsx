/** The staff's list of payments on chains. */
import type { ChainPaymentRow } from "@/domain/crypto/view.ts";
import { BitcoinIcon } from "../../icons.tsx";
import { Badge } from "../../ui/Badge.tsx";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { DateTime } from "../../ui/DateTime.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Money } from "../../ui/Money.tsx";
import { StatusBadge } from "../../ui/StatusBadge.tsx";
import { TextLink } from "../../ui/TextLink.tsx";

const COLUMNS: Column<ChainPaymentRow>[] = [
  {
    key: "invoice",
    label: "Invoice",
    primary: true,
    render: (row) => (
      <TextLink href={`/admin/payments/chain/${row.id}`}>{row.invoiceNumber}</TextLink>
    ),
  },
  {
    key: "state",
    label: "State",
    render: (row) => (
      <span class="flex flex-wrap gap-2">
        <StatusBadge kind="chain_payment" status={row.state.phase} />
        {row.needsStaff && <Badge tone="warn">To decide</Badge>}
      </span>
    ),
  },
  { key: "received", label: "Received", render: (row) => row.state.received ?? "–" },
  { key: "asked", label: "Asked for", render: (row) => row.amount },
  { key: "due", label: "For", numeric: true, render: (row) => <Money amount={row.due} /> },
  { key: "at", label: "Since", render: (row) => <DateTime value={row.createdAt} /> },
];

const WAITS: Column<ChainPaymentRow> = {
  key: "waits",
  label: "Waits since",
  render: ({ waitsSince }) => waitsSince === null ? "–" : <DateTime value={waitsSince} />,
};

/** Newest first; `isAttention` when only those are listed that need a decision. */
export function ChainTable(
  { rows, isAttention }: { rows: ChainPaymentRow[]; isAttention: boolean },
) {
  return (
    <DataTable
      caption="Payments on chains"
      columns={isAttention ? [...COLUMNS.slice(0, -1), WAITS] : COLUMNS}
      rows={rows}
      rowKey={(row) => row.id}
      empty={
        <EmptyState
          icon={BitcoinIcon}
          title={isAttention ? "Nothing to decide" : "No payments on chains yet"}
          description={isAttention
            ? "What comes late, in another asset or without a node waits here for you."
            : "They begin when a customer asks what an invoice costs in crypto."}
        />
      }
    />
  );
}
