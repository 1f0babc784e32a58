/** One approval: what was proposed, and the decision about it. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { APPROVAL_LABELS, ApprovalFacts, DecideForm } from "@/components/admin/Approvals.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { decideApproval, getApproval } from "@/domain/approval/mod.ts";
import { APPROVAL_EFFECTS } from "../../(_lib)/approvals.ts";
import { BROKEN_FORM, formError } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../(_lib)/step_up.ts";

const form = z.strictObject({
  action: z.enum(["approve", "reject"], BROKEN_FORM),
  note: z.string().default(""),
});

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, { texts: {}, errors: {} })),
  async POST(ctx) {
    const detour = requireStepUp(ctx);
    if (detour) return detour;
    const { deps, requestId } = ctx.state;
    const id = ctx.params.id!;
    const read = await readForm(ctx, form);
    const { texts } = read.typed;
    if (!read.ok) {
      return page(await load(ctx, { texts, errors: read.error.fields }), formStatus(read.error));
    }
    const { action: decision, note } = read.value;
    const input = { actor: requireStaff(ctx), id, decision, note, requestId };
    const decided = await decideApproval(deps, { ...input, effects: APPROVAL_EFFECTS });
    if (!decided.ok) {
      if (decided.error.code === "not_found") return problem(decided.error);
      const errors = formError(decided.error);
      return page(await load(ctx, { texts, errors }), formStatus(decided.error));
    }
    const text = decision === "approve" ? "Approved and booked." : "Rejected: nothing is booked.";
    return await seeOther(ctx, `/admin/approvals/${id}`, { tone: "ok", text });
  },
});

async function load(
  ctx: Ctx,
  form: { texts: Record<string, string>; errors: Record<string, string> },
) {
  const viewer = requireStaff(ctx);
  const approval = await getApproval(ctx.state.deps, { viewer, id: ctx.params.id! });
  if (!approval.ok) return problem(approval.error);
  const { proposedBy, customerId } = approval.value;
  return {
    approval: approval.value,
    isOwn: [proposedBy, customerId].includes(viewer.id),
    isConfirmed: isConfirmed(ctx),
    form,
  };
}

export default define.page<typeof handler>(function AdminApprovalPage(props) {
  const label = APPROVAL_LABELS[props.data.approval.kind];
  return (
    <AdminLayout
      {...frameOf(props)}
      title={label}
      breadcrumbs={[{ label: "Approvals", href: "/admin/approvals" }, { label }]}
    >
      <Head>
        <title>{`${label} · Approvals · CloudNest`}</title>
      </Head>
      <div class="flex flex-col gap-6">
        <ApprovalFacts approval={props.data.approval} />
        <DecideForm {...props.data} />
      </div>
    </AdminLayout>
  );
});
