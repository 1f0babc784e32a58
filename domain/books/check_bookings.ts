/** The audit of what moves wallets: payments, credit notes, adjustments and refunds are in the ledger as they say. */
import { type CreditNote, creditNotesAfter } from "@/domain/credit_note/mod.ts";
import { creditIds } from "@/domain/invoice/mod.ts";
import { readTransfersById, type Step, type Transfer, walletAccount } from "@/domain/ledger/mod.ts";
import { type Payment, paymentsAfter, receiptTransferId } from "@/domain/payment/mod.ts";
import type { Walked } from "@/domain/shared/walk_records.ts";
import {
  type Adjustment,
  adjustmentsAfter,
  adjustmentTransferId,
  readAdjustments,
  readRefunds,
  type Refund,
  refundsAfter,
  refundTransferId,
} from "@/domain/wallet/mod.ts";
import { type BooksAudit, findings, lasting, note, type ProblemKind } from "./audit.ts";
import { auditNumbersOf } from "./check_numbers.ts";

/** Records that a step looks at. */
const BATCH = 100;

/** Audits the next payments after an id: each has brought its money into the wallet. */
export function auditPayments(audit: BooksAudit, after: string): Promise<Step> {
  return walk(audit, after, {
    read: paymentsAfter,
    countAs: "paymentCount",
    idsOf: ({ id }) => [receiptTransferId(id)],
    check: (payment, transfers) => {
      const receipt = transfers.get(receiptTransferId(payment.id));
      if (!receipt) return Promise.resolve(["missing_receipt"]);
      return Promise.resolve(isOf(receipt, payment, "credit") ? [] : ["wrong_receipt"]);
    },
  });
}

/** Audits the next credit notes after an id: what they gave back is in the wallet, and their numbers lead to them. */
export function auditCreditNotes(audit: BooksAudit, after: string): Promise<Step> {
  const idsOf = ({ id }: CreditNote) => [creditIds.revenue(id), creditIds.tax(id)];
  return walk(audit, after, {
    read: creditNotesAfter,
    countAs: "creditNoteCount",
    idsOf,
    checkAll: (creditNotes) => auditNumbersOf(audit, creditNotes),
    check: (creditNote, transfers) => {
      const { customerId, currency, returned } = creditNote;
      const wallet = walletAccount(customerId, currency);
      const credited = idsOf(creditNote).flatMap((id) => transfers.get(id) ?? [])
        .filter(({ creditAccount }) => creditAccount === wallet)
        .reduce((sum, { amount }) => sum + amount.minor, 0);
      return Promise.resolve(credited === returned.minor ? [] : ["booked_otherwise"]);
    },
  });
}

/** Audits the next adjustments after an id: booked ones have their transfer, others have none. */
export function auditAdjustments(audit: BooksAudit, after: string): Promise<Step> {
  return walk(audit, after, {
    read: adjustmentsAfter,
    countAs: "bookingCount",
    idsOf: ({ id }) => [adjustmentTransferId(id)],
    check: (adjustment, transfers) =>
      lasting(adjustment, {
        read: async () => (await readAdjustments(audit.kv, [adjustment.id]))[0] ?? null,
        check: (each) =>
          checkBooked(audit, each, {
            transferId: adjustmentTransferId(each.id),
            direction: each.direction,
            known: transfers,
          }),
      }),
  });
}

/** Audits the next refunds after an id, in the same way. */
export function auditRefunds(audit: BooksAudit, after: string): Promise<Step> {
  return walk(audit, after, {
    read: refundsAfter,
    countAs: "bookingCount",
    idsOf: ({ id }) => [refundTransferId(id)],
    check: (refund, transfers) =>
      lasting(refund, {
        read: async () => (await readRefunds(audit.kv, [refund.id]))[0] ?? null,
        check: (each) =>
          checkBooked(audit, each, {
            transferId: refundTransferId(each.id),
            direction: "debit",
            known: transfers,
          }),
      }),
  });
}

interface Walk<T> {
  read: (kv: Deno.Kv, request: { after: string; limit: number }) => Promise<Walked<T>[]>;
  countAs: "paymentCount" | "creditNoteCount" | "bookingCount";
  /** Transfers that a record may have. */
  idsOf: (record: T) => string[];
  check: (record: T, transfers: ReadonlyMap<string, Transfer>) => Promise<ProblemKind[]>;
  /** What is looked at for all of them at once. */
  checkAll?: (records: readonly T[]) => Promise<void>;
}

async function walk<T extends { id: string }>(
  audit: BooksAudit,
  after: string,
  { read, countAs, idsOf, check, checkAll }: Walk<T>,
): Promise<Step> {
  const batch = await read(audit.kv, { after, limit: BATCH });
  const records = batch.flatMap(({ record }) => record ?? []);
  const transfers = await readTransfersById(audit, records.flatMap(idsOf));
  await checkAll?.(records);
  for (const { id, record } of batch) {
    audit.report[countAs]++;
    const isReadable = record?.id === id;
    const kinds = isReadable
      ? await findings(() => check(record, transfers))
      : ["unreadable_record" as const];
    for (const kind of kinds) note(audit, kind, id);
  }
  return { next: batch.length < BATCH ? null : batch.at(-1)!.id, records: batch.length };
}

/** A booking was read before its transfer: one that seems to lack it, or to have it too early, is looked at again. */
async function checkBooked(
  audit: BooksAudit,
  booking: Adjustment | Refund,
  { transferId, direction, known }: {
    transferId: string;
    direction: "credit" | "debit";
    known: ReadonlyMap<string, Transfer>;
  },
): Promise<ProblemKind[]> {
  const isBooked = booking.status === "booked";
  const transfer = known.get(transferId) ??
    (isBooked ? (await readTransfersById(audit, [transferId])).get(transferId) : undefined);
  if (!transfer) return isBooked ? ["not_booked"] : [];
  return isBooked && isOf(transfer, booking, direction) ? [] : ["booked_otherwise"];
}

function isOf(
  transfer: Transfer,
  { customerId, amount }: Pick<Payment, "customerId" | "amount">,
  direction: "credit" | "debit",
): boolean {
  const { debitAccount, creditAccount } = transfer;
  return transfer.amount.minor === amount.minor && transfer.amount.currency === amount.currency &&
    (direction === "credit" ? creditAccount : debitAccount) ===
      walletAccount(customerId, amount.currency);
}
