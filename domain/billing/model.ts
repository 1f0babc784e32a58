/** What a run of billing did, step by step: for the log, for the operator, and for rehearsals. */
import type { BillingStep } from "./view.ts";

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
