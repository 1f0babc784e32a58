/** Fills an empty catalogue, once, in one commit. */
import type { Deps } from "../shared/deps.ts";
import type { IdPrefix } from "../shared/ids.ts";
import { transact, type Tx } from "../shared/kv.ts";
import { type Conflict, ok, type Result } from "../shared/result.ts";
import {
  addonSchema,
  type CatalogRecords,
  datacenterSchema,
  osImageSchema,
  panelSchema,
  planSchema,
} from "./model.ts";
import { stageFirstRecords, stageFirstStock } from "./repo.ts";
import { PLAN_SEEDS } from "./seed_plans.ts";
import { ADDON_SEEDS, DATACENTER_SEEDS, OS_IMAGE_SEEDS, PANEL_SEEDS } from "./seed_platforms.ts";
import type { Seed } from "./seed_terms.ts";

/**
 * Writes the first plans, data centers, images, panels, add-ons and stock. Does nothing where there is a catalogue,
 * also when several processes start at once.
 *
 * @returns whether it was this call that wrote them.
 */
export function seedCatalog(deps: Deps): Promise<Result<{ isSeeded: boolean }, Conflict>> {
  return transact(deps, async (tx) => {
    const records: CatalogRecords = {
      plans: PLAN_SEEDS.map((seed, at) => planSchema.parse(record(deps, "pln", seed.plan, at))),
      datacenters: DATACENTER_SEEDS.map((seed, at) =>
        datacenterSchema.parse(record(deps, "dc", seed, at))
      ),
      osImages: OS_IMAGE_SEEDS.map((seed, at) =>
        osImageSchema.parse(record(deps, "img", seed, at))
      ),
      panels: PANEL_SEEDS.map((seed, at) => panelSchema.parse(record(deps, "pan", seed, at))),
      addons: ADDON_SEEDS.map((seed, at) => addonSchema.parse(record(deps, "add", seed, at))),
    };
    const isSeeded = await stageFirstRecords(tx, records, deps.ids.token(9));
    if (isSeeded) stageStocks(tx, records);
    return ok({ isSeeded });
  });
}

function record<T>(deps: Deps, prefix: IdPrefix, seed: Seed<T>, position: number): unknown {
  return { ...seed, schemaVersion: 1, id: deps.ids.next(prefix), isActive: true, position };
}

function stageStocks(tx: Tx, records: CatalogRecords): void {
  PLAN_SEEDS.forEach(({ stock }, at) => {
    for (const datacenter of records.datacenters) {
      const count = stock[datacenter.slug];
      if (count === undefined) continue;
      stageFirstStock(tx, { planId: records.plans[at]!.id, datacenterId: datacenter.id }, count);
    }
  });
}
