/** One of the customer's invoices: how to pay it, the proof of payment, and the invoice itself. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { getPromise, promisePayment, type PromiseView } from "@/domain/billing/mod.ts";
import { type CryptoAssetView, listCryptoAssets } from "@/domain/crypto/mod.ts";
import { getInvoice, type InvoiceView } from "@/domain/invoice/mod.ts";
import {
  admitProof,
  listPayments,
  listProofs,
  MAX_PROOF_BYTES,
  payFromWallet,
  type PaymentView,
  type ProofView,
  submitProof,
} from "@/domain/payment/mod.ts";
import { getWalletBalance } from "@/domain/ledger/mod.ts";
import type { Money } from "@/domain/shared/money.ts";
import { type Failure, ok, type Result, type ValidationError } from "@/domain/shared/result.ts";
import { DownloadIcon } from "@/components/icons.tsx";
import { InvoiceDocument } from "@/components/billing/InvoiceDocument.tsx";
import { PaymentColumn, type SentInvoiceForm } from "@/components/billing/PaymentColumn.tsx";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { Button, formatMoney } from "@/components/ui/mod.ts";
import { BROKEN_FORM, formError } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { nothingTyped, readForm, type Typed } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireCustomer } from "../../(_lib)/guards.ts";
import { formStatus, problem, retryAfterOf, waitText } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";

/** The largest file and the texts around it. */
const MAX_FORM_BYTES = MAX_PROOF_BYTES + 64 * 1024;
const MAX_TEXT_BYTES = 64 * 1024;
/** Each takes up to five times its size until it is stored. */
const FILES_AT_ONCE = 6;

/** The fields of all forms: paying from the wallet and promising have an action, a proof has a file. */
const form = z.strictObject({
  action: z.enum(["pay_from_wallet", "promise"], BROKEN_FORM).optional(),
  amount: z.string().default(""),
  pay_on: z.string().default(""),
  file: z.file("Choose the file with your proof of payment.").optional(),
  reference: z.string().default(""),
  note: z.string().default(""),
});

interface Data {
  invoice: InvoiceView;
  proofs: ProofView[];
  payments: PaymentView[];
  /** In the customer's wallet, in the currency of the invoice. */
  balance: Money;
  assets: CryptoAssetView[];
  promise: PromiseView | null;
  sent: SentInvoiceForm | null;
}

export const handler = define.handlers({
  async GET(ctx) {
    return page<Data>({ ...await load(ctx), sent: null });
  },
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
  const read = await readForm(ctx, form, { maxBytes });
  if (!read.ok) return await refuse(ctx, read.typed, read.error);
  const { action, amount, pay_on, ...proof } = read.value;
  const done = action === "pay_from_wallet"
    ? await payWithWallet(ctx, amount)
    : action === "promise"
    ? await promise(ctx, pay_on)
    : await uploadProof(ctx, proof);
  if (!done.ok) return await refuse(ctx, read.typed, done.error);
  // With a place of its own: browsers keep the place of the form, which is further down.
  const path = `/dashboard/invoices/${ctx.params.id}#main`;
  return await seeOther(ctx, path, { tone: "ok", text: done.value });
}

async function uploadProof(
  ctx: Ctx,
  { file, ...texts }: { file?: File | undefined; reference: string; note: string },
): Promise<Result<string, Failure>> {
  const { deps, requestId } = ctx.state;
  const input = { actor: requireCustomer(ctx), invoiceId: ctx.params.id!, requestId };
  const submitted = await submitProof(deps, { ...input, ...texts, file: file ?? null });
  return submitted.ok
    ? ok("Your proof of payment is here. We look at it and tell you by mail.")
    : submitted;
}

async function payWithWallet(ctx: Ctx, amount: string): Promise<Result<string, Failure>> {
  const { deps, requestId } = ctx.state;
  const input = { actor: requireCustomer(ctx), invoiceId: ctx.params.id!, requestId };
  const paid = await payFromWallet(deps, { ...input, amount });
  if (!paid.ok) return paid;
  const { due } = paid.value;
  const rest = due.minor === 0 ? "The invoice is paid." : `${formatMoney(due)} are still due.`;
  return ok(`${formatMoney(paid.value.paid)} paid from your wallet. ${rest}`);
}

async function promise(ctx: Ctx, payOn: string): Promise<Result<string, Failure>> {
  const { deps, requestId } = ctx.state;
  const input = { actor: requireCustomer(ctx), invoiceId: ctx.params.id!, requestId };
  const promised = await promisePayment(deps, { ...input, payOn });
  return promised.ok ? ok(`Thank you. We wait until ${payOn}.`) : promised;
}

async function load(ctx: Ctx): Promise<Omit<Data, "sent">> {
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
    listCryptoAssets(deps),
  ]);
  return { invoice: invoice.value, proofs, payments, balance, assets, promise };
}

/** To whom the invoice doesn't exist, `load()` says so. */
async function refuse(ctx: Ctx, { texts }: Typed, error: Failure) {
  const name = texts.action === "pay_from_wallet"
    ? "wallet"
    : texts.action === "promise"
    ? "promise"
    : "proof";
  const data = await load(ctx);
  const errors = name === "proof" ? proofErrors(error) : formError(error);
  const sent: SentInvoiceForm = { name, texts, errors };
  return page<Data>({ ...data, sent }, formStatus(error));
}

function proofErrors(error: Failure): Readonly<Record<string, string>> {
  if (error.code === "validation") return (error as ValidationError).fields;
  const wait = retryAfterOf(error);
  return {
    "": wait === null
      ? "We are busy right now. Try again in a moment."
      : `That were many files within an hour. Try again in ${waitText(wait)}.`,
  };
}

export default define.page<typeof handler>(function InvoicePage(props) {
  const { invoice } = props.data;
  const path = `/dashboard/invoices/${invoice.id}`;
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
          <Button href={`${path}/explain`} variant="secondary">Explain</Button>
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
        <PaymentColumn {...props.data} />
        <InvoiceDocument invoice={invoice} />
      </div>
    </DashboardLayout>
  );
});
