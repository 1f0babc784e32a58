/** Paying one of the customer's invoices on a chain. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { CryptoPage } from "@/components/crypto/CryptoPage.tsx";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { Button, formatMoney } from "@/components/ui/mod.ts";
import {
  listCryptoAssets,
  listOfInvoice,
  nameTransaction,
  requestQuote,
} from "@/domain/crypto/mod.ts";
import { getInvoice } from "@/domain/invoice/mod.ts";
import { ASSETS } from "@/domain/settings/mod.ts";
import type { Failure, Result } from "@/domain/shared/result.ts";
import { toValidationError } from "@/domain/shared/validation.ts";
import { BROKEN_FORM, formError } from "../../../../(_lib)/actions.ts";
import { seeOther } from "../../../../(_lib)/flash.ts";
import { readForm } from "../../../../(_lib)/forms.ts";
import { frameOf } from "../../../../(_lib)/frame.ts";
import { requireCustomer } from "../../../../(_lib)/guards.ts";
import { formStatus, problem } from "../../../../(_lib)/problems.ts";
import { type Ctx, define } from "../../../../(_lib)/state.ts";

const form = z.discriminatedUnion("action", [
  z.strictObject({
    action: z.literal("quote"),
    asset: z.enum(ASSETS, "Choose what to pay with."),
  }),
  z.strictObject({
    action: z.literal("name"),
    payment: z.string(BROKEN_FORM),
    txid: z.string("Enter the hash of your transaction."),
  }),
]);
const fields = z.strictObject({
  action: z.enum(["quote", "name"], BROKEN_FORM),
  asset: z.string().optional(),
  payment: z.string().optional(),
  txid: z.string().optional(),
});

interface Refused {
  texts: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
}

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, { texts: {}, errors: {} })),
  async POST(ctx) {
    const read = await readForm(ctx, fields);
    const { texts } = read.typed;
    const parsed = read.ok ? form.safeParse(read.value) : null;
    if (!read.ok || !parsed?.success) {
      const error = read.ok ? toValidationError(parsed!.error!) : read.error;
      return page(await load(ctx, { texts, errors: error.fields }), formStatus(error));
    }
    const done = await act(ctx, parsed.data);
    const path = `/dashboard/invoices/${ctx.params.id}/crypto`;
    if (done.ok) return await seeOther(ctx, `${path}#main`, done.value);
    if (done.error.code === "not_found") return problem(done.error);
    const errors = formError(done.error);
    return page(await load(ctx, { texts, errors }), formStatus(done.error));
  },
});

async function act(
  ctx: Ctx,
  input: z.infer<typeof form>,
): Promise<Result<{ tone: "ok"; text: string } | null, Failure>> {
  const { deps, requestId } = ctx.state;
  const actor = requireCustomer(ctx);
  if (input.action === "quote") {
    const { asset } = input;
    const asked = await requestQuote(deps, { actor, invoiceId: ctx.params.id!, asset, requestId });
    return asked.ok ? { ok: true, value: null } : asked;
  }
  const { payment: id, txid } = input;
  const named = await nameTransaction(deps, { actor, id, txid, requestId });
  if (!named.ok) return named;
  const text = "We have the hash of your transaction. Our staff look it up and book it.";
  return { ok: true, value: { tone: "ok", text } };
}

async function load(ctx: Ctx, refused: Refused) {
  const { deps } = ctx.state;
  const viewer = requireCustomer(ctx);
  const invoiceId = ctx.params.id!;
  const [invoice, payments] = await Promise.all([
    getInvoice(deps, { viewer, id: invoiceId }),
    listOfInvoice(deps, { viewer, invoiceId }),
  ]);
  if (!invoice.ok) return problem(invoice.error);
  if (!payments.ok) return problem(payments.error);
  const assets = await listCryptoAssets(deps, { currency: invoice.value.currency });
  return { invoice: invoice.value, payments: payments.value, assets, ...refused };
}

export default define.page<typeof handler>(function CryptoPaymentPage(props) {
  const { invoice, payments, assets, texts, errors } = props.data;
  const path = `/dashboard/invoices/${invoice.id}`;
  const isOpen = invoice.status === "open";
  return (
    <DashboardLayout
      {...frameOf(props)}
      title={isOpen ? "Pay with crypto" : "Crypto payment"}
      description={isOpen
        ? `${formatMoney(invoice.due)} are due on invoice ${invoice.number}.`
        : `Invoice ${invoice.number} isn't open any more: nothing is to be paid.`}
      breadcrumbs={[
        { label: "Invoices", href: "/dashboard/invoices" },
        { label: invoice.number, href: path },
        { label: "Crypto" },
      ]}
      actions={
        <Button href={path} variant="secondary">
          {isOpen ? "Other ways to pay" : "Back to the invoice"}
        </Button>
      }
    >
      <Head>
        <title>{`Pay ${invoice.number} with crypto · CloudNest`}</title>
      </Head>
      <CryptoPage
        path={`${path}/crypto`}
        assets={assets}
        payments={payments}
        isOpen={isOpen}
        errors={errors}
        texts={texts}
      />
    </DashboardLayout>
  );
});
