/** A customer's open invoices, to be put together into one. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { MergeForm } from "@/components/admin/MergeForm.tsx";
import { ProofGate } from "@/components/admin/ProofGate.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { getAccountForStaff } from "@/domain/customer/mod.ts";
import { listInvoicesForStaff } from "@/domain/invoice/mod.ts";
import {
  mergeInvoices,
  type NotMergeable,
  type NotMergeableReason,
} from "@/domain/invoice_desk/mod.ts";
import type { Failure } from "@/domain/shared/result.ts";
import { formError } from "../../../(_lib)/actions.ts";
import { seeOther } from "../../../(_lib)/flash.ts";
import { readForm } from "../../../(_lib)/forms.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { formStatus, problem } from "../../../(_lib)/problems.ts";
import { type Ctx, define } from "../../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../../(_lib)/step_up.ts";

const form = z.strictObject({ invoices: z.array(z.string()).default([]) });

const MERGEABLE = new Set(["renewal", "manual", "merged"]);

const REASONS: Readonly<Record<NotMergeableReason, string>> = {
  not_open: "isn't open any more.",
  kind: "is for an order, a change or a top-up.",
  begun: "was paid or credited in part.",
  warned: "is one for which a service is about to end.",
  differs: "is of another currency or tax than the first.",
};

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, { chosen: [], errors: {} })),
  async POST(ctx) {
    const detour = requireStepUp(ctx);
    if (detour) return detour;
    const { deps, requestId } = ctx.state;
    const read = await readForm(ctx, form);
    const chosen = read.typed.lists.invoices ?? [];
    if (!read.ok) return await refuse(ctx, chosen, read.error);
    const actor = requireStaff(ctx);
    const merged = await mergeInvoices(deps, { actor, invoiceIds: chosen, requestId });
    if (!merged.ok) return await refuse(ctx, chosen, merged.error);
    const text = "They are one invoice now. The customer gets a mail.";
    const path = `/admin/invoices/${merged.value.invoiceId}`;
    return await seeOther(ctx, path, { tone: "ok", text });
  },
});

async function refuse(ctx: Ctx, chosen: readonly string[], error: Failure) {
  if (error.code === "not_found") return problem(error);
  return page(await load(ctx, { chosen, errors: errorsOf(error) }), formStatus(error));
}

function errorsOf(error: Failure): Record<string, string> {
  if (error.code !== "not_mergeable") return formError(error);
  const { number, why } = error as NotMergeable;
  return { invoices: `${number} ${REASONS[why]}` };
}

async function load(
  ctx: Ctx,
  sent: { chosen: readonly string[]; errors: Readonly<Record<string, string>> },
) {
  const { deps } = ctx.state;
  const viewer = requireStaff(ctx);
  const customerId = ctx.params.id!;
  const account = await getAccountForStaff(deps, { viewer, id: customerId });
  if (!account.ok) return problem(account.error);
  const open = await listInvoicesForStaff(deps, {
    viewer,
    customerId,
    status: "open",
    page: { limit: 100 },
  });
  const invoices = open.items.filter(({ kind }) => MERGEABLE.has(kind));
  return { account: account.value, invoices, isConfirmed: isConfirmed(ctx), ...sent };
}

export default define.page<typeof handler>(function AdminMergePage(props) {
  const { account } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      width="narrow"
      title="Merge invoices"
      breadcrumbs={[
        { label: "Users", href: "/admin/users" },
        { label: account.name, href: `/admin/users/${account.id}` },
        { label: "Merge invoices" },
      ]}
    >
      <Head>
        <title>{`Merge invoices of ${account.name} · Staff · CloudNest`}</title>
      </Head>
      <ProofGate
        isConfirmed={props.data.isConfirmed}
        path={`/admin/users/${account.id}/merge`}
        what="merge invoices"
      >
        <MergeForm {...props.data} />
      </ProofGate>
    </AdminLayout>
  );
});
