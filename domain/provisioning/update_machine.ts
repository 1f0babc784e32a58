/** Staff correct what was entered for a machine. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { checkService, stageMachine } from "@/domain/service/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  type Failure,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { checkMachineForm, type MachineForm } from "./machine_form.ts";

/** The service was never activated, or has ended. */
export interface NotRunning extends Failure {
  readonly code: "not_running";
}

/**
 * Replaces host name, credentials and notes of an active or suspended service; needs `services.provision`. The audit
 * says that credentials were changed, and by whom, not to what.
 */
export async function updateMachine(
  deps: Deps,
  input: { actor: StaffActor; serviceId: string; form: MachineForm; requestId?: string },
): Promise<Result<{ serviceId: string }, ValidationError | NotFound | NotRunning | Conflict>> {
  const { actor, serviceId } = input;
  if (!actor.permissions.has("services.provision") || !isId("svc", serviceId)) return notFound();
  return await transact(deps, async (tx) => {
    const service = await checkService(tx, serviceId);
    if (!service) return notFound();
    const machine = checkMachineForm(input.form);
    if (!machine.ok) return machine;
    if (service.status !== "active" && service.status !== "suspended") {
      return fail({ code: "not_running" });
    }
    await stageMachine(tx, deps, { service, machine: machine.value });
    stageAudit(tx, deps, {
      actor,
      action: "machine.updated",
      subject: { kind: "service", id: serviceId },
      before: { hostname: service.hostname },
      after: { hostname: machine.value.hostname },
      requestId: input.requestId,
    });
    return ok({ serviceId });
  });
}
