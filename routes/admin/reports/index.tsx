/** Books out: revenue by month, recurring revenue, what is owed, what arrived by which way; each as a file, too. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { ReportFiles, SpanForm } from "@/components/admin/reports/SpanForm.tsx";
import { MonthsTable, ReceiptsTable } from "@/components/admin/reports/Months.tsx";
import { Receivables } from "@/components/admin/reports/Receivables.tsx";
import { RecurringRevenue } from "@/components/admin/reports/RecurringRevenue.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Button } from "@/components/ui/mod.ts";
import { getReports, type ReportsView, type Span } from "@/domain/report/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { problem } from "../../(_lib)/problems.ts";
import { askedSpanOf } from "../../(_lib)/spans.ts";
import { define } from "../../(_lib)/state.ts";

interface Data {
  reports: ReportsView;
  typed: Span;
  errors: Readonly<Record<string, string>>;
}

export const handler = define.handlers({
  async GET(ctx) {
    const { span, typed, errors, init } = askedSpanOf(ctx);
    const reports = await getReports(ctx.state.deps, { viewer: requireStaff(ctx), span });
    if (!reports.ok) return problem(reports.error);
    return page<Data>({ reports: reports.value, typed, errors }, init);
  },
});

export default define.page<typeof handler>(function ReportsPage(props) {
  const { reports, typed, errors } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Reports"
      description="From the ledger: what is settled, not what is hoped for. Days in UTC."
      actions={
        <>
          <Button href="/admin/reports/tax" variant="secondary">Tax</Button>
          <Button href="/admin/reports/coins" variant="secondary">Coins</Button>
          {props.state.signedIn?.actor.kind === "staff" &&
            props.state.signedIn.actor.permissions.has("books.view") && (
            <Button href="/admin/reports/books" variant="secondary">Audit of the books</Button>
          )}
        </>
      }
    >
      <Head>
        <title>Reports · Staff · CloudNest</title>
      </Head>
      <div class="flex flex-col gap-6">
        <SpanForm typed={typed} errors={errors} />
        <RecurringRevenue days={reports.recurring} />
        <MonthsTable months={reports.months} />
        <ReceiptsTable months={reports.months} />
        <Receivables rows={reports.receivables} at={reports.receivablesAt} />
        <ReportFiles span={{ from: reports.from, to: reports.to }} />
      </div>
    </AdminLayout>
  );
});
