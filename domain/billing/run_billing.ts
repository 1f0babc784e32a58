/** Everything about billing that is due now: what the night does, and what every minute does. */
import type { Deps } from "@/domain/shared/deps.ts";
import type { BillingReport, RunLimit } from "./model.ts";
import { runChase } from "./run_chase.ts";
import { runEnds } from "./run_ends.ts";
import { runRenewals } from "./run_renewals.ts";

type Run = (deps: Deps, limit: RunLimit) => Promise<BillingReport>;

/**
 * Climbs the ladder of what isn't paid, ends what is to end, issues renewals: in that order, so that after days without a
 * run nothing is billed again that is about to be suspended.
 */
export function runBilling(deps: Deps, limit: RunLimit = {}): Promise<BillingReport> {
  return inOrder(deps, [runChase, runEnds, runRenewals], limit);
}

/** What has an hour of its own: the ladder, and the ends. */
export function runDue(deps: Deps, limit: RunLimit = {}): Promise<BillingReport> {
  return inOrder(deps, [runChase, runEnds], limit);
}

async function inOrder(
  deps: Deps,
  runs: readonly Run[],
  { mostSteps = Infinity }: RunLimit,
): Promise<BillingReport> {
  const all: BillingReport = { steps: [], failed: 0 };
  for (const run of runs) {
    const { steps, failed } = await run(deps, { mostSteps: mostSteps - all.steps.length });
    all.steps.push(...steps);
    all.failed += failed;
  }
  return all;
}
