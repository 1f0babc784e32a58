/** The page of the dedicated plans. */
import { page } from "fresh";
import { cycleFrom } from "@/components/catalog/cycles.ts";
import { FamilyPage } from "@/components/catalog/FamilyPage.tsx";
import { PageMeta } from "@/components/catalog/PageMeta.tsx";
import { DEDICATED } from "@/components/catalog/family_texts.ts";
import { getCatalog } from "@/domain/catalog/mod.ts";
import { define } from "../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { plans } = await getCatalog(ctx.state.deps);
    return page({
      url: `${ctx.state.deps.config.appUrl}/dedicated`,
      plans: plans.filter((plan) => plan.family === "dedicated"),
      cycle: cycleFrom(ctx.url.searchParams.get("cycle")),
    });
  },
});

export default define.page<typeof handler>(function DedicatedPlans({ data }) {
  return (
    <>
      <PageMeta title={DEDICATED.pageTitle} description={DEDICATED.description} url={data.url} />
      <FamilyPage plans={data.plans} cycle={data.cycle} texts={DEDICATED} />
    </>
  );
});
