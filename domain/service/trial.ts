/** The free trial of a service: the days before its period 0. */
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import type { Service } from "./model.ts";
import { replaceService } from "./repo.ts";

/** How many days before its end a trial's customer is told of it, at the most. */
export const TRIAL_REMINDER_DAYS = 3;

/** What tells a trial. */
type Trial = Pick<Service, "trial" | "paidPeriods" | "anchorOn">;

/** Whether nothing was paid for a service yet, as it is on trial, or was until its first invoice. */
export function isUnpaidTrial({ trial, paidPeriods }: Omit<Trial, "anchorOn">): boolean {
  return trial !== null && paidPeriods === 0;
}

/** The day on which the trial is over and the first period begins; `null` where there is none, or it is paid for. */
export function trialEndOn(service: Trial): string | null {
  return isUnpaidTrial(service) ? service.anchorOn : null;
}

/** The day on which the customer is told that the trial ends: halfway of one that is short; `null` once they were. */
export function trialReminderOn(service: Trial): string | null {
  const { trial } = service;
  const endsOn = trialEndOn(service);
  if (!trial || endsOn === null || trial.remindedAt !== null) return null;
  const days = Math.min(TRIAL_REMINDER_DAYS, Math.ceil(trial.days / 2));
  return Temporal.PlainDate.from(endsOn).subtract({ days }).toString();
}

/** Notes that the customer of a service that `checkService()` read was told. */
export function stageTrialReminded(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  service: Service,
): Service {
  if (!service.trial) throw new Error(`service ${service.id} isn't on trial`);
  const after = { ...service, trial: { ...service.trial, remindedAt: isoNow(deps.clock) } };
  replaceService(tx, service, after);
  return after;
}
