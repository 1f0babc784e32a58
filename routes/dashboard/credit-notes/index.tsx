/** The customer's credit notes. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { CreditNotesTable } from "@/components/billing/CreditNotes.tsx";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { Card, Pagination } from "@/components/ui/mod.ts";
import { listCreditNotes } from "@/domain/credit_note/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireCustomer } from "../../(_lib)/guards.ts";
import { pageLinks, pageRequestOf } from "../../(_lib)/lists.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireCustomer(ctx);
    const notes = await listCreditNotes(ctx.state.deps, {
      viewer,
      page: pageRequestOf(ctx.url, "crn"),
    });
    return page({ notes: notes.items, links: pageLinks(ctx.url, notes.next) });
  },
});

export default define.page<typeof handler>(function CreditNotesPage(props) {
  const { notes, links } = props.data;
  return (
    <DashboardLayout
      {...frameOf(props)}
      title="Credit notes"
      description="What was taken back of your invoices."
      breadcrumbs={[{ label: "Invoices", href: "/dashboard/invoices" }, { label: "Credit notes" }]}
    >
      <Head>
        <title>Credit notes · CloudNest</title>
      </Head>
      <Card flush>
        <CreditNotesTable notes={notes} base="/dashboard" />
      </Card>
      <Pagination {...links} label="credit notes" />
    </DashboardLayout>
  );
});
