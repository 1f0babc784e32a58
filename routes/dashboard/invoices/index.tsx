/** The customer's invoices. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { INVOICE_STATUSES, type InvoiceSummaryView, listInvoices } from "@/domain/invoice/mod.ts";
import { ReceiptTextIcon } from "@/components/icons.tsx";
import { StatusTabs } from "@/components/admin/filters.tsx";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import {
  Button,
  Card,
  type Column,
  DataTable,
  DateTime,
  EmptyState,
  Money,
  Pagination,
  StatusBadge,
  TextLink,
} from "@/components/ui/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireCustomer } from "../../(_lib)/guards.ts";
import { choiceOf, pageLinks, pageRequestOf } from "../../(_lib)/lists.ts";
import { define } from "../../(_lib)/state.ts";

const PATH = "/dashboard/invoices";

export const handler = define.handlers({
  async GET(ctx) {
    const status = choiceOf(ctx.url, "status", INVOICE_STATUSES);
    const invoices = await listInvoices(ctx.state.deps, {
      viewer: requireCustomer(ctx),
      page: pageRequestOf(ctx.url, "inv"),
      ...(status && { status }),
    });
    return page({ invoices: invoices.items, links: pageLinks(ctx.url, invoices.next), status });
  },
});

const COLUMNS: Column<InvoiceSummaryView>[] = [
  {
    key: "number",
    label: "Invoice",
    primary: true,
    nowrap: true,
    render: (invoice) => <TextLink href={`${PATH}/${invoice.id}`}>{invoice.number}</TextLink>,
  },
  {
    key: "issued",
    label: "Issued",
    render: (invoice) => <DateTime value={invoice.issuedAt.slice(0, 10)} />,
  },
  {
    key: "due",
    label: "Due",
    render: (invoice) => <DateTime value={invoice.dueOn} />,
  },
  {
    key: "status",
    label: "State",
    render: (invoice) => <StatusBadge kind="invoice" status={invoice.status} />,
  },
  {
    key: "total",
    label: "Total",
    numeric: true,
    render: (invoice) => <Money amount={invoice.total} />,
  },
];

export default define.page<typeof handler>(function InvoicesPage(props) {
  const { invoices, links, status } = props.data;
  return (
    <DashboardLayout
      {...frameOf(props)}
      title="Invoices"
      description="What is to be paid, and what was."
      actions={<Button href="/dashboard/credit-notes" variant="secondary">Credit notes</Button>}
    >
      <Head>
        <title>Invoices · CloudNest</title>
      </Head>
      <StatusTabs path={PATH} kind="invoice" current={status} label="Invoices by state" />
      <Card flush>
        <DataTable
          caption="Invoices"
          columns={COLUMNS}
          rows={invoices}
          rowKey={(invoice) => invoice.id}
          empty={
            <EmptyState
              icon={ReceiptTextIcon}
              title={status ? "No invoices in this state" : "No invoices yet"}
              description={status
                ? "Look at all of them instead."
                : "With your first order comes your first invoice."}
              action={status
                ? <Button href={PATH} variant="secondary">All invoices</Button>
                : <Button href="/dashboard/order">Order a server</Button>}
            />
          }
        />
      </Card>
      <Pagination {...links} label="invoices" />
    </DashboardLayout>
  );
});
