/** The ids of what belongs to an account, of which the log speaks: orders, invoices, services, proofs, bookings. */
import { listCreditNotes } from "@/domain/credit_note/mod.ts";
import { chainPaymentIds } from "@/domain/crypto/mod.ts";
import { listInvoices } from "@/domain/invoice/mod.ts";
import { listOrders } from "@/domain/order/mod.ts";
import { listProofs } from "@/domain/payment/mod.ts";
import { listServices } from "@/domain/service/mod.ts";
import { bookingsOf } from "@/domain/wallet/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { approvalsOf } from "./approvals_of.ts";
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
  const chainPayments = each(invoices(), (invoiceId) => chainPaymentIds(deps.kv, invoiceId));
  for await (const id of chainPayments) ids.add(id);
  for await (const { id } of bookingsOf(deps, accountId)) ids.add(id);
  for await (const { id, subjectId } of approvalsOf(deps, accountId)) ids.add(id).add(subjectId);
  return ids;
}
