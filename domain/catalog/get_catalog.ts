/**
 * Reads of the catalogue. One small read finds its revision; the rest comes from this process's memory while the
 * revision is the same. The memory hangs on the KV handle and is only ever an exact copy.
 */
import type { Deps } from "../shared/deps.ts";
import { CYCLES } from "../shared/period.ts";
import type { CatalogRecords, Plan } from "./model.ts";
import { readRecords, readRevision, readStocks } from "./repo.ts";
import type { CatalogView, PlanView, PriceTable } from "./view.ts";

/** The catalogue as `getCatalog()` returns it. */
export type Catalog = CatalogView;

interface Known {
  revision: string;
  records: Promise<CatalogRecords>;
  /** By currency, `""` for that of the house. */
  catalogs: Map<string, Promise<Catalog>>;
}

const memory = new WeakMap<Deno.Kv, Known>();

/**
 * Everything that can be ordered now, in the order of display, at the house's prices or those of another currency: what has
 * no price in it can't be ordered. Don't change what it returns: it is shared.
 */
export async function getCatalog(
  deps: Pick<Deps, "kv">,
  { currency = "" }: { currency?: string } = {},
): Promise<Catalog> {
  const known = await recall(deps.kv);
  const remembered = known.catalogs.get(currency);
  if (remembered) return remembered;
  const catalog = known.records.then((records) => toView(inCurrency(records, currency)));
  known.catalogs.set(currency, catalog);
  return catalog;
}

/** The currencies that plans have prices in: that of the house first, the others by name. */
export async function priceCurrencies(deps: Pick<Deps, "kv">): Promise<string[]> {
  const { plans } = await (await recall(deps.kv)).records;
  const active = plans.filter(({ isActive }) => isActive);
  const house = active[0]?.setupFee.currency;
  const others = new Set(active.flatMap(({ priceLists }) => Object.keys(priceLists)));
  return house === undefined ? [] : [house, ...[...others].filter((each) => each !== house).sort()];
}

async function recall(kv: Deno.Kv): Promise<Known> {
  const revision = await readRevision(kv) ?? "";
  const known = memory.get(kv);
  if (known?.revision === revision) return known;
  const fresh: Known = { revision, records: readRecords(kv), catalogs: new Map() };
  memory.set(kv, fresh);
  fresh.records.catch(() => memory.delete(kv));
  return fresh;
}

/** The records with the prices of a currency in the place of the house's; plans without any are left out. */
function inCurrency(records: CatalogRecords, currency: string): CatalogRecords {
  const house = records.plans[0]?.setupFee.currency;
  if (currency === "" || currency === house) return records;
  const priced = <T extends { prices: PriceTable; priceLists: Record<string, PriceTable> }>(
    record: T,
  ): T => {
    const isListed = Object.hasOwn(record.priceLists, currency);
    return { ...record, prices: isListed ? record.priceLists[currency]! : NO_PRICES };
  };
  return {
    ...records,
    plans: records.plans.flatMap((plan) => {
      const list = Object.hasOwn(plan.priceLists, currency) ? plan.priceLists[currency] : undefined;
      return list ? [{ ...plan, ...list }] : [];
    }),
    panels: records.panels.map(priced),
    addons: records.addons.map(priced),
  };
}

const NO_PRICES = Object.fromEntries(CYCLES.map((cycle) => [cycle, null])) as PriceTable;

/** What is left of a plan by data center slug, for the places where it is offered; 0 where it is sold out. */
export async function getStock(
  deps: Pick<Deps, "kv">,
  planSlug: string,
): Promise<Record<string, number>> {
  const catalog = await getCatalog(deps);
  const plan = catalog.plans.find((known) => known.slug === planSlug);
  if (!plan) return {};
  const counts = await readStocks(deps.kv, plan.id);
  return Object.fromEntries(
    catalog.datacenters
      .filter((datacenter) => plan.datacenters.includes(datacenter.slug))
      .map((datacenter) => [datacenter.slug, counts.get(datacenter.id) ?? 0]),
  );
}

function toView(records: CatalogRecords): Catalog {
  return {
    plans: records.plans.filter((each) => each.isActive).map(toPlanView),
    datacenters: records.datacenters.filter((each) => each.isActive).map(withoutInternals),
    osImages: records.osImages.filter((each) => each.isActive).map(withoutInternals),
    panels: records.panels.filter((each) => each.isActive).map(withoutInternals),
    addons: records.addons.filter((each) => each.isActive).map(withoutInternals),
  };
}

function toPlanView(plan: Plan): PlanView {
  return withoutInternals(plan);
}

type Internals = "schemaVersion" | "isActive" | "position" | "priceLists";

function withoutInternals<
  T extends { schemaVersion: 1; isActive: boolean; position: number; priceLists?: object },
>(record: T): Omit<T, Internals> {
  const {
    schemaVersion: _,
    isActive: _isActive,
    position: _position,
    priceLists: _lists,
    ...view
  } = record;
  return view;
}
