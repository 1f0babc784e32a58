/** What pages may show of billing: plain types, safe for islands. */
import type { Money } from "@/domain/shared/money.ts";

/** "I'll pay on …" on the page of an invoice. */
export interface PromiseView {
  /** The day that was promised; `null` while none was. */
  payOn: string | null;
  /** The days that can be named; `null` once one was. */
  from: string | null;
  until: string | null;
}

/** What a customer can do about the terms of a service. */
export interface RenewalView {
  /** The open invoice for a further term. */
  invoice: { id: string; number: string; due: Money; dueOn: string } | null;
  /** What the next term costs while a promotion lasts; `null` where none does, and for those who may not see bills. */
  discounted: Money | null;
  /** A further term can be billed now, before its time. */
  mayPayEarly: boolean;
  /** Whether renewals are paid from the wallet; `null` for those who may not see bills. */
  paysFromWallet: boolean | null;
  /** What a cancellation would mean; `null` for those who may not cancel, and where there is nothing to. */
  cancel: {
    /** The day until which it is paid; `null` where nothing is paid beyond today. */
    paidUntil: string | null;
    /** Days that are paid and would be lost if it ended now. */
    daysLost: number;
    /** Hours in which an end can be undone. */
    undoHours: number;
  } | null;
  /** It is about to end, and that can be undone by whoever looks. */
  mayUndo: boolean;
}

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
      /** The service that is billed; `null` for fees. */
      serviceId: string | null;
      hostname: string | null;
    }
    | { kind: "reminder"; invoiceId: string; number: string; due: Money; day: number }
    | { kind: "paid_from_wallet"; invoiceId: string; number: string; paid: Money }
    | { kind: "suspended" | "terminated"; serviceId: string; hostname: string }
    | { kind: "trial_ending"; serviceId: string; hostname: string; endsOn: string }
    | { kind: "warned" | "ending"; serviceId: string; hostname: string; endsAt: string }
  );

/** The kinds of things that are done. */
export type BillingStepKind = BillingStep["kind"];

/** A mail that would go out. */
export interface RehearsedMail {
  at: string;
  template: string;
  to: string;
}

/** What a rehearsal found. */
export interface Rehearsal {
  from: string;
  until: string;
  steps: BillingStep[];
  mails: RehearsedMail[];
  /** Records that couldn't be dealt with. */
  failed: number;
  /** There was more to do than a rehearsal goes through. */
  isCut: boolean;
}
