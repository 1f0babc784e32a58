/** What keeps the installation safe, and what somebody has to look after. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { securityGroups } from "@/components/admin/security_lines.ts";
import { SecurityReport } from "@/components/admin/SecurityReport.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { getSecurityReport } from "@/domain/security/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import { frameOf } from "../(_lib)/frame.ts";
import { requireStaff } from "../(_lib)/guards.ts";
import { describeHeaders } from "../(_lib)/headers.ts";
import { problem } from "../(_lib)/problems.ts";
import { define } from "../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const report = await getSecurityReport(deps, { viewer: requireStaff(ctx) });
    if (!report.ok) return problem(report.error);
    const groups = securityGroups(report.value, isoNow(deps.clock));
    return page({ groups, headers: await describeHeaders(deps.config) });
  },
});

export default define.page<typeof handler>(function AdminSecurityPage(props) {
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Security"
      description="What is switched on, and what to do where something isn't."
    >
      <Head>
        <title>Security · Staff · CloudNest</title>
      </Head>
      <SecurityReport {...props.data} />
    </AdminLayout>
  );
});
