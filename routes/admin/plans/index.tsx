/** Plans with their prices in every currency. */
import { PLAN_PRICES, PricesPage } from "@/components/admin/prices/PricePages.tsx";
import { frameOf } from "../../(_lib)/frame.ts";
import { listPrices } from "../../(_lib)/price_pages.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({ GET: (ctx) => listPrices(ctx, PLAN_PRICES) });

export default define.page<typeof handler>(function AdminPlansPage(props) {
  return <PricesPage frame={frameOf(props)} list={PLAN_PRICES} {...props.data} />;
});
