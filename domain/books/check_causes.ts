/**
 * Why money moved: every transfer names the record that caused it, and that record says the same. What credits a wallet is a
 * confirmed payment, a credit note, what an invoice gives back, or an adjustment that was approved where it had to be. A
 * transfer is written with its cause, so whoever has read the one finds the other.
 */
import { type Approval, readApprovals } from "@/domain/approval/mod.ts";
import { type CreditNote, readCreditNotes } from "@/domain/credit_note/mod.ts";
import { creditIds, type Invoice, readInvoices, settlementIds } from "@/domain/invoice/mod.ts";
import { type Transfer, walletAccount } from "@/domain/ledger/mod.ts";
import { type Payment, readPayments, receiptTransferId } from "@/domain/payment/mod.ts";
import {
  type Adjustment,
  adjustmentTransferId,
  readAdjustments,
  readRefunds,
  type Refund,
  refundTransferId,
} from "@/domain/wallet/mod.ts";
import { type BooksAudit, note, type ProblemKind, readable, type ReadDeps } from "./audit.ts";

/** Records by their ids. */
interface Causes {
  payments: ReadonlyMap<string, Payment>;
  invoices: ReadonlyMap<string, Invoice>;
  creditNotes: ReadonlyMap<string, CreditNote>;
  adjustments: ReadonlyMap<string, Adjustment>;
  refunds: ReadonlyMap<string, Refund>;
  approvals: ReadonlyMap<string, Approval>;
}

/** Audits the causes of some transfers. */
export async function auditCauses(
  audit: BooksAudit,
  transfers: readonly Transfer[],
): Promise<void> {
  const causes = await readCauses(audit, transfers);
  for (const transfer of transfers) {
    const kind = problemOf(transfer, causes);
    if (kind) note(audit, kind, transfer.id);
  }
}

async function readCauses({ kv }: ReadDeps, transfers: readonly Transfer[]): Promise<Causes> {
  const named = (link: string) => [...new Set(transfers.flatMap(({ links }) => links[link] ?? []))];
  const [payments, invoices, creditNotes, adjustments, refunds] = await Promise.all([
    readable(named("paymentId"), (ids) => readPayments(kv, ids)),
    readable(named("invoiceId"), (ids) => readInvoices(kv, ids)),
    readable(named("creditNoteId"), (ids) => readCreditNotes(kv, ids)),
    readable(named("adjustmentId"), (ids) => readAdjustments(kv, ids)),
    readable(named("refundId"), (ids) => readRefunds(kv, ids)),
  ]);
  const asked = [...adjustments, ...refunds].flatMap(({ approvalId }) => approvalId ?? []);
  const approvals = await readable(asked, (ids) => readApprovals(kv, ids));
  return {
    payments: byId(payments),
    invoices: byId(invoices),
    creditNotes: byId(creditNotes),
    adjustments: byId(adjustments),
    refunds: byId(refunds),
    approvals: byId(approvals),
  };
}

function byId<T extends { id: string }>(records: readonly T[]): Map<string, T> {
  return new Map(records.map((record) => [record.id, record]));
}

/** What is wrong with a transfer's cause; `null` if nothing is. */
function problemOf(transfer: Transfer, causes: Causes): ProblemKind | null {
  const { code, links } = transfer;
  switch (code) {
    case "receipt": {
      const payment = causes.payments.get(links.paymentId ?? "");
      if (!payment) return "no_cause";
      const isSame = transfer.id === receiptTransferId(payment.id) && hasAmount(transfer, payment);
      return isSame && credits(transfer, payment) ? null : "wrong_cause";
    }
    case "settlement":
    case "tax":
    case "release": {
      const invoice = causes.invoices.get(links.invoiceId ?? "");
      if (!invoice) return "no_cause";
      const moves = code === "release" ? credits : debits;
      const isOne = idsOf(invoice, code).includes(transfer.id);
      return isOne && moves(transfer, invoice) ? null : "wrong_cause";
    }
    case "credit_note": {
      const creditNote = causes.creditNotes.get(links.creditNoteId ?? "");
      if (!creditNote) return "no_cause";
      const { id } = creditNote;
      const isOne = transfer.id === creditIds.revenue(id) || transfer.id === creditIds.tax(id);
      const touches = transfer.creditEntry !== null || transfer.debitEntry !== null;
      return isOne && (!touches || credits(transfer, creditNote)) ? null : "wrong_cause";
    }
    case "adjustment": {
      const adjustment = causes.adjustments.get(links.adjustmentId ?? "");
      if (!adjustment) return "no_cause";
      const moves = adjustment.direction === "credit" ? credits : debits;
      const isIts = transfer.id === adjustmentTransferId(adjustment.id);
      if (!isIts || !moves(transfer, adjustment)) return "wrong_cause";
      return problemOfBooking(transfer, adjustment, causes);
    }
    case "refund": {
      const refund = causes.refunds.get(links.refundId ?? "");
      if (!refund) return "no_cause";
      const isIts = transfer.id === refundTransferId(refund.id);
      if (!isIts || !debits(transfer, refund)) return "wrong_cause";
      return problemOfBooking(transfer, refund, causes);
    }
  }
}

/** What staff booked was of that amount, and approved by somebody else where it was proposed. */
function problemOfBooking(
  transfer: Transfer,
  booking: Adjustment | Refund,
  { approvals }: Causes,
): ProblemKind | null {
  if (booking.status !== "booked" || !hasAmount(transfer, booking)) return "wrong_cause";
  if (booking.approvalId === null) return null;
  const approval = approvals.get(booking.approvalId);
  const isApproved = approval?.status === "approved" && approval.decidedBy !== null &&
    approval.decidedBy !== approval.proposedBy;
  return isApproved ? null : "not_approved";
}

function idsOf({ id, settlementCount }: Invoice, code: "settlement" | "tax" | "release"): string[] {
  if (code === "release") return [settlementIds.releasedRevenue(id), settlementIds.releasedTax(id)];
  const idOf = code === "settlement" ? settlementIds.revenue : settlementIds.tax;
  return Array.from({ length: settlementCount }, (_, index) => idOf(id, index + 1));
}

function hasAmount({ amount }: Transfer, cause: { amount: Transfer["amount"] }): boolean {
  return amount.minor === cause.amount.minor && amount.currency === cause.amount.currency;
}

function credits(transfer: Transfer, { customerId }: { customerId: string }): boolean {
  return transfer.creditAccount === walletAccount(customerId, transfer.amount.currency);
}

function debits(transfer: Transfer, { customerId }: { customerId: string }): boolean {
  return transfer.debitAccount === walletAccount(customerId, transfer.amount.currency);
}
