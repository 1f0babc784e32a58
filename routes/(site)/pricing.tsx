/** All prices, by billing cycle. */
import { page } from "fresh";
import { cycleFrom } from "@/components/catalog/cycles.ts";
import { PageMeta } from "@/components/catalog/PageMeta.tsx";
import { PricingPage } from "@/components/catalog/PricingPage.tsx";
import { getCatalog } from "@/domain/catalog/mod.ts";
import { visitorTax } from "@/domain/tax/mod.ts";
import { define } from "../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const [catalog, { rule: tax }] = await Promise.all([getCatalog(deps), visitorTax(deps)]);
    return page({
      url: `${deps.config.appUrl}/pricing`,
      catalog,
      tax,
      cycle: cycleFrom(ctx.url.searchParams.get("cycle")),
    });
  },
});

export default define.page<typeof handler>(function Pricing({ data }) {
  return (
    <>
      <PageMeta
        title="Prices for every plan and term | CloudNest"
        description="Monthly, quarterly, semi-annual and annual prices of all plans, control panels and add-ons, with what each longer term saves."
        url={data.url}
      />
      <PricingPage catalog={data.catalog} cycle={data.cycle} tax={data.tax} />
    </>
  );
});
