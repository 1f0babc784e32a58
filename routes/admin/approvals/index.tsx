/** What waits for a second pair of eyes, and what was decided. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { ApprovalsTable } from "@/components/admin/Approvals.tsx";
import { StatusTabs } from "@/components/admin/filters.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Card, Pagination } from "@/components/ui/mod.ts";
import { APPROVAL_STATUSES, listApprovals } from "@/domain/approval/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { choiceOf, pageLinks, pageRequestOf } from "../../(_lib)/lists.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const status = choiceOf(ctx.url, "status", APPROVAL_STATUSES);
    const approvals = await listApprovals(ctx.state.deps, {
      viewer: requireStaff(ctx),
      page: pageRequestOf(ctx.url, "apr"),
      ...(status && { status }),
    });
    return page({ approvals: approvals.items, links: pageLinks(ctx.url, approvals.next), status });
  },
});

export default define.page<typeof handler>(function AdminApprovalsPage(props) {
  const { approvals, links, status } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Approvals"
      description="Bookings above the limit, to be looked at by somebody else than who made them."
    >
      <Head>
        <title>Approvals · Staff · CloudNest</title>
      </Head>
      <StatusTabs
        path="/admin/approvals"
        kind="approval"
        current={status}
        label="Approvals by state"
      />
      <Card flush>
        <ApprovalsTable approvals={approvals} />
      </Card>
      <Pagination {...links} label="approvals" />
    </AdminLayout>
  );
});
