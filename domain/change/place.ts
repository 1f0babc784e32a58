/** Where a service's place in stock is: newer services say so themselves, older ones by their order. */
import { readOrder } from "@/domain/order/mod.ts";
import type { Service } from "@/domain/service/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";

/** A plan in a data center, by id. */
export interface Place {
  planId: string;
  datacenterId: string;
}

/** The place; `null` where the order is gone. */
export async function placeOf(
  deps: Pick<Deps, "kv">,
  { planId, datacenterId, orderId }: Service,
): Promise<Place | null> {
  if (planId !== null && datacenterId !== null) return { planId, datacenterId };
  const order = await readOrder(deps.kv, orderId);
  return order && { planId: order.planId, datacenterId: order.datacenterId };
}
