/** One invoice as it was issued, what was received for it, and what staff do with it. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { InvoiceDesk } from "@/components/admin/InvoiceDesk.tsx";
import { InvoiceFacts, InvoiceLines } from "@/components/admin/InvoiceFacts.tsx";
import { Payments } from "@/components/admin/Payments.tsx";
import { InvoiceActions } from "@/components/billing/InvoiceActions.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { listCreditNotesForStaff } from "@/domain/credit_note/mod.ts";
import { getInvoice } from "@/domain/invoice/mod.ts";
import { readInvoiceNotes } from "@/domain/invoice_desk/mod.ts";
import { listPayments } from "@/domain/payment/mod.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import { formError, type SentForm } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { invoiceAction, invoiceForm, PROVED_ACTIONS } from "../../(_lib)/invoice_actions.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../(_lib)/step_up.ts";

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const read = await readForm(ctx, invoiceForm);
    const { typed } = read;
    const action = typed.texts.action ?? "";
    if (!read.ok) {
      return page(await load(ctx, { action, typed, error: read.error }), formStatus(read.error));
    }
    const detour = PROVED_ACTIONS.has(action) ? requireStepUp(ctx) : null;
    if (detour) return detour;
    const done = await invoiceAction(ctx, read.value);
    if (done.ok) {
      const path = `/admin/invoices/${ctx.params.id}`;
      return await seeOther(ctx, path, { tone: "ok", text: done.value });
    }
    if (done.error.code === "not_found") return problem(done.error);
    return page(await load(ctx, { action, typed, error: done.error }), formStatus(done.error));
  },
});

async function load(ctx: Ctx, sent: SentForm | null) {
  const { deps } = ctx.state;
  const viewer = requireStaff(ctx);
  const invoiceId = ctx.params.id!;
  const [invoice, payments, creditNotes, notes] = await Promise.all([
    getInvoice(deps, { viewer, id: invoiceId }),
    listPayments(deps, { viewer, invoiceId }),
    listCreditNotesForStaff(deps, { viewer, invoiceId }),
    readInvoiceNotes(deps, { viewer, invoiceId }),
  ]);
  if (!invoice.ok) return problem(invoice.error);
  return {
    invoice: invoice.value,
    payments,
    creditNotes: creditNotes.items,
    notes,
    permissions: viewer.permissions,
    isConfirmed: isConfirmed(ctx),
    today: dayOf(deps.clock.now()),
    creditId: deps.ids.next("crn"),
    sent: sent && {
      action: sent.action,
      texts: sent.typed.texts,
      amounts: sent.typed.lists.amounts ?? [],
      errors: formError(sent.error),
    },
  };
}

export default define.page<typeof handler>(function AdminInvoicePage(props) {
  const { invoice, payments } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title={invoice.number}
      breadcrumbs={[{ label: "Invoices", href: "/admin/invoices" }, { label: invoice.number }]}
      actions={<InvoiceActions invoice={invoice} base="/admin" />}
    >
      <Head>
        <title>{`${invoice.number} · Staff · CloudNest`}</title>
      </Head>
      <div class="flex flex-col gap-6">
        <InvoiceFacts invoice={invoice} />
        <InvoiceLines invoice={invoice} />
        <Payments payments={payments} />
        <InvoiceDesk {...props.data} />
      </div>
    </AdminLayout>
  );
});
