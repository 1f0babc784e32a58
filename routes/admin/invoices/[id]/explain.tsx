/** How an invoice adds up, for staff: each line in words, computed again from what was frozen. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { explainInvoice, getInvoice } from "@/domain/invoice/mod.ts";
import { InvoiceExplanation } from "@/components/billing/InvoiceExplanation.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { problem } from "../../../(_lib)/problems.ts";
import { define } from "../../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireStaff(ctx);
    const invoice = await getInvoice(ctx.state.deps, { viewer, id: ctx.params.id! });
    if (!invoice.ok) return problem(invoice.error);
    return page({ invoice: invoice.value, explanation: explainInvoice(invoice.value) });
  },
});

export default define.page<typeof handler>(function ExplainAdminInvoicePage(props) {
  const { invoice, explanation } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      width="narrow"
      title={`How ${invoice.number} adds up`}
      description="Each line from the figures that were kept when the invoice was issued."
      breadcrumbs={[
        { label: "Invoices", href: "/admin/invoices" },
        { label: invoice.number, href: `/admin/invoices/${invoice.id}` },
        { label: "Explanation" },
      ]}
    >
      <Head>
        <title>{`How ${invoice.number} adds up · Staff · CloudNest`}</title>
      </Head>
      <InvoiceExplanation invoice={invoice} explanation={explanation} />
    </AdminLayout>
  );
});
