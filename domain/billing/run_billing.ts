/** Everything about billing that is due now: what the night does, and what every minute does. */
import type { Deps } from "@/domain/shared/deps.ts";
import type { BillingReport } from "./model.ts";
import { runChase } from "./run_chase.ts";
import { runEnds } from "./run_ends.ts";
import { runRenewals } from "./run_renewals.ts";

/**
 * Climbs the ladder of what isn't paid, ends what is to end, issues renewals: in that order, so that after days without a
 * run nothing is billed again that is about to be suspended.
 */
export async function runBilling(deps: Deps): Promise<BillingReport> {
  const due = await runDue(deps);
  const renewals = await runRenewals(deps);
  return { steps: [...due.steps, ...renewals.steps], failed: due.failed + renewals.failed };
}

/** What has an hour of its own: the ladder, and the ends. */
export async function runDue(deps: Deps): Promise<BillingReport> {
  const chase = await runChase(deps);
  const ends = await runEnds(deps);
  return { steps: [...chase.steps, ...ends.steps], failed: chase.failed + ends.failed };
}
