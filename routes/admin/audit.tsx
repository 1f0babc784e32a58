/** The audit log: every change by anyone, newest first, or of one record. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { AuditList } from "@/components/admin/AuditList.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Button, Card, Pagination } from "@/components/ui/mod.ts";
import { type AuditSubject, listAudit } from "@/domain/audit/mod.ts";
import { frameOf } from "../(_lib)/frame.ts";
import { requireStaff } from "../(_lib)/guards.ts";
import { pageLinks, pageRequestOf } from "../(_lib)/lists.ts";
import { problem } from "../(_lib)/problems.ts";
import { define } from "../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const subject = subjectOf(ctx.url);
    const events = await listAudit(ctx.state.deps, {
      viewer: requireStaff(ctx),
      page: pageRequestOf(ctx.url, "aud"),
      ...(subject && { subject }),
    });
    if (!events.ok) return problem(events.error);
    const { items, next } = events.value;
    return page({ events: items, links: pageLinks(ctx.url, next), subject });
  },
});

/** The record that `?kind=order&id=ord_…` names; null where it names none. */
function subjectOf(url: URL): AuditSubject | null {
  const kind = url.searchParams.get("kind") ?? "";
  const id = url.searchParams.get("id") ?? "";
  const isSubject = /^[a-z_]{1,40}$/.test(kind) && /^[\w.:@+-]{1,200}$/.test(id);
  return isSubject ? { kind, id } : null;
}

export default define.page<typeof handler>(function AdminAuditPage(props) {
  const { events, links, subject } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Audit log"
      description={subject
        ? `What happened to ${subject.kind} ${subject.id}.`
        : "Every change by anyone, in the commit that made it. Secrets are never part of it."}
      actions={subject && <Button href="/admin/audit" variant="secondary">All events</Button>}
    >
      <Head>
        <title>Audit log · Staff · CloudNest</title>
      </Head>
      <Card flush>
        <AuditList events={events} />
      </Card>
      <Pagination {...links} label="events" />
    </AdminLayout>
  );
});
