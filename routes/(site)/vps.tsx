/** The page of the vps plans. */
import { page } from "fresh";
import { cycleFrom } from "@/components/catalog/cycles.ts";
import { FamilyPage } from "@/components/catalog/FamilyPage.tsx";
import { PageMeta } from "@/components/catalog/PageMeta.tsx";
import { VPS } from "@/components/catalog/family_texts.ts";
import { getCatalog } from "@/domain/catalog/mod.ts";
import { visitorTax } from "@/domain/tax/mod.ts";
import { define } from "../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const [{ plans }, { rule: tax }] = await Promise.all([getCatalog(deps), visitorTax(deps)]);
    return page({
      url: `${deps.config.appUrl}/vps`,
      plans: plans.filter((plan) => plan.family === "vps"),
      tax,
      cycle: cycleFrom(ctx.url.searchParams.get("cycle")),
    });
  },
});

export default define.page<typeof handler>(function VpsPlans({ data }) {
  return (
    <>
      <PageMeta title={VPS.pageTitle} description={VPS.description} url={data.url} />
      <FamilyPage plans={data.plans} cycle={data.cycle} tax={data.tax} texts={VPS} />
    </>
  );
});
