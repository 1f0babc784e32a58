/** The catalogue: what can be ordered, for how much, and how much of it is left. */
export { type Catalog, getCatalog, getStock, priceCurrencies } from "./get_catalog.ts";
export {
  changePrices,
  getPricedView,
  listCurrencies,
  listPriced,
  priceField,
  type PriceForm,
} from "./price_lists.ts";
export { hostnameProblem, normalizeHostname } from "./hostname.ts";
export { monthlyShare, saving } from "./pricing.ts";
export { assess, type Assessment, CYCLE_LABELS, type QuoteOptions } from "./quote.ts";
export { assessOrder, type OrderQuoteOptions, quote } from "./quote_order.ts";
export { seedCatalog } from "./seed_catalog.ts";
export {
  type OutOfStock,
  stageReturnStock,
  stageTakeStock,
  type StockPlace,
} from "./take_stock.ts";
export type {
  AddonView,
  CatalogView,
  Configuration,
  DatacenterView,
  Family,
  OsImageView,
  PanelView,
  PlanSpecs,
  PlanView,
  PricedView,
  PriceListView,
  PriceTable,
  Quote,
  QuoteLine,
  Selection,
} from "./view.ts";
export { FAMILIES } from "./view.ts";
