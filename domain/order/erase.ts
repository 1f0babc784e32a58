/** Takes a person out of their orders: what was ordered, when and for how much stays. */
import { ERASED, type ErasedPart, type ErasePart } from "../shared/erasing.ts";
import type { Deps } from "../shared/deps.ts";
import { pageIds, transact } from "../shared/kv.ts";
import { ok, unwrap } from "../shared/result.ts";
import { getOrderRecord, stageErasedOrder } from "./repo.ts";

/** Erases the next part of a customer's orders, with the indexes that they are found by; their ids. */
export async function eraseOrders(
  deps: Pick<Deps, "kv" | "lanes">,
  { accountId, after }: ErasePart,
): Promise<ErasedPart & { ids: string[] }> {
  const request = { limit: 100, ...(after !== null && { after }) };
  const page = await pageIds(deps.kv, ["orders_by_customer", accountId], request);
  let changed = 0;
  for (const id of page.items) {
    const isChanged = unwrap(
      await transact(deps, async (tx) => {
        const order = await getOrderRecord(tx, id);
        if (!order || order.customerName === ERASED) return ok(false);
        stageErasedOrder(tx, order, {
          ...order,
          customerName: ERASED,
          customerEmail: "",
          hostname: ERASED,
          closeReason: order.closeReason && ERASED,
        });
        return ok(true);
      }),
    );
    if (isChanged) changed++;
  }
  return { changed, next: page.next, ids: page.items };
}
