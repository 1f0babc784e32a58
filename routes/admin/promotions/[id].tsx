/** One promotion: what it is, who used it, its form, and its end. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { ProofGate } from "@/components/admin/ProofGate.tsx";
import { PromotionForm } from "@/components/admin/promotions/PromotionForm.tsx";
import { PromotionFacts, UsesTable } from "@/components/admin/promotions/Promotions.tsx";
import { PromotionSwitch } from "@/components/admin/promotions/PromotionSwitch.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Alert, Disclosure, Pagination } from "@/components/ui/mod.ts";
import {
  changePromotion,
  getPromotion,
  listPromotionUses,
  setPromotionStatus,
} from "@/domain/promotion/mod.ts";
import { formError } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { pageLinks, pageRequestOf } from "../../(_lib)/lists.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import { promotionForm, readPlans, sentForm, type ShownForm } from "../../(_lib)/promotion_form.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../(_lib)/step_up.ts";

const DONE = {
  change: "The promotion is changed, for orders from now on.",
  pause: "The code can't be used until you let it go on.",
  resume: "The code can be used again.",
  end: "The promotion has ended.",
} as const;

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const detour = requireStepUp(ctx);
    if (detour) return detour;
    const { deps, requestId } = ctx.state;
    const read = await readForm(ctx, promotionForm.omit({ code: true }));
    const { typed } = read;
    if (!read.ok) {
      const shown = sentForm(typed, { ...read.error.fields });
      return page(await load(ctx, shown), formStatus(read.error));
    }
    const { action, ...form } = read.value;
    const common = { actor: requireStaff(ctx), id: ctx.params.id!, requestId };
    const what = action === "create" ? "change" : action;
    const done = what === "change"
      ? await changePromotion(deps, { ...common, form })
      : await setPromotionStatus(deps, { ...common, action: what });
    if (done.ok) {
      const path = `/admin/promotions/${ctx.params.id}`;
      return await seeOther(ctx, path, { tone: "ok", text: DONE[what] });
    }
    if (done.error.code === "not_found") return problem(done.error);
    const shown = sentForm(typed, formError(done.error));
    return page(await load(ctx, shown), formStatus(done.error));
  },
});

async function load(ctx: Ctx, sent: ShownForm | null) {
  const { deps } = ctx.state;
  const viewer = requireStaff(ctx);
  const id = ctx.params.id!;
  const [found, uses, plans] = await Promise.all([
    getPromotion(deps, { viewer, id }),
    listPromotionUses(deps, { viewer, id, page: pageRequestOf(ctx.url, "ord") }),
    readPlans(ctx),
  ]);
  if (!found.ok) return problem(found.error);
  const { promotion, form } = found.value;
  const isTyped = sent?.texts.action === "change";
  return {
    promotion,
    plans,
    uses: uses.items,
    links: pageLinks(ctx.url, uses.next),
    form: isTyped ? sent : { ...form, errors: {} },
    general: isTyped ? "" : Object.values(sent?.errors ?? {}).join(" "),
    isConfirmed: isConfirmed(ctx),
  };
}

export default define.page<typeof handler>(function AdminPromotionPage(props) {
  const { promotion, plans, uses, links, form, general, isConfirmed } = props.data;
  const path = `/admin/promotions/${promotion.id}`;
  const hasErrors = Object.keys(form.errors).length > 0;
  const planNames = Object.fromEntries(plans.map(({ slug, name }) => [slug, name]));
  return (
    <AdminLayout
      {...frameOf(props)}
      title={promotion.code}
      description={promotion.name}
      breadcrumbs={[{ label: "Promotions", href: "/admin/promotions" }, { label: promotion.code }]}
    >
      <Head>
        <title>{`${promotion.code} · Promotions · CloudNest`}</title>
      </Head>
      <div class="flex flex-col gap-6">
        {general && <Alert tone="bad" role="alert">{general}</Alert>}
        <PromotionFacts promotion={promotion} planNames={planNames} />
        {promotion.state !== "ended" && (
          <ProofGate isConfirmed={isConfirmed} path={path} what="change this promotion">
            <PromotionSwitch path={path} state={promotion.state} />
            <Disclosure summary="Change what it gives, and to whom" open={hasErrors}>
              <PromotionForm action={path} isNew={false} plans={plans} {...form} />
            </Disclosure>
          </ProofGate>
        )}
        <UsesTable uses={uses} />
        <Pagination {...links} label="orders" />
      </div>
    </AdminLayout>
  );
});
