/** One payment on a chain: what came, what was asked for, and what staff decide about it. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { ChainFacts, Quotes } from "@/components/admin/chain/ChainFacts.tsx";
import { DecisionCard } from "@/components/admin/chain/DecisionCard.tsx";
import { Sightings } from "@/components/crypto/Sightings.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Alert, formatMoney } from "@/components/ui/mod.ts";
import { bookChainMoney, dismissChainMoney, getChainPayment } from "@/domain/crypto/mod.ts";
import { type Failure, ok, type Result } from "@/domain/shared/result.ts";
import { BROKEN_FORM, formError, proposedText } from "../../../(_lib)/actions.ts";
import { seeOther } from "../../../(_lib)/flash.ts";
import { readForm } from "../../../(_lib)/forms.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { formStatus, problem } from "../../../(_lib)/problems.ts";
import { type Ctx, define } from "../../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../../(_lib)/step_up.ts";

const form = z.strictObject({
  action: z.enum(["book", "dismiss"], BROKEN_FORM),
  key: z.string(BROKEN_FORM),
  amount: z.string().default(""),
  coins: z.string().default(""),
  reason: z.string().default(""),
});

/** A form that was refused: about which entry, and why. */
interface Sent {
  key: string;
  texts: Record<string, string>;
  errors: Record<string, string>;
}

type Flash = { tone: "ok" | "warn"; text: string };

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const read = await readForm(ctx, form);
    const { texts } = read.typed;
    const detour = read.ok && read.value.action === "book" ? requireStepUp(ctx) : null;
    if (detour) return detour;
    const done = read.ok ? await act(ctx, read.value) : read;
    if (done.ok) return await seeOther(ctx, `/admin/payments/chain/${ctx.params.id}`, done.value);
    if (done.error.code === "not_found") return problem(done.error);
    const sent = { key: texts.key ?? "", texts, errors: formError(done.error) };
    return page(await load(ctx, sent), formStatus(done.error));
  },
});

async function act(ctx: Ctx, value: z.infer<typeof form>): Promise<Result<Flash, Failure>> {
  const { deps, requestId } = ctx.state;
  const { action, key, amount, coins, reason } = value;
  const input = { actor: requireStaff(ctx), id: ctx.params.id!, key, requestId };
  if (action === "dismiss") {
    const dismissed = await dismissChainMoney(deps, { ...input, reason });
    return dismissed.ok ? ok<Flash>({ tone: "ok", text: "It is noted." }) : dismissed;
  }
  const booked = await bookChainMoney(deps, { ...input, amount, coins });
  if (!booked.ok) return booked;
  const money = formatMoney(booked.value.amount);
  return booked.value.isProposed
    ? ok<Flash>({ tone: "warn", text: proposedText(money) })
    : ok<Flash>({ tone: "ok", text: `${money} are booked.` });
}

async function load(ctx: Ctx, sent: Sent | null) {
  const viewer = requireStaff(ctx);
  const payment = await getChainPayment(ctx.state.deps, { viewer, id: ctx.params.id! });
  if (!payment.ok) return problem(payment.error);
  const canBook = viewer.permissions.has("payments.record");
  return { payment: payment.value, canBook, isConfirmed: isConfirmed(ctx), sent };
}

export default define.page<typeof handler>(function AdminChainPaymentPage(props) {
  const { payment, canBook, isConfirmed, sent } = props.data;
  const title = `${payment.asset} for ${payment.invoiceNumber}`;
  const isKnown = payment.decisions.some(({ key }) => key === sent?.key);
  return (
    <AdminLayout
      {...frameOf(props)}
      title={title}
      breadcrumbs={[
        { label: "Payments", href: "/admin/payments" },
        { label: "On chains", href: "/admin/payments/chain" },
        { label: payment.invoiceNumber },
      ]}
    >
      <Head>
        <title>{`${title} · Staff · CloudNest`}</title>
      </Head>
      {sent && !isKnown && (
        <Alert tone="bad" role="alert">{Object.values(sent.errors).join(" ")}</Alert>
      )}
      <div class="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <div class="flex min-w-0 flex-col gap-6">
          {payment.decisions.map((decision) => (
            <DecisionCard
              key={decision.key}
              decision={decision}
              currency={payment.due.currency}
              {...{ canBook, isConfirmed }}
              path={`/admin/payments/chain/${payment.id}`}
              form={sent?.key === decision.key ? sent : { texts: {}, errors: {} }}
            />
          ))}
          <ChainFacts payment={payment} />
          <Sightings payment={payment} />
        </div>
        <Quotes quotes={payment.quotes} />
      </div>
    </AdminLayout>
  );
});
