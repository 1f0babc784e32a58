/**
 * Ends the services whose moment has come, found by that moment, each in a commit of its own, and no more machines in an hour
 * than the settings allow. Any number of processes may do this at once, every minute.
 */
import { dueServices, setDueAside } from "@/domain/service/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { isoNow, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok } from "@/domain/shared/result.ts";
import { endService } from "./end_service.ts";
import { ASIDE, type BillingReport, type RunLimit } from "./model.ts";
import { stageCapMail } from "./service_mails.ts";

/** Ends what is due. A service that can't be dealt with is logged, and comes up again in an hour. */
export async function runEnds(
  deps: Deps,
  { mostSteps = Infinity }: RunLimit = {},
): Promise<BillingReport> {
  const report: BillingReport = { steps: [], failed: 0 };
  for await (const entry of dueServices(deps.kv, "services_ending", isoNow(deps.clock))) {
    if (report.steps.length >= mostSteps) break;
    try {
      const ended = await endService(deps, entry);
      if (ended.ok) report.steps.push(...ended.value);
      else if (ended.error.code === "cap_reached") {
        await tellOfCap(deps);
        break;
      } else deps.log.warn("billing.end_contended", { serviceId: entry.id });
    } catch (error) {
      report.failed++;
      deps.log.error("billing.end_failed", { serviceId: entry.id, error });
      await setDueAside(deps.kv, entry, toIso(deps.clock.now().add(ASIDE)));
    }
  }
  return report;
}

/** Staff hear once an hour that more machines are to be deleted than the settings allow. */
async function tellOfCap(deps: Deps): Promise<void> {
  const { deletionsPerHour: count } = await getSettings(deps, "billing");
  const hour = isoNow(deps.clock).slice(0, 13);
  deps.log.warn("billing.deletions_capped", { hour, count });
  await transact(deps, async (tx) => ok(await stageCapMail(tx, deps, { hour, count })));
}
