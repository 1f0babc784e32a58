/** A month of a wallet: what was in it before and after, and every line between. */
import { WalletIcon } from "../icons.tsx";
import { DownloadIcon } from "../state_icons.tsx";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { formatMoney, Money } from "../ui/Money.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import { lineText } from "./line_texts.ts";
import type { WalletLineView, WalletMonthView } from "@/domain/wallet/view.ts";

/** Props of `Statement`. */
export interface StatementProps {
  statement: WalletMonthView;
  /** Path of the page with the query of another month or page. */
  href: (query: { month: string; after?: number }) => string;
  /** Path of the month's file; without it there is none. */
  csvHref?: string;
  /** Path of an invoice. */
  invoiceHref: (id: string) => string;
}

/** Lines newest first, with the ways to the months around. */
export function Statement({ statement, href, csvHref, invoiceHref }: StatementProps) {
  const { month, currency, opening, closing, lines, next, previousMonth, nextMonth } = statement;
  const title = monthText(month);
  return (
    <Card
      id="statement"
      flush
      title={`Statement of ${title}`}
      description={`In ${currency}: ${formatMoney(opening)} at its beginning, ${
        formatMoney(closing)
      } at its end.`}
      actions={csvHref && (
        <Button
          href={csvHref}
          variant="secondary"
          size="sm"
          icon={DownloadIcon}
          download={`wallet-${currency}-${month}.csv`}
        >
          CSV
        </Button>
      )}
      footer={(previousMonth || nextMonth || next !== null) && (
        <nav aria-label="Other months" class="flex w-full flex-wrap justify-between gap-3 text-sm">
          {previousMonth
            ? <TextLink href={href({ month: previousMonth })}>{monthText(previousMonth)}</TextLink>
            : <span />}
          {next !== null && (
            <TextLink href={href({ month, after: next })}>Earlier in {title}</TextLink>
          )}
          {nextMonth
            ? <TextLink href={href({ month: nextMonth })}>{monthText(nextMonth)}</TextLink>
            : <span />}
        </nav>
      )}
    >
      <DataTable
        caption={`Statement of ${title}`}
        columns={columnsOf(invoiceHref)}
        rows={lines}
        rowKey={(line) => String(line.number)}
        empty={
          <EmptyState
            icon={WalletIcon}
            title={`Nothing was booked in ${title}`}
            description="What comes in and goes out appears here, line by line."
          />
        }
      />
    </Card>
  );
}

function columnsOf(invoiceHref: (id: string) => string): Column<WalletLineView>[] {
  return [
    {
      key: "what",
      label: "What",
      primary: true,
      render: (line) =>
        line.invoiceId
          ? <TextLink href={invoiceHref(line.invoiceId)}>{lineText(line)}</TextLink>
          : lineText(line),
    },
    { key: "at", label: "When", render: (line) => <DateTime value={line.at} /> },
    {
      key: "change",
      label: "Amount",
      numeric: true,
      render: (line) => (
        <span class={line.change.minor > 0 ? "text-ok" : "text-ink"}>
          {line.change.minor > 0 && "+"}
          <Money amount={line.change} />
        </span>
      ),
    },
    {
      key: "balance",
      label: "Balance",
      numeric: true,
      render: (line) => <Money amount={line.balance} />,
    },
  ];
}

/** `2026-03` → `March 2026`. */
export function monthText(month: string): string {
  const format = new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" });
  return format.format(new Date(`${month}-01T00:00:00Z`));
}
