/** Coins received as a table, a row for each asset and wallet. */
import type { CoinReportRow, CoinReportView } from "@/domain/report/view.ts";
import { BitcoinIcon } from "../../icons.tsx";
import { Card, type Column, DataTable, DateTime, EmptyState, Money } from "../../ui/mod.ts";

const COLUMNS: Column<CoinReportRow>[] = [
  { key: "asset", label: "Asset", primary: true, render: ({ asset }) => asset },
  { key: "wallet", label: "Wallet", render: walletOf },
  { key: "count", label: "Receipts", numeric: true, render: ({ count }) => count },
  {
    key: "coins",
    label: "Coins",
    numeric: true,
    render: ({ coins, asset }) => coins === null ? "Not known" : `${coins} ${asset}`,
  },
  {
    key: "booked",
    label: "Booked as",
    numeric: true,
    render: ({ booked }) => <Money amount={booked} />,
  },
  {
    key: "rate",
    label: "A coin, on average",
    numeric: true,
    render: ({ perCoin }) => perCoin === null ? "–" : <Money amount={perCoin} />,
  },
];

/** The table, and what it leaves out. */
export function CoinTable({ report }: { report: CoinReportView }) {
  return (
    <Card
      title="By asset and wallet"
      description={report.madeAt && (
        <>
          From the ledger, as of{" "}
          <DateTime value={report.madeAt} />. What was sent on from a wallet isn't taken off here.
        </>
      )}
      flush
    >
      <DataTable
        caption="Coins received by asset and wallet"
        columns={COLUMNS}
        rows={report.rows}
        rowKey={({ asset, account, booked }) => `${asset} ${account} ${booked.currency}`}
        empty={
          <EmptyState
            icon={BitcoinIcon}
            title="No crypto was booked in this time"
            description="Figures of the present day are up to ten minutes old."
          />
        }
      />
    </Card>
  );
}

function walletOf({ account, accountLabel }: CoinReportRow) {
  if (account === null) return "Recorded by hand, without coins";
  return (
    <>
      {accountLabel && <span class="block">{accountLabel}</span>}
      <code class="text-xs text-muted wrap-anywhere">{account}</code>
    </>
  );
}
