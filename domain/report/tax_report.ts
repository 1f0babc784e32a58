/**
 * The tax report: what was settled by month or quarter, country, rule, kind of customer and currency, without tax and with
 * it. Read from the kept days; its tax is the sum of the ledger's tax accounts in these days.
 */
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { CsvCell } from "@/domain/shared/csv.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { add, money } from "@/domain/shared/money.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import type { Span } from "./read_reports.ts";
import { addRow, readTaxDays, type TaxDay, type TaxDayRow } from "./tax_day.ts";
import type { TaxPeriodUnit, TaxReportRow, TaxReportView, TaxTotal } from "./view.ts";

/** The tax of a span by months or quarters; needs `reports.view`. */
export async function getTaxReport(
  deps: Pick<Deps, "kv" | "clock">,
  { viewer, span, by }: { viewer: StaffActor; span: Span; by: TaxPeriodUnit },
): Promise<Result<TaxReportView, NotFound>> {
  if (!viewer.permissions.has("reports.view")) return notFound();
  const days = await readTaxDays(deps.kv, span);
  const rows = taxRows(days, by);
  return ok({ ...span, by, rows, totals: totalsOf(rows), madeAt: days.at(-1)?.madeAt ?? null });
}

/** Days added up; the last period first, within it by country. What came to nothing is left out. */
export function taxRows(days: readonly TaxDay[], by: TaxPeriodUnit): TaxReportRow[] {
  const sums = new Map<string, TaxDayRow & { period: string }>();
  for (const { day, rows } of days) {
    const period = periodOf(day, by);
    for (const row of rows) addRow(sums, { ...row, period }, period);
  }
  return [...sums.values()]
    .filter(({ netMinor, taxMinor }) => netMinor !== 0 || taxMinor !== 0)
    .map(({ netMinor, taxMinor, ...row }) => {
      const [net, tax] = [money(netMinor, row.currency), money(taxMinor, row.currency)];
      return { ...row, net, tax, gross: add(net, tax) };
    })
    .sort((a, b) => -compare(a.period, b.period) || compare(sortKey(a), sortKey(b)));
}

/** `2026-03`, or `2026-Q1`. */
function periodOf(day: string, by: TaxPeriodUnit): string {
  const month = day.slice(0, 7);
  return by === "month" ? month : `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
}

function sortKey({ country, currency, treatment, rateBasisPoints, customerKind }: TaxReportRow) {
  const rate = String(10_000 - rateBasisPoints).padStart(5, "0");
  return [country ?? "~", currency, rate, treatment, customerKind ?? "~"].join(" ");
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The tax that is owed to each country by period, and in the end all of it. */
function totalsOf(rows: readonly TaxReportRow[]): TaxTotal[] {
  const totals = new Map<string, TaxTotal>();
  for (const { period, country, currency, net, tax, gross } of rows) {
    const key = `${period} ${country} ${currency}`;
    const known = totals.get(key);
    totals.set(
      key,
      known
        ? {
          ...known,
          net: add(known.net, net),
          tax: add(known.tax, tax),
          gross: add(known.gross, gross),
        }
        : { period, country, currency, net, tax, gross },
    );
  }
  return [...totals.values()];
}

/** The rows of the file. */
export function taxCsv({ rows }: TaxReportView): CsvCell[][] {
  return [
    [
      "period",
      "country",
      "treatment",
      "rate_percent",
      "customer_kind",
      "currency",
      "net",
      "tax",
      "gross",
    ],
    ...rows.map((row) => [
      row.period,
      row.country ?? "",
      row.treatment,
      (row.rateBasisPoints / 100).toFixed(2),
      row.customerKind ?? "",
      row.currency,
      row.net,
      row.tax,
      row.gross,
    ]),
  ];
}
