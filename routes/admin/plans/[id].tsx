/** The prices of a plan. */
import { PLAN_PRICES, PricePage } from "@/components/admin/prices/PricePages.tsx";
import { frameOf } from "../../(_lib)/frame.ts";
import { savePrices, showPrices } from "../../(_lib)/price_pages.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  GET: (ctx) => showPrices(ctx, PLAN_PRICES),
  POST: (ctx) => savePrices(ctx, PLAN_PRICES),
});

export default define.page<typeof handler>(function AdminPlanPage(props) {
  return <PricePage frame={frameOf(props)} list={PLAN_PRICES} {...props.data} />;
});
