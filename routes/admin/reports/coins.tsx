/** Coins received by asset and wallet: `?from=2026-01-01&to=2026-03-31`. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { CoinTable } from "@/components/admin/reports/CoinTable.tsx";
import { SpanForm } from "@/components/admin/reports/SpanForm.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Button } from "@/components/ui/mod.ts";
import { type CoinReportView, getCoinReport, type Span } from "@/domain/report/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { problem } from "../../(_lib)/problems.ts";
import { askedSpanOf } from "../../(_lib)/spans.ts";
import { define } from "../../(_lib)/state.ts";

interface Data {
  report: CoinReportView;
  typed: Span;
  errors: Readonly<Record<string, string>>;
}

export const handler = define.handlers({
  async GET(ctx) {
    const { span, typed, errors, init } = askedSpanOf(ctx);
    const report = await getCoinReport(ctx.state.deps, { viewer: requireStaff(ctx), span });
    if (!report.ok) return problem(report.error);
    return page<Data>({ report: report.value, typed, errors }, init);
  },
});

export default define.page<typeof handler>(function CoinReportPage(props) {
  const { report, typed, errors } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Coins received"
      description="What came on chains, beside what it was booked for, to be compared with your wallets. Days in UTC."
      breadcrumbs={[{ label: "Reports", href: "/admin/reports" }, { label: "Coins received" }]}
      actions={
        <Button
          href={`/admin/reports/export?file=coins&from=${report.from}&to=${report.to}`}
          variant="secondary"
        >
          Download each receipt
        </Button>
      }
    >
      <Head>
        <title>Coins received · Staff · CloudNest</title>
      </Head>
      <div class="flex flex-col gap-6">
        <SpanForm typed={typed} errors={errors} action="/admin/reports/coins" />
        <CoinTable report={report} />
      </div>
    </AdminLayout>
  );
});
