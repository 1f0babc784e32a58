/**
 * Counters that change in the commit of what they count, so that no number on a page is worked out by walking a
 * collection. `["stats_totals", name]` and `["stats_days", day, name]`, both U64 sums: good for counts, never for
 * money or stock.
 */
import { dayOf } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import type { Tx } from "../shared/kv.ts";

const totalKey = (name: string): Deno.KvKey => ["stats_totals", name];
const dayKey = (day: string, name: string): Deno.KvKey => ["stats_days", day, name];

/** What has a state whose counts staff see. */
export type CountedKind =
  | "orders"
  | "services"
  | "invoices"
  | "proofs"
  | "approvals"
  | "statement_lines"
  | "chain_payments";

/** Adds to a total; `by` may be negative. No check. */
export function stageCount(tx: Tx, name: string, by: number): void {
  tx.count(totalKey(name), by);
}

/** Adds to a total and to its bucket of the present day (UTC). No check. */
export function stageDayCount(tx: Tx, deps: Pick<Deps, "clock">, name: string, by: number): void {
  stageCount(tx, name, by);
  tx.count(dayKey(dayOf(deps.clock.now()), name), by);
}

/**
 * Moves one object from a state to another in the counts; `null` for a new one. Stage it on the commit that checks
 * the object, or the count goes wrong.
 */
export function stageStatusChange(
  tx: Tx,
  change: { kind: CountedKind; from: string | null; to: string | null },
): void {
  if (change.from !== null) stageCount(tx, `${change.kind}.${change.from}`, -1);
  if (change.to !== null) stageCount(tx, `${change.kind}.${change.to}`, 1);
}

/** Totals by name, 0 where nothing was counted yet. */
export function readTotals(kv: Deno.Kv, names: readonly string[]): Promise<number[]> {
  return readCounters(kv, names.map(totalKey));
}

/** One counter's bucket of each of the `days` (`2026-11-22`). */
export function readDays(kv: Deno.Kv, name: string, days: readonly string[]): Promise<number[]> {
  return readCounters(kv, days.map((day) => dayKey(day, name)));
}

async function readCounters(kv: Deno.Kv, keys: Deno.KvKey[]): Promise<number[]> {
  const entries = await Promise.all(keys.map((key) => kv.get<Deno.KvU64>(key)));
  return entries.map(({ value }) => Number(BigInt.asIntN(64, value?.value ?? 0n)));
}
