/** What a paid invoice sets going, by what it was issued for, on the commit that pays it. */
import { stageChangePaid } from "@/domain/change/mod.ts";
import type { Invoice, InvoiceKind } from "@/domain/invoice/mod.ts";
import { serviceOrderOf, stageOrderPaid } from "@/domain/order/mod.ts";
import { stageService } from "@/domain/service/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";

/** What an invoice's payment is for: an `order` without the id of one can't be. */
export function fulfilmentOf(invoice: Pick<Invoice, "kind" | "orderId">): InvoiceKind {
  if (invoice.kind === "order" && invoice.orderId === null) {
    throw new Error("an order's invoice without its order");
  }
  return invoice.kind;
}

/** Stages what follows once `invoice` is paid; one check. The id of the service that an order gets, else `null`. */
export async function stageFulfilment(
  tx: Tx,
  deps: Deps,
  invoice: Invoice,
): Promise<string | null> {
  switch (fulfilmentOf(invoice)) {
    case "order":
      return await stageOrder(tx, deps, invoice.orderId!);
    case "change":
      await stageChangePaid(tx, deps, invoice);
      return null;
    case "renewal":
    case "merged":
    case "top_up":
    case "manual":
      return null;
  }
}

async function stageOrder(tx: Tx, deps: Deps, orderId: string): Promise<string> {
  const serviceId = deps.ids.next("svc");
  const at = deps.clock.now();
  const paid = await stageOrderPaid(tx, deps, { orderId, serviceId, at });
  if (!paid.ok) throw new Error(`order ${orderId} can't be paid: ${paid.error.code}`);
  stageService(tx, deps, { id: serviceId, order: serviceOrderOf(paid.value), at });
  return serviceId;
}
