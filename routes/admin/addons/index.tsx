/** Add-ons and panels with their prices in every currency. */
import { ADDON_PRICES, PricesPage } from "@/components/admin/prices/PricePages.tsx";
import { frameOf } from "../../(_lib)/frame.ts";
import { listPrices } from "../../(_lib)/price_pages.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({ GET: (ctx) => listPrices(ctx, ADDON_PRICES) });

export default define.page<typeof handler>(function AdminAddonsPage(props) {
  return <PricesPage frame={frameOf(props)} list={ADDON_PRICES} {...props.data} />;
});
