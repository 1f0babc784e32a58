/** The prices of an add-on or a panel. */
import { ADDON_PRICES, PricePage } from "@/components/admin/prices/PricePages.tsx";
import { frameOf } from "../../(_lib)/frame.ts";
import { savePrices, showPrices } from "../../(_lib)/price_pages.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  GET: (ctx) => showPrices(ctx, ADDON_PRICES),
  POST: (ctx) => savePrices(ctx, ADDON_PRICES),
});

export default define.page<typeof handler>(function AdminAddonPage(props) {
  return <PricePage frame={frameOf(props)} list={ADDON_PRICES} {...props.data} />;
});
