/** What a run of billing did, step by step: for the log, for the operator, and for rehearsals. */
import type { Money } from "@/domain/shared/money.ts";

/** One thing that was done. */
export type BillingStep =
  & { at: string; customerId: string }
  & (
    | {
      kind: "invoice_issued" | "late_fee";
      invoiceId: string;
      number: string;
      total: Money;
      dueOn: string;
      serviceId: string | null;
    }
    | { kind: "reminder"; invoiceId: string; number: string; due: Money; day: number }
    | { kind: "paid_from_wallet"; invoiceId: string; number: string; paid: Money }
    | { kind: "suspended" | "terminated"; serviceId: string; hostname: string }
    | { kind: "warned" | "ending"; serviceId: string; hostname: string; endsAt: string }
  );

/** The kinds of things that are done. */
export type BillingStepKind = BillingStep["kind"];

/** What a run came to. */
export interface BillingReport {
  steps: BillingStep[];
  /** Records that couldn't be dealt with: they are in the log, and come up again. */
  failed: number;
}

/** How much of it a run does: it stops at the first record after so many steps. */
export interface RunLimit {
  mostSteps?: number;
}

/** Who is in the audit log for what runs by itself. */
export const BILLING_ACTOR = { kind: "system", id: "billing.run" } as const;

/** How long a record that can't be dealt with is left alone. */
export const ASIDE = { hours: 1 } as const;
