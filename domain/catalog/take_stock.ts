/** Stock moves within the commit of an order: taken when it is placed, given back when it comes to nothing. */
import type { Deps } from "../shared/deps.ts";
import type { Tx } from "../shared/kv.ts";
import { fail, ok, type Result } from "../shared/result.ts";
import { stageStockChange } from "./repo.ts";

/** Nothing is left of this plan in this data center. */
export interface OutOfStock {
  readonly code: "out_of_stock";
}

/** A plan in a data center. */
export interface StockPlace {
  planId: string;
  datacenterId: string;
}

/** Takes one; one check. */
export async function stageTakeStock(
  tx: Tx,
  _deps: Deps,
  place: StockPlace,
): Promise<Result<void, OutOfStock>> {
  return await stageStockChange(tx, place, -1) ? ok(undefined) : fail({ code: "out_of_stock" });
}

/** Gives one back; one check. */
export async function stageReturnStock(tx: Tx, _deps: Deps, place: StockPlace): Promise<void> {
  await stageStockChange(tx, place, 1);
}
