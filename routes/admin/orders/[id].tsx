/** One order: its proofs, the payment, the machine, or its end. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { OrderPage } from "@/components/admin/OrderPage.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { formatMoney } from "@/components/ui/mod.ts";
import { type AuditSubject, listHistory } from "@/domain/audit/mod.ts";
import { getInvoice } from "@/domain/invoice/mod.ts";
import { cancelOrder, getOrder, type StaffOrderView } from "@/domain/order/mod.ts";
import {
  type BookedReceipt,
  listPayments,
  listProofs,
  type ProposedPayment,
  rejectProof,
  submitPayment,
} from "@/domain/payment/mod.ts";
import { activateService } from "@/domain/provisioning/mod.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Failure, Result } from "@/domain/shared/result.ts";
import { BROKEN_FORM, formError, proposedText, type SentForm } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../(_lib)/step_up.ts";

const text = z.string().optional();

/** The fields of all four forms; each use-case takes its own and refuses the others'. */
const form = z.strictObject({
  action: z.enum(["record_payment", "reject_proof", "activate", "cancel"], BROKEN_FORM),
  amount: text,
  currency: text,
  method: text,
  reference: text,
  received_on: text,
  accept_difference: text,
  proof_id: text,
  reason: text,
  ip: text,
  hostname: text,
  username: text,
  password: text,
  port: text,
  panel_url: text,
  notes: text,
});

type Form = z.output<typeof form>;

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const read = await readForm(ctx, form);
    if (!read.ok) {
      const sent = { action: read.typed.texts.action ?? "", typed: read.typed, error: read.error };
      return page(await load(ctx, sent), formStatus(read.error));
    }
    const { action } = read.value;
    const detour = action === "record_payment" ? requireStepUp(ctx) : null;
    if (detour) return detour;
    const done = await act(ctx, read.value);
    if (done.ok) return await seeOther(ctx, `/admin/orders/${ctx.params.id}`, done.value);
    if (done.error.code === "not_found") return problem(done.error);
    const sent = { action, typed: read.typed, error: done.error };
    return page(await load(ctx, sent), formStatus(done.error));
  },
});

async function act(
  ctx: Ctx,
  { action, ...fields }: Form,
): Promise<Result<{ tone: "ok" | "warn"; text: string }, Failure>> {
  const { deps, requestId } = ctx.state;
  const actor = requireStaff(ctx);
  const id = ctx.params.id!;
  const order = await getOrder(deps, { viewer: actor, id });
  if (!order.ok) return order;
  const { invoiceId } = order.value;
  const ok = (text: string, tone: "ok" | "warn" = "ok") => ({
    ok: true as const,
    value: { tone, text },
  });
  switch (action) {
    case "record_payment": {
      const paid = await submitPayment(deps, { actor, invoiceId, form: fields, requestId });
      return paid.ok ? ok(...outcomeText(paid.value)) : paid;
    }
    case "reject_proof": {
      const { proof_id: proofId = "", reason = "" } = fields;
      const rejected = await rejectProof(deps, { actor, invoiceId, proofId, reason, requestId });
      return rejected.ok ? ok("The proof is rejected, and the customer gets a mail.") : rejected;
    }
    case "activate": {
      const active = await activateService(deps, { actor, orderId: id, form: fields, requestId });
      return active.ok ? ok("The service is active, and the customer gets a mail.") : active;
    }
    case "cancel": {
      const { reason = "" } = fields;
      const cancelled = await cancelOrder(deps, { actor, id, reason, requestId });
      return cancelled.ok ? ok("The order is cancelled, and the customer gets a mail.") : cancelled;
    }
  }
}

function outcomeText(paid: BookedReceipt | ProposedPayment): [string, "ok" | "warn"] {
  const received = formatMoney(paid.received);
  switch (paid.outcome) {
    case "proposed":
      return [proposedText(received), "warn"];
    case "settled":
      return [`${received} recorded. The invoice is paid: set up the machine next.`, "ok"];
    case "overpaid":
      return [`${received} recorded. The invoice is paid; the rest is in the wallet.`, "ok"];
    case "underpaid":
      return [`${received} recorded. ${formatMoney(paid.due)} are still due.`, "warn"];
    case "credited":
      return [`${received} recorded as credit: the invoice can't be paid any more.`, "warn"];
  }
}

async function load(ctx: Ctx, sent: SentForm | null) {
  const { deps } = ctx.state;
  const viewer = requireStaff(ctx);
  const order = await getOrder(deps, { viewer, id: ctx.params.id! });
  if (!order.ok) return problem(order.error);
  const { invoiceId } = order.value;
  const [invoice, proofs, payments, audit] = await Promise.all([
    getInvoice(deps, { viewer, id: invoiceId }),
    listProofs(deps, { viewer, invoiceId }),
    listPayments(deps, { viewer, invoiceId }),
    listHistory(deps, { viewer, subjects: subjectsOf(order.value) }),
  ]);
  return {
    order: order.value,
    invoice: invoice.ok ? invoice.value : null,
    proofs,
    payments,
    events: audit.ok ? audit.value : null,
    permissions: viewer.permissions,
    isConfirmed: isConfirmed(ctx),
    today: dayOf(deps.clock.now()),
    sent: sent && { ...sent, errors: formError(sent.error) },
  };
}

/** The records whose events make the history of an order. */
function subjectsOf({ id, invoiceId, serviceId }: StaffOrderView): AuditSubject[] {
  const service = serviceId === null ? [] : [{ kind: "service", id: serviceId }];
  return [{ kind: "order", id }, { kind: "invoice", id: invoiceId }, ...service];
}

export default define.page<typeof handler>(function AdminOrderPage(props) {
  const { order } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title={`Order ${order.number}`}
      breadcrumbs={[{ label: "Orders", href: "/admin/orders" }, { label: order.number }]}
    >
      <Head>
        <title>{`Order ${order.number} · Staff · CloudNest`}</title>
      </Head>
      <OrderPage {...props.data} />
    </AdminLayout>
  );
});
