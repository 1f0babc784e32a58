/** One invoice as it was issued, and what was received for it. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { InvoiceFacts, InvoiceLines } from "@/components/admin/InvoiceFacts.tsx";
import { Payments } from "@/components/admin/Payments.tsx";
import { DownloadIcon } from "@/components/icons.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Button } from "@/components/ui/mod.ts";
import { getInvoice } from "@/domain/invoice/mod.ts";
import { listPayments } from "@/domain/payment/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { problem } from "../../(_lib)/problems.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const viewer = requireStaff(ctx);
    const id = ctx.params.id!;
    const [invoice, payments] = await Promise.all([
      getInvoice(deps, { viewer, id }),
      listPayments(deps, { viewer, invoiceId: id }),
    ]);
    if (!invoice.ok) return problem(invoice.error);
    return page({ invoice: invoice.value, payments });
  },
});

export default define.page<typeof handler>(function AdminInvoicePage(props) {
  const { invoice, payments } = props.data;
  const path = `/admin/invoices/${invoice.id}`;
  return (
    <AdminLayout
      {...frameOf(props)}
      title={invoice.number}
      breadcrumbs={[{ label: "Invoices", href: "/admin/invoices" }, { label: invoice.number }]}
      actions={
        <>
          <Button href={`${path}/explain`} variant="secondary">Explain</Button>
          <Button href={`${path}/pdf`} icon={DownloadIcon} variant="secondary">PDF</Button>
          {invoice.status === "paid" && (
            <Button href={`${path}/pdf?kind=receipt`} icon={DownloadIcon} variant="secondary">
              Receipt
            </Button>
          )}
          {invoice.orderId && (
            <Button href={`/admin/orders/${invoice.orderId}`} variant="secondary">Its order</Button>
          )}
        </>
      }
    >
      <Head>
        <title>{`${invoice.number} · Staff · CloudNest`}</title>
      </Head>
      <div class="flex flex-col gap-6">
        <InvoiceFacts invoice={invoice} />
        <InvoiceLines invoice={invoice} />
        <Payments payments={payments} />
      </div>
    </AdminLayout>
  );
});
