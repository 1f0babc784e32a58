/**
 * The catalogue in KV. Invariants: a slug belongs to one record; stock is never below zero; every commit that
 * changes a record changes the revision, so that a cached catalogue is used only while it is exact.
 *
 * `["catalog_plans" | "catalog_datacenters" | "catalog_os_images" | "catalog_panels" | "catalog_addons", id]` record
 * `["catalog_ids_by_slug", kind, slug]` id · `["catalog_revisions", "current"]` text · `["stocks", planId,
 * datacenterId]` count
 */
import type { z } from "zod";
import type { Tx } from "../shared/kv.ts";
import {
  type Addon,
  addonSchema,
  type CatalogRecords,
  datacenterSchema,
  osImageSchema,
  type Panel,
  panelSchema,
  type Plan,
  planSchema,
  stockSchema,
} from "./model.ts";

const KINDS = {
  plans: { prefix: "catalog_plans", schema: planSchema },
  datacenters: { prefix: "catalog_datacenters", schema: datacenterSchema },
  osImages: { prefix: "catalog_os_images", schema: osImageSchema },
  panels: { prefix: "catalog_panels", schema: panelSchema },
  addons: { prefix: "catalog_addons", schema: addonSchema },
} as const;

/** The kinds of records. */
export type Kind = keyof typeof KINDS;

/** The kinds that have prices. */
export type PricedKind = "plans" | "panels" | "addons";
const REVISION_KEY = ["catalog_revisions", "current"];

const stockKey = (planId: string, datacenterId: string) => ["stocks", planId, datacenterId];

/** The name of the catalogue's present state; `null` before it is seeded. */
export async function readRevision(kv: Deno.Kv): Promise<string | null> {
  return (await kv.get<string>(REVISION_KEY)).value;
}

/** Every record, by position. */
export async function readRecords(kv: Deno.Kv): Promise<CatalogRecords> {
  const [plans, datacenters, osImages, panels, addons] = await Promise.all([
    readKind(kv, "plans", planSchema),
    readKind(kv, "datacenters", datacenterSchema),
    readKind(kv, "osImages", osImageSchema),
    readKind(kv, "panels", panelSchema),
    readKind(kv, "addons", addonSchema),
  ]);
  return { plans, datacenters, osImages, panels, addons };
}

/**
 * Writes a whole catalogue where there is none yet, under one check on the revision.
 *
 * @returns false if there is a catalogue: nothing is staged then.
 */
export async function stageFirstRecords(
  tx: Tx,
  records: CatalogRecords,
  revision: string,
): Promise<boolean> {
  if (await tx.get<string>(REVISION_KEY) !== null) return false;
  tx.set(REVISION_KEY, revision);
  for (const kind of Object.keys(KINDS) as Kind[]) {
    for (const record of records[kind]) {
      tx.set([KINDS[kind].prefix, record.id], record);
      tx.set(["catalog_ids_by_slug", KINDS[kind].prefix, record.slug], record.id);
    }
  }
  return true;
}

/** Sets a stock count, without a check: for the seed. */
export function stageFirstStock(
  tx: Tx,
  place: { planId: string; datacenterId: string },
  count: number,
): void {
  tx.set(stockKey(place.planId, place.datacenterId), { schemaVersion: 1, count });
}

/** Stock of a plan by data center id. */
export async function readStocks(kv: Deno.Kv, planId: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for await (const entry of kv.list({ prefix: ["stocks", planId] }, { limit: 100 })) {
    counts.set(String(entry.key.at(-1)), stockSchema.parse(entry.value).count);
  }
  return counts;
}

/**
 * Adds to a stock under its check; `by` may be negative.
 *
 * @returns false if it would fall below zero: nothing is staged then.
 */
export async function stageStockChange(
  tx: Tx,
  place: { planId: string; datacenterId: string },
  by: number,
): Promise<boolean> {
  const key = stockKey(place.planId, place.datacenterId);
  const stored = await tx.get(key);
  const count = (stored === null ? 0 : stockSchema.parse(stored).count) + by;
  if (count < 0) return false;
  tx.set(key, { schemaVersion: 1, count });
  return true;
}

async function readKind<S extends z.ZodType<{ position: number }>>(
  kv: Deno.Kv,
  kind: Kind,
  schema: S,
): Promise<Array<z.infer<S>>> {
  const records: Array<z.infer<S>> = [];
  for await (const entry of kv.list({ prefix: [KINDS[kind].prefix] })) {
    records.push(schema.parse(entry.value));
  }
  return records.sort((a, b) => a.position - b.position);
}

/** A record that has prices, under check; `null` if there is none. */
export async function getPriced<K extends PricedKind>(
  tx: Tx,
  kind: K,
  id: string,
): Promise<CatalogRecords[K][number] | null> {
  const { prefix, schema } = KINDS[kind];
  const stored = await tx.get([prefix, id]);
  return stored === null ? null : schema.parse(stored) as CatalogRecords[K][number];
}

/** Writes a record that `getPriced()` read, under a new name of the catalogue's state. */
export function setPriced(
  tx: Tx,
  input: { kind: PricedKind; record: Plan | Panel | Addon; revision: string },
): void {
  const { kind, record, revision } = input;
  tx.set([KINDS[kind].prefix, record.id], KINDS[kind].schema.parse(record));
  tx.set(REVISION_KEY, revision);
}
