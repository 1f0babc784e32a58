/** One of the customer's invoices: how to pay it, the proof of payment, and the invoice itself. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { getInvoice, type InvoiceView } from "@/domain/invoice/mod.ts";
import {
  admitProof,
  listPayments,
  listProofs,
  MAX_PROOF_BYTES,
  MAX_PROOFS,
  type PaymentView,
  type ProofView,
  submitProof,
} from "@/domain/payment/mod.ts";
import type { Failure, ValidationError } from "@/domain/shared/result.ts";
import { DownloadIcon } from "@/components/icons.tsx";
import { InvoiceDocument } from "@/components/billing/InvoiceDocument.tsx";
import { PayCard } from "@/components/billing/PayCard.tsx";
import { PaymentState } from "@/components/billing/PaymentState.tsx";
import { PaymentList, ProofForm, ProofList } from "@/components/billing/ProofForm.tsx";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { Button } from "@/components/ui/mod.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { nothingTyped, readForm, type Typed } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireCustomer } from "../../(_lib)/guards.ts";
import { formStatus, problem, retryAfterOf, waitText } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";

/** The largest file and the texts around it. */
const MAX_FORM_BYTES = MAX_PROOF_BYTES + 64 * 1024;
/** Each takes up to five times its size until it is stored. */
const FILES_AT_ONCE = 6;

const form = z.strictObject({
  file: z.file("Choose the file with your proof of payment.").optional(),
  reference: z.string().default(""),
  note: z.string().default(""),
});

interface Data {
  invoice: InvoiceView;
  proofs: ProofView[];
  payments: PaymentView[];
  typed: Typed;
  errors: Readonly<Record<string, string>>;
}

export const handler = define.handlers({
  async GET(ctx) {
    return page<Data>({ ...await load(ctx), typed: nothingTyped(), errors: {} });
  },
  async POST(ctx) {
    const { deps } = ctx.state;
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

async function receive(ctx: Ctx) {
  const { deps, requestId } = ctx.state;
  const read = await readForm(ctx, form, { maxBytes: MAX_FORM_BYTES });
  if (!read.ok) return await refuse(ctx, read.typed, read.error);
  const actor = requireCustomer(ctx);
  const invoiceId = ctx.params.id!;
  const { file = null, reference, note } = read.value;
  const submitted = await submitProof(deps, { actor, invoiceId, file, reference, note, requestId });
  if (!submitted.ok) return await refuse(ctx, read.typed, submitted.error);
  // With a place of its own: browsers keep the place of the form, which is further down.
  return await seeOther(ctx, `/dashboard/invoices/${invoiceId}#main`, {
    tone: "ok",
    text: "Your proof of payment is here. We look at it and tell you by mail.",
  });
}

async function load(ctx: Ctx): Promise<Pick<Data, "invoice" | "proofs" | "payments">> {
  const { deps } = ctx.state;
  const viewer = requireCustomer(ctx);
  const invoiceId = ctx.params.id!;
  const [invoice, proofs, payments] = await Promise.all([
    getInvoice(deps, { viewer, id: invoiceId }),
    listProofs(deps, { viewer, invoiceId }),
    listPayments(deps, { viewer, invoiceId }),
  ]);
  return invoice.ok ? { invoice: invoice.value, proofs, payments } : problem(invoice.error);
}

async function refuse(ctx: Ctx, typed: Typed, error: Failure) {
  const data = await load(ctx);
  const errors = error.code === "validation"
    ? (error as ValidationError).fields
    : { "": busyText(error) };
  return page<Data>({ ...data, typed, errors }, formStatus(error));
}

function busyText(error: Failure): string {
  const wait = retryAfterOf(error);
  return wait === null
    ? "We are busy right now. Try again in a moment."
    : `That were many files within an hour. Try again in ${waitText(wait)}.`;
}

export default define.page<typeof handler>(function InvoicePage(props) {
  const { invoice, proofs, payments, typed, errors } = props.data;
  const path = `/dashboard/invoices/${invoice.id}`;
  const isOpen = invoice.status === "open";
  const canUpload = isOpen && proofs.length < MAX_PROOFS || Object.keys(errors).length > 0;
  return (
    <DashboardLayout
      {...frameOf(props)}
      title={`Invoice ${invoice.number}`}
      breadcrumbs={[
        { label: "Invoices", href: "/dashboard/invoices" },
        { label: invoice.number },
      ]}
      actions={
        <span class="flex flex-wrap gap-2 print:hidden">
          <Button href={`${path}/pdf`} icon={DownloadIcon} variant="secondary">PDF</Button>
          {invoice.status === "paid" && (
            <Button href={`${path}/pdf?kind=receipt`} icon={DownloadIcon} variant="secondary">
              Receipt
            </Button>
          )}
          {invoice.orderId && (
            <Button href={`/dashboard/orders/${invoice.orderId}`} variant="secondary">
              See the order
            </Button>
          )}
        </span>
      }
    >
      <Head>
        <title>{`Invoice ${invoice.number} · CloudNest`}</title>
      </Head>
      <div class="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <div
          class={isOpen
            ? "flex min-w-0 flex-col gap-6 print:order-last"
            : "flex min-w-0 flex-col gap-6 lg:order-2 print:hidden"}
        >
          <div class="empty:hidden print:hidden">
            <PaymentState invoice={invoice} proofs={proofs} />
          </div>
          {invoice.instructions && (
            <PayCard invoice={invoice} instructions={invoice.instructions} />
          )}
          <div class="flex min-w-0 flex-col gap-6 print:hidden">
            {canUpload && (
              <ProofForm action={`${path}#proof`} errors={errors} typed={typed.texts} />
            )}
            {proofs.length > 0 && (
              <ProofList
                proofs={proofs}
                href={(id) =>
                  `/dashboard/proofs/${id}`}
              />
            )}
            {payments.length > 0 && <PaymentList payments={payments} />}
          </div>
        </div>
        <InvoiceDocument invoice={invoice} />
      </div>
    </DashboardLayout>
  );
});
