/**
 * Reads of the catalogue. One small read finds its revision; the rest comes from this process's memory while the
 * revision is the same. The memory hangs on the KV handle and is only ever an exact copy.
 */
import type { Deps } from "../shared/deps.ts";
import type { CatalogRecords, Plan } from "./model.ts";
import { readRecords, readRevision, readStocks } from "./repo.ts";
import type { CatalogView, PlanView } from "./view.ts";

/** The catalogue as `getCatalog()` returns it. */
export type Catalog = CatalogView;

const memory = new WeakMap<Deno.Kv, { revision: string; catalog: Promise<Catalog> }>();

/** Everything that can be ordered now, in the order of display. Don't change what it returns: it is shared. */
export async function getCatalog(deps: Pick<Deps, "kv">): Promise<Catalog> {
  const revision = await readRevision(deps.kv) ?? "";
  const known = memory.get(deps.kv);
  if (known?.revision === revision) return known.catalog;
  const catalog = readRecords(deps.kv).then(toView);
  memory.set(deps.kv, { revision, catalog });
  catalog.catch(() => memory.delete(deps.kv));
  return catalog;
}

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

function withoutInternals<T extends { schemaVersion: 1; isActive: boolean; position: number }>(
  record: T,
): Omit<T, "schemaVersion" | "isActive" | "position"> {
  const { schemaVersion: _version, isActive: _isActive, position: _position, ...view } = record;
  return view;
}
