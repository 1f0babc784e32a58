/** One of the customer's invoices: how to pay it, the proof of payment, and the invoice itself. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { InvoiceActions } from "@/components/billing/InvoiceActions.tsx";
import { InvoiceDocument } from "@/components/billing/InvoiceDocument.tsx";
import { PaymentColumn, type SentInvoiceForm } from "@/components/billing/PaymentColumn.tsx";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { getPromise } from "@/domain/billing/mod.ts";
import { listCryptoAssets } from "@/domain/crypto/mod.ts";
import { getInvoice } from "@/domain/invoice/mod.ts";
import { getWalletBalance } from "@/domain/ledger/mod.ts";
import { admitProof, listPayments, listProofs, MAX_PROOF_BYTES } from "@/domain/payment/mod.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Failure } from "@/domain/shared/result.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { nothingTyped, readForm, type Typed } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireCustomer } from "../../(_lib)/guards.ts";
import { paymentAction, paymentForm, refusedPayment } from "../../(_lib)/payment_actions.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";

/** The largest file and the texts around it. */
const MAX_FORM_BYTES = MAX_PROOF_BYTES + 64 * 1024;
const MAX_TEXT_BYTES = 64 * 1024;
/** Each takes up to five times its size until it is stored. */
const FILES_AT_ONCE = 6;

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const { deps } = ctx.state;
    // A form without a file is small: it is read at once.
    if (!isMultipart(ctx)) return await receive(ctx);
    const actor = requireCustomer(ctx);
    const admitted = await admitProof(deps, { actor, invoiceId: ctx.params.id! });
    if (!admitted.ok) return await refuse(ctx, nothingTyped(), admitted.error);
    // Files are held in memory while they are read and checked: one of an account, and a few of all.
    return await deps.lanes.run(
      `proofs:${actor.id}`,
      () => deps.lanes.share("proofs", FILES_AT_ONCE, () => receive(ctx)),
    );
  },
});

function isMultipart({ req }: Ctx): boolean {
  return /^multipart\//i.test(req.headers.get("content-type") ?? "");
}

async function receive(ctx: Ctx) {
  const maxBytes = isMultipart(ctx) ? MAX_FORM_BYTES : MAX_TEXT_BYTES;
  const read = await readForm(ctx, paymentForm, { maxBytes });
  if (!read.ok) return await refuse(ctx, read.typed, read.error);
  const done = await paymentAction(ctx, read.value);
  if (!done.ok) return await refuse(ctx, read.typed, done.error);
  // With a place of its own: browsers keep the place of the form, which is further down.
  const path = `/dashboard/invoices/${ctx.params.id}#main`;
  return await seeOther(ctx, path, { tone: "ok", text: done.value });
}

/** To whom the invoice doesn't exist, `load()` says so. */
async function refuse(ctx: Ctx, typed: Typed, error: Failure) {
  return page(await load(ctx, refusedPayment(typed, error)), formStatus(error));
}

async function load(ctx: Ctx, sent: SentInvoiceForm | null) {
  const { deps } = ctx.state;
  const viewer = requireCustomer(ctx);
  const invoiceId = ctx.params.id!;
  const [invoice, proofs, payments, promise] = await Promise.all([
    getInvoice(deps, { viewer, id: invoiceId }),
    listProofs(deps, { viewer, invoiceId }),
    listPayments(deps, { viewer, invoiceId }),
    getPromise(deps, { viewer, invoiceId }),
  ]);
  if (!invoice.ok) return problem(invoice.error);
  const { currency } = invoice.value;
  const [balance, assets] = await Promise.all([
    getWalletBalance(deps, { accountId: viewer.id, currency }),
    listCryptoAssets(deps, { currency }),
  ]);
  const isOverdue = invoice.value.dueOn < dayOf(deps.clock.now());
  return { invoice: invoice.value, isOverdue, proofs, payments, balance, assets, promise, sent };
}

export default define.page<typeof handler>(function InvoicePage(props) {
  const { invoice } = props.data;
  return (
    <DashboardLayout
      {...frameOf(props)}
      title={`Invoice ${invoice.number}`}
      breadcrumbs={[
        { label: "Invoices", href: "/dashboard/invoices" },
        { label: invoice.number },
      ]}
      actions={<InvoiceActions invoice={invoice} base="/dashboard" />}
    >
      <Head>
        <title>{`Invoice ${invoice.number} · CloudNest`}</title>
      </Head>
      <div class="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <PaymentColumn {...props.data} />
        <InvoiceDocument invoice={invoice} />
      </div>
    </DashboardLayout>
  );
});
