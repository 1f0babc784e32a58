/** Reports as CSV, written row by row: the journal has as many rows as there are transfers in its days. */
import { getAccount } from "@/domain/customer/mod.ts";
import { scanDay } from "@/domain/ledger/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { CSV_BOM, type CsvCell, csvRow } from "@/domain/shared/csv.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { coinCsv } from "./coin_report.ts";
import { nextDay } from "./day_records.ts";
import { getReports, type Span } from "./read_reports.ts";
import { getTaxReport, taxCsv } from "./tax_report.ts";
import type { ReportsView, TaxPeriodUnit } from "./view.ts";

/** The files that reports come as. */
export const REPORT_FILES = [
  "revenue",
  "tax",
  "payments",
  "recurring",
  "receivables",
  "journal",
  "coins",
] as const;

/** One of the files. */
export type ReportFile = (typeof REPORT_FILES)[number];

/** What is asked for. */
export interface ExportInput {
  viewer: StaffActor;
  span: Span;
  file: ReportFile;
  /** What the tax is added up by; months unless told. */
  by?: TaxPeriodUnit;
}

/** A file of a span, as pieces of text; needs `reports.view`. */
export async function exportReport(
  deps: Deps,
  { viewer, span, file, by = "month" }: ExportInput,
): Promise<Result<AsyncIterable<string>, NotFound>> {
  if (file === "tax") {
    const report = await getTaxReport(deps, { viewer, span, by });
    return report.ok ? ok(once(CSV_BOM + taxCsv(report.value).map(csvRow).join(""))) : report;
  }
  const reports = await getReports(deps, { viewer, span });
  if (!reports.ok) return notFound();
  if (file === "journal") return ok(journal(deps, span));
  if (file === "coins") return ok(coinCsv(deps, span));
  const rows = FILES[file](reports.value);
  return ok(once(CSV_BOM + rows.map(csvRow).join("")));
}

const FILES: Readonly<
  Record<Exclude<ReportFile, "journal" | "coins" | "tax">, (reports: ReportsView) => CsvCell[][]>
> = {
  revenue: ({ months }) => [
    ["month", "currency", "revenue", "tax", "adjustments", "wallets", "paid_out"],
    ...months.map((row) => [
      row.month,
      row.currency,
      row.revenue,
      row.tax,
      row.adjustments,
      row.wallets,
      row.paidOut,
    ]),
  ],
  payments: ({ months }) => [
    ["month", "currency", "account", "count", "amount"],
    ...months.flatMap((row) =>
      row.receipts.map(({ account, count, amount }) => [
        row.month,
        row.currency,
        account,
        count,
        amount,
      ])
    ),
  ],
  recurring: ({ recurring }) => [
    ["day", "currency", "services", "monthly", "movement", "count", "moved_monthly"],
    ...recurring.flatMap(({ day, currencies }) =>
      currencies.flatMap(({ currency, services, monthly, moves }) =>
        moves.map((move) => [
          day,
          currency,
          services,
          monthly,
          move.movement,
          move.count,
          move.monthly,
        ])
      )
    ),
  ],
  receivables: ({ receivables }) => [
    ["overdue_days", "currency", "count", "owed"],
    ...receivables.map(({ age, count, owed }) => [age, owed.currency, count, owed]),
  ],
};

/** The transfers of a span in the ledger's own terms, oldest day first. */
async function* journal(deps: Deps, { from, to }: Span): AsyncGenerator<string> {
  yield CSV_BOM + csvRow([
    "at",
    "transfer",
    "code",
    "debit_account",
    "credit_account",
    "amount",
    "currency",
    "invoice",
    "payment",
    "customer",
    "asset",
    "units",
    "coin_price",
  ]);
  const emails = new Map<string, string>();
  for (let day = from; day <= to; day = nextDay(day)) {
    for await (const transfer of scanDay(deps.kv, day)) {
      const { at, id, code, debitAccount, creditAccount, amount, links, coins } = transfer;
      const customer = await emailOf(deps, emails, [debitAccount, creditAccount]);
      yield csvRow([
        at,
        id,
        code,
        debitAccount,
        creditAccount,
        amount,
        amount.currency,
        links.invoiceId ?? "",
        links.paymentId ?? "",
        customer,
        coins?.asset ?? "",
        coins?.units ?? "",
        coins?.price ?? "",
      ]);
    }
  }
}

/** The address of the wallet's owner, looked up once. */
async function emailOf(
  deps: Deps,
  known: Map<string, string>,
  accounts: readonly string[],
): Promise<string> {
  const id = accounts.find((name) => name.startsWith("wallet:"))?.split(":")[1];
  if (!id) return "";
  const email = known.get(id) ?? (await getAccount(deps, id))?.email ?? "";
  known.set(id, email);
  return email;
}

async function* once(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}
