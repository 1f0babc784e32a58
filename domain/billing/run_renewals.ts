/**
 * The night's renewals and reminders of trials: every service whose next period is to be billed, found by its day, each in a commit of its own. Any
 * number of processes may do this at once.
 */
import {
  type DueEntry,
  dueServices,
  indexServices,
  setDueAside,
  TRIAL_REMINDER_DAYS,
} from "@/domain/service/mod.ts";
import { dayOf, isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { readLeadHorizon } from "@/domain/terms/mod.ts";
import { issueRenewal } from "./issue_renewal.ts";
import { BILLING_ACTOR, type BillingReport, type RunLimit } from "./model.ts";
import { remindTrial } from "./remind_trial.ts";
import type { BillingStep } from "./view.ts";

/** Periods of one service that a run bills, at the most: more were left out by years without a run. */
const MOST_PERIODS = 24;

/** Bills what is due. A service that can't be dealt with is logged, and comes up again the next day. */
export async function runRenewals(
  deps: Deps,
  { mostSteps = Infinity }: RunLimit = {},
): Promise<BillingReport> {
  await indexServices(deps);
  const report: BillingReport = { steps: [], failed: 0 };
  const today = Temporal.PlainDate.from(dayOf(deps.clock.now()));
  const horizon = Math.max(await readLeadHorizon(deps), TRIAL_REMINDER_DAYS);
  const until = today.add({ days: horizon }).toString();
  for await (const entry of dueServices(deps.kv, "services_due", until)) {
    if (report.steps.length >= mostSteps) break;
    try {
      report.steps.push(...await renewService(deps, entry));
    } catch (error) {
      report.failed++;
      deps.log.error("billing.renewal_failed", { serviceId: entry.id, error });
      await setDueAside(deps.kv, entry, today.add({ days: 1 }).toString());
    }
  }
  return report;
}

/** Bills one service for each period that is due; one on trial is reminded of its end first. */
async function renewService(deps: Deps, first: DueEntry): Promise<BillingStep[]> {
  const steps: BillingStep[] = [];
  for (let entry: DueEntry | undefined = first; steps.length < MOST_PERIODS; entry = undefined) {
    const issued = await issueRenewal(deps, { serviceId: first.id, actor: BILLING_ACTOR, entry });
    if (!issued.ok && issued.error.code === "conflict") {
      // Others are at it: it stays where it is for the next run.
      deps.log.warn("billing.renewal_contended", { serviceId: first.id });
    }
    if (!issued.ok && issued.error.code === "not_due" && steps.length === 0) {
      return await remindOfTrial(deps, first.id);
    }
    if (!issued.ok || issued.value === null) break;
    const { invoice: { id, number, total, dueOn, customerId }, service } = issued.value;
    steps.push({
      kind: "invoice_issued",
      at: isoNow(deps.clock),
      customerId,
      invoiceId: id,
      number,
      total,
      dueOn,
      serviceId: service.id,
      hostname: service.hostname,
    });
  }
  return steps;
}

async function remindOfTrial(deps: Deps, serviceId: string): Promise<BillingStep[]> {
  const reminded = await remindTrial(deps, { serviceId, actor: BILLING_ACTOR });
  if (!reminded.ok) return [];
  const { service: { customerId, hostname }, endsOn } = reminded.value;
  const at = isoNow(deps.clock);
  return [{ kind: "trial_ending", at, customerId, serviceId, hostname, endsOn }];
}
