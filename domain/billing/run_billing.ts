/** Everything about billing that is due now: what the night does, and what every minute does. */
import type { Deps } from "@/domain/shared/deps.ts";
import type { BillingReport } from "./model.ts";
import { runChase } from "./run_chase.ts";
import { runEnds } from "./run_ends.ts";
import { runRenewals } from "./run_renewals.ts";

/** Issues renewals, climbs the ladder of what isn't paid, ends what is to end; in that order. */
export async function runBilling(deps: Deps): Promise<BillingReport> {
  const renewals = await runRenewals(deps);
  const due = await runDue(deps);
  return { steps: [...renewals.steps, ...due.steps], failed: renewals.failed + due.failed };
}

/** What has an hour of its own: the ladder, and the ends. */
export async function runDue(deps: Deps): Promise<BillingReport> {
  const chase = await runChase(deps);
  const ends = await runEnds(deps);
  return { steps: [...chase.steps, ...ends.steps], failed: chase.failed + ends.failed };
}
