/** The tax report: `?from=2026-01-01&to=2026-03-31&by=quarter`. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { SpanForm } from "@/components/admin/reports/SpanForm.tsx";
import { TaxTables } from "@/components/admin/reports/TaxTables.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Button, Select } from "@/components/ui/mod.ts";
import {
  getTaxReport,
  type Span,
  TAX_PERIOD_UNITS,
  type TaxReportView,
} from "@/domain/report/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { problem } from "../../(_lib)/problems.ts";
import { askedSpanOf } from "../../(_lib)/spans.ts";
import { define } from "../../(_lib)/state.ts";

interface Data {
  report: TaxReportView;
  typed: Span;
  errors: Readonly<Record<string, string>>;
}

const BY_TEXTS = { month: "Months", quarter: "Quarters" } as const;

export const handler = define.handlers({
  async GET(ctx) {
    const by = TAX_PERIOD_UNITS.find((known) => known === ctx.url.searchParams.get("by")) ??
      "quarter";
    const { span, typed, errors, init } = askedSpanOf(ctx);
    const report = await getTaxReport(ctx.state.deps, { viewer: requireStaff(ctx), span, by });
    if (!report.ok) return problem(report.error);
    return page<Data>({ report: report.value, typed, errors }, init);
  },
});

export default define.page<typeof handler>(function TaxReportPage(props) {
  const { report, typed, errors } = props.data;
  const { from, to, by } = report;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Tax"
      description="On what was paid, on the day it was settled (UTC). Credit notes and voids lower the day they were made on."
      breadcrumbs={[{ label: "Reports", href: "/admin/reports" }, { label: "Tax" }]}
      actions={
        <Button
          href={`/admin/reports/export?file=tax&by=${by}&from=${from}&to=${to}`}
          variant="secondary"
        >
          Download CSV
        </Button>
      }
    >
      <Head>
        <title>Tax report · Staff · CloudNest</title>
      </Head>
      <div class="flex flex-col gap-6">
        <SpanForm typed={typed} errors={errors} action="/admin/reports/tax">
          <Select
            name="by"
            label="Add up by"
            value={by}
            options={TAX_PERIOD_UNITS.map((value) => ({ value, label: BY_TEXTS[value] }))}
          />
        </SpanForm>
        <TaxTables report={report} />
      </div>
    </AdminLayout>
  );
});
