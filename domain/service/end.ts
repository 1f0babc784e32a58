/**
 * The end of a service. It is asked for (now, or for the end of what is paid), then set going for a certain moment, and can
 * be undone until then; the deletion itself has one way, with a limit for each hour, so that no mistake and no stolen
 * right deletes everybody's machines at once. Key: `["termination_hours", hour]`.
 */
import { stageReturnStock, type StockPlace } from "@/domain/catalog/mod.ts";
import { isoNow, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { fail, type Failure, ok, type Result } from "@/domain/shared/result.ts";
import type { Service, Termination } from "./model.ts";
import { replaceService } from "./repo.ts";
import { resumed, suspended } from "./suspend.ts";

/** As many machines as an hour may see have been deleted in this one. */
export interface CapReached extends Failure {
  readonly code: "cap_reached";
}

/** How long the count of an hour is kept. */
const HOUR_KEPT_MS = 48 * 3600 * 1000;

/** Notes that a service, which `checkService()` read, ends with what is paid for. */
export function stageCancelled(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  input: { service: Service; when: "now" | "end_of_term"; endsOn: string; reason: string },
): Service {
  const { service, when, endsOn, reason } = input;
  const cancellation = { when, endsOn, reason, requestedAt: isoNow(deps.clock) };
  const after = { ...service, cancellation };
  replaceService(tx, service, after);
  return after;
}

/**
 * Sets the end of a service going: it is suspended, and its machine is deleted at a certain moment. `service` is as
 * `checkService()` read it.
 */
export function stageTermination(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  input: {
    service: Service;
    termination: Omit<Termination, "scheduledAt">;
    cancellation?: NonNullable<Service["cancellation"]>;
  },
): Service {
  const { service } = input;
  const scheduledAt = isoNow(deps.clock);
  const termination: Termination = { ...input.termination, scheduledAt };
  const { reason, note } = termination;
  // What is unpaid or abused stays so when the end is undone.
  const isStopped = service.status === "suspended" && reason !== "abuse";
  const stopped = isStopped ? service : suspended(service, { reason, note, since: scheduledAt });
  const cancellation = input.cancellation ?? service.cancellation;
  const after = { ...stopped, termination, cancellation };
  replaceService(tx, service, after);
  return after;
}

/** Moves the deletion to a later moment. */
export function stageTerminationAt(
  tx: Tx,
  { service, at }: { service: Service & { termination: Termination }; at: string },
): Service {
  const after = { ...service, termination: { ...service.termination, at } };
  replaceService(tx, service, after);
  return after;
}

/**
 * Takes back that a service ends. One that was suspended for its end alone runs again; suspensions for unpaid invoices and
 * abuse stay.
 */
export function stageEndUndone(tx: Tx, service: Service): Service {
  const kept: Service = { ...service, termination: null, cancellation: null };
  const after = service.suspension?.reason === "request" ? resumed(kept) : kept;
  replaceService(tx, service, after);
  return after;
}

/** Takes back that a service ends, and nothing else: a suspension or a cancellation stays. */
export function stageTerminationUndone(tx: Tx, service: Service): Service {
  const after = { ...service, termination: null };
  replaceService(tx, service, after);
  return after;
}

/**
 * Deletes: the service is over for good, its credentials are wiped, its place in stock is free. The one way to do so. Three
 * checks: the service, which `checkService()` read, the count of the hour, the stock.
 */
export async function stageDestroyed(
  tx: Tx,
  deps: Deps,
  { service, place, maxPerHour }: {
    service: Service;
    place: StockPlace | null;
    maxPerHour: number;
  },
): Promise<Result<Service, CapReached>> {
  const hour = ["termination_hours", toIso(deps.clock.now()).slice(0, 13)];
  const count = await tx.get<number>(hour) ?? 0;
  if (count >= maxPerHour) return fail({ code: "cap_reached" });
  tx.set(hour, count + 1, { expireInMs: HOUR_KEPT_MS });
  if (place) await stageReturnStock(tx, deps, place);
  const after: Service = {
    ...service,
    status: "terminated",
    nextDueOn: null,
    suspension: null,
    credentials: null,
    credentialsChangedAt: null,
    terminatedAt: isoNow(deps.clock),
  };
  replaceService(tx, service, after);
  return ok(after);
}
