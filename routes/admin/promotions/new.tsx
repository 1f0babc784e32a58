/** Making a promotion. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { ProofGate } from "@/components/admin/ProofGate.tsx";
import { PromotionForm } from "@/components/admin/promotions/PromotionForm.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { createPromotion } from "@/domain/promotion/mod.ts";
import { formError } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import {
  NEW_PROMOTION,
  promotionForm,
  readPlans,
  sentForm,
  type ShownForm,
} from "../../(_lib)/promotion_form.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../(_lib)/step_up.ts";

const PATH = "/admin/promotions/new";

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, NEW_PROMOTION)),
  async POST(ctx) {
    const detour = requireStepUp(ctx);
    if (detour) return detour;
    const { deps, requestId } = ctx.state;
    const read = await readForm(ctx, promotionForm, { openFields: ["code"] });
    const { typed } = read;
    if (!read.ok) {
      const shown = sentForm(typed, { ...read.error.fields });
      return page(await load(ctx, shown), formStatus(read.error));
    }
    const { action: _, ...form } = read.value;
    const made = await createPromotion(deps, { actor: requireStaff(ctx), form, requestId });
    if (made.ok) {
      const path = `/admin/promotions/${made.value.promotionId}`;
      return await seeOther(ctx, path, { tone: "ok", text: "The promotion is made." });
    }
    if (made.error.code === "not_found") return problem(made.error);
    const shown = sentForm(typed, formError(made.error));
    return page(await load(ctx, shown), formStatus(made.error));
  },
});

async function load(ctx: Ctx, form: ShownForm) {
  return { form, plans: await readPlans(ctx), isConfirmed: isConfirmed(ctx) };
}

export default define.page<typeof handler>(function AdminNewPromotionPage(props) {
  const { form, plans, isConfirmed } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      width="narrow"
      title="New promotion"
      breadcrumbs={[
        { label: "Promotions", href: "/admin/promotions" },
        { label: "New promotion" },
      ]}
    >
      <Head>
        <title>New promotion · Staff · CloudNest</title>
      </Head>
      <ProofGate isConfirmed={isConfirmed} path={PATH} what="make promotions">
        <PromotionForm action={PATH} isNew plans={plans} {...form} />
      </ProofGate>
    </AdminLayout>
  );
});
