/** The walks of an audit, one after the other, each in steps of a bounded number of records. */
import {
  auditStrays,
  auditSums,
  auditTransfers,
  auditWallets,
  type Step,
} from "@/domain/ledger/mod.ts";
import { type BooksAudit, ledgerAudit } from "./audit.ts";
import {
  auditAdjustments,
  auditCreditNotes,
  auditPayments,
  auditRefunds,
} from "./check_bookings.ts";
import { auditCauses } from "./check_causes.ts";
import { auditInvoices } from "./check_invoices.ts";
import { auditNumbers } from "./check_numbers.ts";

/** The walks in their order. */
export const PHASES = [
  "transfers",
  "wallets",
  "entries",
  "numbers",
  "invoices",
  "credit_notes",
  "payments",
  "adjustments",
  "refunds",
] as const;

/** One of the walks. */
export type Phase = (typeof PHASES)[number];

/** Where an audit is: in a walk, after a record. */
export interface Place {
  phase: Phase;
  after: string;
}

/** Where an audit begins. */
export const BEGINNING: Place = { phase: PHASES[0], after: "" };

const WALKS: Readonly<Record<Phase, (audit: BooksAudit, after: string) => Promise<Step>>> = {
  async transfers(audit, after) {
    const { transfers, ...step } = await auditTransfers(ledgerAudit(audit), after);
    await auditCauses(audit, transfers);
    return step;
  },
  async wallets(audit, after) {
    const step = await auditWallets(ledgerAudit(audit), after);
    if (step.next === null) auditSums(ledgerAudit(audit));
    return step;
  },
  entries: (audit, after) => auditStrays(ledgerAudit(audit), after),
  numbers: auditNumbers,
  invoices: auditInvoices,
  credit_notes: auditCreditNotes,
  payments: auditPayments,
  adjustments: auditAdjustments,
  refunds: auditRefunds,
};

/** Does the next step; where the audit is then, `null` at its end, and how many records that took. */
export async function takeStep(
  audit: BooksAudit,
  { phase, after }: Place,
): Promise<{ place: Place | null; records: number }> {
  const { next, records } = await WALKS[phase](audit, after);
  if (next !== null) return { place: { phase, after: next }, records };
  const following = PHASES[PHASES.indexOf(phase) + 1];
  return { place: following ? { phase: following, after: "" } : null, records };
}
