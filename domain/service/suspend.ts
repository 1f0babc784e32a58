/** Services that don't run for a while: their log-in is hidden, nothing is deleted, nothing further is billed. */
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import type { Service, SuspensionReason } from "./model.ts";
import { replaceService } from "./repo.ts";

/** Suspends a service that `checkService()` read. One that is suspended already gets the reason and note. */
export function stageSuspended(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  input: { service: Service; reason: SuspensionReason; note: string },
): Service {
  const { service } = input;
  const after = suspended(service, { ...input, since: isoNow(deps.clock) });
  replaceService(tx, service, after);
  return after;
}

/** Lets a suspended service that `checkService()` read run again. */
export function stageResumed(tx: Tx, service: Service): Service {
  const after = resumed(service);
  replaceService(tx, service, after);
  return after;
}

/** Sets whether a service that `checkService()` read runs on, whatever isn't paid. */
export function stageNeverSuspend(
  tx: Tx,
  { service, neverSuspend }: { service: Service; neverSuspend: boolean },
): Service {
  const after = { ...service, neverSuspend };
  replaceService(tx, service, after);
  return after;
}

/** A service that is suspended from then on. */
export function suspended(
  service: Service,
  { reason, note, since }: { reason: SuspensionReason; note: string; since: string },
): Service {
  return { ...service, status: "suspended", suspension: { reason, since, note } };
}

/** A service that is what it was before it was suspended. */
export function resumed(service: Service): Service {
  const status = service.activatedAt === null ? "pending" : "active";
  return { ...service, status, suspension: null };
}
