/** What the law has kept of erased accounts goes once its time is over. */
import { eraseApproval } from "@/domain/approval/mod.ts";
import { eraseCreditNotes } from "@/domain/credit_note/mod.ts";
import { eraseChainPayments } from "@/domain/crypto/mod.ts";
import { eraseBuyer } from "@/domain/invoice/mod.ts";
import { eraseReceipt, eraseReceipts } from "@/domain/payment/mod.ts";
import { eraseLine, eraseLinesOf } from "@/domain/statement/mod.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { eraseBooking, isBookingId } from "@/domain/wallet/mod.ts";
import { dropRetained, overdueInvoices } from "./erasure_repo.ts";

/**
 * Erases the buyers and references of invoices, what is known of whoever paid into wallets or got something out of them,
 * and what staff had to decide about it, once their last day is over; how many. One that can't be read stays for the next run and keeps none of the others.
 */
export async function endRetention(deps: Deps): Promise<number> {
  let count = 0;
  for await (const { until, invoiceId } of overdueInvoices(deps.kv, dayOf(deps.clock.now()))) {
    try {
      if (isId("stl", invoiceId)) await eraseLine(deps, invoiceId);
      else if (isId("pay", invoiceId)) await eraseReceipt(deps, invoiceId);
      else if (isId("apr", invoiceId)) await eraseApproval(deps, invoiceId);
      else if (isBookingId(invoiceId)) await eraseBooking(deps, invoiceId);
      else await eraseInvoice(deps, invoiceId);
      await dropRetained(deps.kv, until, invoiceId);
      count++;
    } catch (error) {
      deps.log.error("retention.failed", { invoice: invoiceId, error });
    }
  }
  if (count > 0) deps.log.info("retention.ended", { invoices: count });
  return count;
}

async function eraseInvoice(deps: Deps, invoiceId: string): Promise<void> {
  await eraseBuyer(deps, invoiceId);
  await eraseCreditNotes(deps, invoiceId);
  await eraseReceipts(deps, invoiceId);
  await eraseChainPayments(deps, invoiceId);
  await eraseLinesOf(deps, invoiceId);
}
