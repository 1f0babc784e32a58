/** The ids of what belongs to an account, of which the log speaks: orders, invoices, services, proofs. */
import { creditProposalsOf, listCreditNotes } from "@/domain/credit_note/mod.ts";
import { listInvoices } from "@/domain/invoice/mod.ts";
import { listOrders } from "@/domain/order/mod.ts";
import { listProofs } from "@/domain/payment/mod.ts";
import { listServices } from "@/domain/service/mod.ts";
import { bookingsOf } from "@/domain/wallet/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { each, idsOf } from "./walk.ts";

/** All of them, with the account's own. */
export async function idsOfAccount(deps: Deps, accountId: string): Promise<Set<string>> {
  const viewer: CustomerActor = { kind: "customer", id: accountId };
  const invoices = () => idsOf((page) => listInvoices(deps, { viewer, page }));
  const ids = new Set([accountId]);
  for (
    const pages of [
      idsOf((page) => listOrders(deps, { viewer, page })),
      idsOf((page) => listServices(deps, { viewer, page })),
      invoices(),
      idsOf((page) => listCreditNotes(deps, { viewer, page })),
    ]
  ) {
    for await (const page of pages) page.forEach((id) => ids.add(id));
  }
  const proofs = each(invoices(), (invoiceId) => listProofs(deps, { viewer, invoiceId }));
  for await (const { id } of proofs) ids.add(id);
  const proposals = each(
    invoices(),
    (invoiceId) => Array.fromAsync(creditProposalsOf(deps, invoiceId)),
  );
  for await (const { approvalId } of proposals) ids.add(approvalId);
  for await (const { id, approvalId } of bookingsOf(deps, accountId)) {
    ids.add(id);
    if (approvalId !== null) ids.add(approvalId);
  }
  return ids;
}
