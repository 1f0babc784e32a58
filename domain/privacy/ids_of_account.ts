/** The ids of what belongs to an account, of which the log speaks: orders, invoices, services, proofs. */
import { listInvoices } from "@/domain/invoice/mod.ts";
import { listOrders } from "@/domain/order/mod.ts";
import { listProofs } from "@/domain/payment/mod.ts";
import { listServices } from "@/domain/service/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Page, PageRequest } from "@/domain/shared/kv.ts";

/** All of them, with the account's own. */
export async function idsOfAccount(deps: Deps, accountId: string): Promise<Set<string>> {
  const viewer: CustomerActor = { kind: "customer", id: accountId };
  const ids = new Set([accountId]);
  await addAll(ids, (page) => listOrders(deps, { viewer, page }));
  await addAll(ids, (page) => listServices(deps, { viewer, page }));
  const invoices = new Set<string>();
  await addAll(invoices, (page) => listInvoices(deps, { viewer, page }));
  for (const invoiceId of invoices) {
    ids.add(invoiceId);
    for (const { id } of await listProofs(deps, { viewer, invoiceId })) ids.add(id);
  }
  return ids;
}

async function addAll(
  ids: Set<string>,
  read: (page: PageRequest) => Promise<Page<{ id: string }>>,
): Promise<void> {
  let after: string | null = null;
  do {
    const page: Page<{ id: string }> = await read({ limit: 100, ...(after && { after }) });
    for (const { id } of page.items) ids.add(id);
    after = page.next;
  } while (after !== null);
}
