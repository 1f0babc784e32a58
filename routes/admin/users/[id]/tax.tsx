/** The tax of a customer for staff: what their next invoice bears and why, and their exemption. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { EndExemption, ExemptionFacts, ExemptionForm } from "@/components/admin/ExemptionForm.tsx";
import { type FormState, UNTOUCHED } from "@/components/admin/forms.ts";
import { ProofGate } from "@/components/admin/ProofGate.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Card } from "@/components/ui/mod.ts";
import { getAccountForStaff } from "@/domain/customer/mod.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import {
  customerTax,
  endTaxExemption,
  exemptionState,
  getTaxExemption,
  setTaxExemption,
} from "@/domain/tax/mod.ts";
import { BROKEN_FORM, formError } from "../../../(_lib)/actions.ts";
import { seeOther } from "../../../(_lib)/flash.ts";
import { readForm } from "../../../(_lib)/forms.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { formStatus, problem } from "../../../(_lib)/problems.ts";
import { type Ctx, define } from "../../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../../(_lib)/step_up.ts";

const text = z.string().optional();

/** The use-case checks the fields of `save`. */
const form = z.strictObject({
  action: z.enum(["save", "end"], BROKEN_FORM),
  reason: text,
  certificate: text,
  valid_from: text,
  valid_until: text,
});

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, UNTOUCHED)),
  async POST(ctx) {
    const detour = requireStepUp(ctx);
    if (detour) return detour;
    const { deps, requestId } = ctx.state;
    const read = await readForm(ctx, form);
    const { texts } = read.typed;
    if (!read.ok) {
      return page(await load(ctx, { texts, errors: read.error.fields }), formStatus(read.error));
    }
    const { action, ...fields } = read.value;
    const input = { actor: requireStaff(ctx), accountId: ctx.params.id!, requestId };
    const done = action === "end"
      ? await endTaxExemption(deps, input)
      : await setTaxExemption(deps, { ...input, form: fields });
    if (done.ok) {
      const said = action === "end" ? "The exemption is ended." : "The exemption is saved.";
      const path = `/admin/users/${ctx.params.id}/tax`;
      return await seeOther(ctx, path, { tone: "ok", text: said });
    }
    if (done.error.code === "not_found") return problem(done.error);
    return page(await load(ctx, { texts, errors: formError(done.error) }), formStatus(done.error));
  },
});

async function load(ctx: Ctx, form: FormState) {
  const { deps } = ctx.state;
  const viewer = requireStaff(ctx);
  const accountId = ctx.params.id!;
  const [account, exemption] = await Promise.all([
    getAccountForStaff(deps, { viewer, id: accountId }),
    getTaxExemption(deps, { viewer, accountId }),
  ]);
  if (!account.ok) return problem(account.error);
  if (!exemption.ok) return problem(exemption.error);
  const { explanation } = await customerTax(deps, { customerId: accountId });
  const today = dayOf(deps.clock.now());
  return {
    account: account.value,
    exemption: exemption.value,
    state: exemption.value && exemptionState(exemption.value, today),
    explanation,
    isConfirmed: isConfirmed(ctx),
    form,
  };
}

export default define.page<typeof handler>(function AdminTaxPage(props) {
  const { account, exemption, state, explanation, form } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      width="narrow"
      title={`Tax of ${account.name}`}
      breadcrumbs={[
        { label: "Users", href: "/admin/users" },
        { label: account.name, href: `/admin/users/${account.id}` },
        { label: "Tax" },
      ]}
    >
      <Head>
        <title>{`Tax of ${account.name} · Staff · CloudNest`}</title>
      </Head>
      <div class="flex flex-col gap-6">
        <Card title="The next invoice">
          <p class="text-sm text-ink-soft">{explanation}</p>
        </Card>
        <ExemptionFacts exemption={exemption} state={state} />
        <ProofGate
          isConfirmed={props.data.isConfirmed}
          path={`/admin/users/${account.id}/tax`}
          what="change the tax of this customer"
        >
          <div class="flex flex-col gap-6">
            <ExemptionForm exemption={exemption} form={form} />
            {exemption && <EndExemption />}
          </div>
        </ProofGate>
      </div>
    </AdminLayout>
  );
});
