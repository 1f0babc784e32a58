/** A report as a CSV file: `?file=journal&from=2026-03-01&to=2026-03-31`. */
import { checkSpan, exportReport, REPORT_FILES, TAX_PERIOD_UNITS } from "@/domain/report/mod.ts";
import { notFound } from "@/domain/shared/result.ts";
import { csvAttachment } from "../../(_lib)/downloads.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { problem } from "../../(_lib)/problems.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const { searchParams } = ctx.url;
    const file = REPORT_FILES.find((known) => known === (searchParams.get("file") ?? "revenue"));
    if (!file) return problem(notFound().error);
    const by = TAX_PERIOD_UNITS.find((known) => known === (searchParams.get("by") ?? "month"));
    if (!by) return problem(notFound().error);
    const span = checkSpan(deps, { from: searchParams.get("from"), to: searchParams.get("to") });
    if (!span.ok) return problem(span.error);
    const viewer = requireStaff(ctx);
    const rows = await exportReport(deps, { viewer, span: span.value, file, by });
    if (!rows.ok) return problem(rows.error);
    return csvAttachment(rows.value, `${file}-${span.value.from}-${span.value.to}.csv`);
  },
});
