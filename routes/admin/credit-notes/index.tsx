/** All credit notes. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { CreditNotesTable } from "@/components/billing/CreditNotes.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Card, Pagination } from "@/components/ui/mod.ts";
import { listCreditNotesForStaff } from "@/domain/credit_note/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { pageLinks, pageRequestOf } from "../../(_lib)/lists.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireStaff(ctx);
    const notes = await listCreditNotesForStaff(ctx.state.deps, {
      viewer,
      page: pageRequestOf(ctx.url, "crn"),
    });
    return page({ notes: notes.items, links: pageLinks(ctx.url, notes.next) });
  },
});

export default define.page<typeof handler>(function AdminCreditNotesPage(props) {
  const { notes, links } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Credit notes"
      description="Numbered without gaps, newest first. They are issued on the pages of invoices."
      breadcrumbs={[{ label: "Invoices", href: "/admin/invoices" }, { label: "Credit notes" }]}
    >
      <Head>
        <title>Credit notes · Staff · CloudNest</title>
      </Head>
      <Card flush>
        <CreditNotesTable notes={notes} base="/admin" />
      </Card>
      <Pagination {...links} label="credit notes" />
    </AdminLayout>
  );
});
