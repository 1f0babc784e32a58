/** All prices, by billing cycle. */
import { page } from "fresh";
import { cycleFrom } from "@/components/catalog/cycles.ts";
import { PageMeta } from "@/components/catalog/PageMeta.tsx";
import { PricingPage } from "@/components/catalog/PricingPage.tsx";
import { getCatalog, priceCurrencies } from "@/domain/catalog/mod.ts";
import { visitorTax } from "@/domain/tax/mod.ts";
import { define } from "../(_lib)/state.ts";
import { readCurrency } from "../(_lib)/wizard.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const currency = await readCurrency(ctx, ctx.url.searchParams.get("currency") ?? "");
    const [catalog, currencies, { rule: tax }] = await Promise.all([
      getCatalog(deps, { currency }),
      priceCurrencies(deps),
      visitorTax(deps),
    ]);
    return page({
      url: `${deps.config.appUrl}/pricing`,
      catalog,
      tax,
      currencies,
      currency,
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
      <PricingPage {...data} />
    </>
  );
});
