/** Staff suspend services and let them run again, and say of which ones nothing unpaid ever stops them. */
import { z } from "zod";
import { stageAudit } from "@/domain/audit/mod.ts";
import {
  checkService,
  type Service,
  stageNeverSuspend,
  stageResumed,
  stageSuspended,
  SUSPENSION_REASONS,
  type SuspensionReason,
} from "@/domain/service/mod.ts";
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
import { toValidationError } from "@/domain/shared/validation.ts";
import { stageServiceMail } from "./service_mails.ts";

/** The service is in a state from which there is no way to the one asked for. */
export interface WrongServiceState extends Failure {
  readonly code: "wrong_service_state";
}

/** Who asks, and for what. */
export interface StaffServiceInput {
  actor: StaffActor;
  serviceId: string;
  requestId?: string;
}

/** Fields as typed. */
export type ReasonForm = Readonly<{ reason?: string; note?: string }>;

const form = z.strictObject({
  reason: z.enum(SUSPENSION_REASONS, "Choose a reason."),
  note: z.string("Write what the customer has to know.").trim()
    .min(1, "Write what the customer has to know.").max(500, "Use at most 500 characters."),
});

/** Reads why a service is suspended or ended: messages are beside `reason` and `note`. */
export function checkReason(
  typed: ReasonForm,
): Result<{ reason: SuspensionReason; note: string }, ValidationError> {
  const parsed = form.safeParse(typed);
  return parsed.success ? ok(parsed.data) : fail(toValidationError(parsed.error));
}

const OUTLOOK: Readonly<Record<SuspensionReason, string>> = {
  unpaid: "Nothing is deleted. Pay what is open, and the server runs again.",
  abuse: "Nothing is deleted yet. Please answer this mail, so that we can sort it out.",
  request: "Nothing is deleted. Answer this mail when it shall run again.",
};

/** Suspends a service, or gives its suspension another reason; needs `services.suspend`. */
export async function suspendService(
  deps: Deps,
  input: StaffServiceInput & { form: ReasonForm },
): Promise<Result<void, ValidationError | NotFound | WrongServiceState | Conflict>> {
  const { actor, serviceId, requestId } = input;
  if (!mayAct(actor, serviceId)) return notFound();
  const read = checkReason(input.form);
  if (!read.ok) return read;
  const { reason, note } = read.value;
  return await transact(deps, async (tx) => {
    const service = await checkService(tx, serviceId);
    if (!service) return notFound();
    const isSame = service.suspension?.reason === reason;
    if (service.status === "terminated" || isSame) return wrongState();
    const after = stageSuspended(tx, deps, { service, reason, note });
    await stageServiceMail(tx, deps, {
      fact: `service_suspended:${serviceId}:${after.suspension!.since}`,
      template: "service_suspended",
      service: after,
      variables: () => ({ reason: note, outlook: OUTLOOK[reason] }),
    });
    stageAudit(tx, deps, {
      actor,
      action: "service.suspended",
      subject: { kind: "service", id: serviceId },
      before: factsOf(service),
      after: factsOf(after),
      requestId,
    });
    return ok(undefined);
  });
}

/** Lets a suspended service run again; needs `services.suspend`. One whose end is set going stays. */
export async function resumeService(
  deps: Deps,
  { actor, serviceId, requestId }: StaffServiceInput,
): Promise<Result<void, NotFound | WrongServiceState | Conflict>> {
  if (!mayAct(actor, serviceId)) return notFound();
  return await transact(deps, async (tx) => {
    const service = await checkService(tx, serviceId);
    if (!service) return notFound();
    if (service.status !== "suspended" || service.termination) return wrongState();
    const after = stageResumed(tx, service);
    await stageServiceMail(tx, deps, {
      fact: `service_resumed:${serviceId}:${service.suspension!.since}`,
      template: "service_resumed",
      service: after,
      variables: () => ({}),
    });
    stageAudit(tx, deps, {
      actor,
      action: "service.resumed",
      subject: { kind: "service", id: serviceId },
      before: factsOf(service),
      after: factsOf(after),
      requestId,
    });
    return ok(undefined);
  });
}

/** Says whether a service runs on, whatever isn't paid; needs `services.suspend`. */
export async function setNeverSuspend(
  deps: Deps,
  input: StaffServiceInput & { neverSuspend: boolean },
): Promise<Result<void, NotFound | Conflict>> {
  const { actor, serviceId, neverSuspend, requestId } = input;
  if (!mayAct(actor, serviceId)) return notFound();
  return await transact(deps, async (tx) => {
    const service = await checkService(tx, serviceId);
    if (!service) return notFound();
    stageNeverSuspend(tx, { service, neverSuspend });
    stageAudit(tx, deps, {
      actor,
      action: "service.never_suspend",
      subject: { kind: "service", id: serviceId },
      before: { neverSuspend: service.neverSuspend },
      after: { neverSuspend },
      requestId,
    });
    return ok(undefined);
  });
}

function mayAct(actor: StaffActor, serviceId: string): boolean {
  return actor.permissions.has("services.suspend") && isId("svc", serviceId);
}

function factsOf({ status, suspension }: Service) {
  return { status, suspension };
}

/** The failure of what can't be done to a service as it is. */
export function wrongState(): Result<never, WrongServiceState> {
  return fail({ code: "wrong_service_state" });
}
