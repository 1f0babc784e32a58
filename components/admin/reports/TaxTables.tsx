/** The tax report as tables: what is owed to whom by period, and how it came about. */
import { countryName } from "@/domain/shared/countries.ts";
import type { TaxReportRow, TaxReportView, TaxTotal } from "@/domain/report/view.ts";
import type { CustomerKind, TaxTreatment } from "@/domain/tax/view.ts";
import { Card, type Column, DataTable, DateTime, EmptyState, Money } from "../../ui/mod.ts";
import { ReceiptTextIcon } from "../../icons.tsx";
import { periodText } from "./period_text.ts";

const TREATMENT_TEXTS: Readonly<Record<Exclude<TaxTreatment, "standard">, string>> = {
  reverse_charge: "Reverse charge",
  exempt: "Exempt",
  outside_scope: "Outside the scope",
  none: "No tax charged",
};

const KIND_TEXTS: Readonly<Record<CustomerKind, string>> = {
  private: "Private",
  business: "Business without VAT number",
  business_with_number: "Business with VAT number",
};

const TOTAL_COLUMNS: Column<TaxTotal>[] = [
  {
    key: "period",
    label: "Period",
    primary: true,
    render: ({ period, country }) => `${periodText(period)} · ${countryText(country)}`,
  },
  ...amountColumns<TaxTotal>(),
];

const ROW_COLUMNS: Column<TaxReportRow>[] = [
  { key: "period", label: "Period", primary: true, render: ({ period }) => periodText(period) },
  { key: "country", label: "Country", render: ({ country }) => countryText(country) },
  { key: "rule", label: "Rule", render: ruleText },
  {
    key: "customer",
    label: "Customers",
    render: ({ customerKind }) => customerKind ? KIND_TEXTS[customerKind] : "Not recorded",
  },
  ...amountColumns<TaxReportRow>(),
];

function amountColumns<R extends TaxTotal>(): Column<R>[] {
  const columns = [["net", "Net"], ["tax", "Tax"], ["gross", "Gross"]] as const;
  return columns.map(([key, label]): Column<R> => ({
    key,
    label,
    numeric: true,
    render: (row) => <Money amount={row[key]} />,
  }));
}

/** Both tables. */
export function TaxTables({ report }: { report: TaxReportView }) {
  return (
    <>
      <Card
        title="By country"
        description={report.madeAt && (
          <>
            The tax is the sum of the ledger's tax accounts. As of{" "}
            <DateTime value={report.madeAt} />.
          </>
        )}
        flush
      >
        <DataTable
          caption="Tax by period and country"
          columns={TOTAL_COLUMNS}
          rows={report.totals}
          rowKey={({ period, country, currency }) => `${period} ${country} ${currency}`}
          empty={
            <EmptyState
              icon={ReceiptTextIcon}
              title="Nothing was settled in this time"
              description="Figures of the present day are up to ten minutes old."
            />
          }
        />
      </Card>
      {report.rows.length > 0 && (
        <Card title="By rule and kind of customer" flush>
          <DataTable
            caption="Tax by period, country, rule and kind of customer"
            columns={ROW_COLUMNS}
            rows={report.rows}
            rowKey={(row) =>
              [row.period, row.country, row.currency, ruleText(row), row.customerKind].join(" ")}
          />
        </Card>
      )}
    </>
  );
}

/** `19 %`, or why there is none. */
function ruleText({ treatment, rateBasisPoints }: TaxReportRow): string {
  return treatment === "standard" ? `${rateBasisPoints / 100} %` : TREATMENT_TEXTS[treatment];
}

function countryText(country: string | null): string {
  return country === null ? "No country" : countryName(country);
}
