/** Received payments as a CSV file: `?from=2026-03-01&to=2026-03-31`. */
import { exportPayments } from "@/domain/payment/mod.ts";
import { checkSpan } from "@/domain/report/mod.ts";
import { csvAttachment } from "../../(_lib)/downloads.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { problem } from "../../(_lib)/problems.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const { searchParams } = ctx.url;
    const span = checkSpan(deps, { from: searchParams.get("from"), to: searchParams.get("to") });
    if (!span.ok) return problem(span.error);
    const rows = await exportPayments(deps, { viewer: requireStaff(ctx), ...span.value });
    if (!rows.ok) return problem(rows.error);
    return csvAttachment(rows.value, `payments-${span.value.from}-${span.value.to}.csv`);
  },
});
