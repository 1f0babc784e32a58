/** All invoices, by state. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { StatusTabs } from "@/components/admin/filters.tsx";
import { InvoicesTable } from "@/components/admin/tables.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Button, Card, Pagination } from "@/components/ui/mod.ts";
import { INVOICE_STATUSES, listInvoicesForStaff } from "@/domain/invoice/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { choiceOf, pageLinks, pageRequestOf } from "../../(_lib)/lists.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireStaff(ctx);
    const status = choiceOf(ctx.url, "status", INVOICE_STATUSES);
    const invoices = await listInvoicesForStaff(ctx.state.deps, {
      viewer,
      page: pageRequestOf(ctx.url, "inv"),
      ...(status && { status }),
    });
    return page({
      invoices: invoices.items,
      links: pageLinks(ctx.url, invoices.next),
      status,
      mayEdit: viewer.permissions.has("invoices.edit"),
    });
  },
});

export default define.page<typeof handler>(function AdminInvoicesPage(props) {
  const { invoices, links, status } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Invoices"
      description="Numbered without gaps, newest first."
      actions={
        <>
          <Button href="/admin/credit-notes" variant="secondary">Credit notes</Button>
          {props.data.mayEdit && (
            <Button href="/admin/invoices/drafts" variant="secondary">Drafts</Button>
          )}
        </>
      }
    >
      <Head>
        <title>Invoices · Staff · CloudNest</title>
      </Head>
      <StatusTabs
        path="/admin/invoices"
        kind="invoice"
        current={status}
        label="Invoices by state"
      />
      <Card flush>
        <InvoicesTable invoices={invoices} />
      </Card>
      <Pagination {...links} label="invoices" />
    </AdminLayout>
  );
});
