/** Staff end services, and take that back while there is time. */
import { stageAudit } from "@/domain/audit/mod.ts";
import {
  checkService,
  type Service,
  stageEndUndone,
  stageTermination,
} from "@/domain/service/mod.ts";
import type { Actor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import { readTerms } from "@/domain/terms/mod.ts";
import { stageEndingMail, stageServiceMail } from "./service_mails.ts";
import {
  checkReason,
  type ReasonForm,
  type StaffServiceInput,
  type WrongServiceState,
  wrongState,
} from "./suspend_service.ts";
import { laterHour } from "./unpaid_steps.ts";
import { stageVoidRenewals } from "./void_renewals.ts";

/**
 * Sets the end of a service going: it is suspended now, and its machine is deleted after the hours in which that can be
 * undone; needs `services.terminate`.
 */
export async function terminateService(
  deps: Deps,
  input: StaffServiceInput & { form: ReasonForm },
): Promise<Result<{ at: string }, ValidationError | NotFound | WrongServiceState | Conflict>> {
  const { actor, serviceId } = input;
  if (!actor.permissions.has("services.terminate") || !isId("svc", serviceId)) return notFound();
  const read = checkReason(input.form);
  if (!read.ok) return read;
  return await transact(deps, async (tx) => {
    const service = await checkService(tx, serviceId);
    if (!service) return notFound();
    if (service.status === "terminated" || service.termination) return wrongState();
    const { undoHours } = await readTerms(deps, service.customerId);
    const at = laterHour("", deps.clock.now().add({ hours: undoHours }));
    const { reason, note } = read.value;
    const termination = { at, reason, invoiceId: null, warning: null, note };
    const after = stageTermination(tx, deps, { service, termination });
    await stageEndingMail(tx, deps, { service: after, endsAt: at, reason: note });
    await stageVoidRenewals(tx, deps, { service: after, why: "the service ends" });
    stageEndAudit(tx, deps, { ...input, action: "service.termination_scheduled", service, after });
    return ok({ at });
  });
}

/** Takes the end of a service back before its machine is deleted; needs `services.terminate`. */
export async function undoTermination(
  deps: Deps,
  input: StaffServiceInput,
): Promise<Result<void, NotFound | WrongServiceState | Conflict>> {
  const { actor, serviceId } = input;
  if (!actor.permissions.has("services.terminate") || !isId("svc", serviceId)) return notFound();
  return await transact(deps, async (tx) => {
    const service = await checkService(tx, serviceId);
    if (!service) return notFound();
    if (service.status === "terminated" || !service.termination) return wrongState();
    await stageUndone(tx, deps, { ...input, service });
    return ok(undefined);
  });
}

/** Stages that an end is taken back, with its mail. One check besides the service, which the commit has read. */
export async function stageUndone(
  tx: Tx,
  deps: Deps,
  input: { actor: Actor; service: Service; requestId?: string },
): Promise<void> {
  const { service } = input;
  const after = stageEndUndone(tx, service);
  await stageServiceMail(tx, deps, {
    fact: `service_end_undone:${service.id}:${isoNow(deps.clock)}`,
    template: "service_end_undone",
    service: after,
    variables: () => ({ state: stateText(after) }),
  });
  stageEndAudit(tx, deps, { ...input, action: "service.termination_undone", after });
}

function stateText({ status, suspension }: Service): string {
  if (status !== "suspended") return "It runs, and is billed as before.";
  return suspension?.reason === "unpaid"
    ? "It is still suspended, because an invoice isn't paid."
    : "It is still suspended. Answer this mail to sort that out.";
}

function stageEndAudit(
  tx: Tx,
  deps: Deps,
  input: {
    actor: Actor;
    action: string;
    service: Service;
    after: Service;
    requestId?: string;
  },
): void {
  const facts = ({ status, cancellation, termination }: Service) => ({
    status,
    cancellation,
    termination,
  });
  stageAudit(tx, deps, {
    actor: input.actor,
    action: input.action,
    subject: { kind: "service", id: input.service.id },
    before: facts(input.service),
    after: facts(input.after),
    requestId: input.requestId,
  });
}
