/**
 * Customers end their services: when what is paid for is over, or now. Paid time isn't given back; the page says how much
 * of it there is before anybody decides. Either can be undone until the machine is deleted.
 */
import { z } from "zod";
import { stageAudit } from "@/domain/audit/mod.ts";
import {
  checkService,
  type Service,
  stageCancelled,
  stageTermination,
} from "@/domain/service/mod.ts";
import { type CustomerActor, maySpend, mayUse } from "@/domain/shared/actor.ts";
import { dayOf, isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { toValidationError } from "@/domain/shared/validation.ts";
import { readTerms } from "@/domain/terms/mod.ts";
import { stageEndingMail, stageServiceMail } from "./service_mails.ts";
import { type WrongServiceState, wrongState } from "./suspend_service.ts";
import { stageUndone } from "./terminate_service.ts";
import { laterHour } from "./unpaid_steps.ts";
import { stageVoidRenewals } from "./void_renewals.ts";

/** Fields as typed. */
export type CancelForm = Readonly<Record<"when" | "reason" | "understood", string | undefined>>;

const form = z.strictObject({
  when: z.enum(["now", "end_of_term"], "Choose when it shall end."),
  reason: z.string().trim().max(500, "Use at most 500 characters.").default(""),
  understood: z.literal("on", "Tick that you have read what is lost."),
});

/** Who asks, and for which service. */
export interface CancelInput {
  actor: CustomerActor;
  serviceId: string;
  requestId?: string;
}

/**
 * Cancels a service; for those who may use services and order them, not for staff who act as the customer: what ends a machine
 * has a permission and a proof of its own, on the staff's page. `endsAt` is the day on which it is stopped, or the
 * moment of its deletion where it is stopped now.
 */
export async function cancelService(
  deps: Deps,
  input: CancelInput & { form: CancelForm },
): Promise<Result<void, ValidationError | NotFound | WrongServiceState | Conflict>> {
  if (!mayCancel(input)) return notFound();
  return await transact(deps, async (tx) => {
    const service = await checkService(tx, input.serviceId);
    if (service?.customerId !== input.actor.id) return notFound();
    const parsed = form.safeParse(input.form);
    if (!parsed.success) return fail(toValidationError(parsed.error));
    const isRunning = service.status === "active" || service.status === "suspended";
    if (!isRunning || service.cancellation || service.termination) return wrongState();
    const { when, reason } = parsed.data;
    if (when === "end_of_term" && !hasPaidTime(deps, service)) {
      return invalid({ when: "Nothing is paid beyond today: end it now." });
    }
    const staged = { ...input, service, reason };
    const after = when === "now"
      ? await stageNow(tx, deps, staged)
      : await stageAtEnd(tx, deps, staged);
    await stageVoidRenewals(tx, deps, { service: after, why: "the service is cancelled" });
    stageAudit(tx, deps, {
      actor: input.actor,
      action: "service.cancelled",
      subject: { kind: "service", id: service.id },
      before: { status: service.status },
      after: { status: after.status, cancellation: after.cancellation },
      requestId: input.requestId,
    });
    return ok(undefined);
  });
}

/** Takes a cancellation back; for the same people. */
export async function undoCancellation(
  deps: Deps,
  input: CancelInput,
): Promise<Result<void, NotFound | WrongServiceState | Conflict>> {
  if (!mayCancel(input)) return notFound();
  return await transact(deps, async (tx) => {
    const service = await checkService(tx, input.serviceId);
    if (service?.customerId !== input.actor.id) return notFound();
    const isOthers = service.termination !== null && service.termination.reason !== "request";
    if (service.status === "terminated" || !service.cancellation || isOthers) return wrongState();
    await stageUndone(tx, deps, { ...input, service });
    return ok(undefined);
  });
}

function mayCancel({ actor, serviceId }: CancelInput): boolean {
  return isId("svc", serviceId) && mayUse(actor, "services") && maySpend(actor, "orders");
}

function hasPaidTime(deps: Pick<Deps, "clock">, { nextDueOn }: Service): boolean {
  return nextDueOn !== null && nextDueOn > dayOf(deps.clock.now());
}

async function stageNow(
  tx: Tx,
  deps: Deps,
  { service, reason }: { service: Service; reason: string },
): Promise<Service> {
  const { undoHours } = await readTerms(deps, service.customerId);
  const at = laterHour("", deps.clock.now().add({ hours: undoHours }));
  const note = "It was cancelled.";
  const requestedAt = isoNow(deps.clock);
  const after = stageTermination(tx, deps, {
    service,
    termination: { at, reason: "request", invoiceId: null, warning: null, note },
    cancellation: { when: "now", requestedAt, endsOn: dayOf(deps.clock.now()), reason },
  });
  await stageEndingMail(tx, deps, { service: after, endsAt: at, reason: note });
  return after;
}

async function stageAtEnd(
  tx: Tx,
  deps: Deps,
  { service, reason }: { service: Service; reason: string },
): Promise<Service> {
  const endsOn = service.nextDueOn!;
  const after = stageCancelled(tx, deps, { service, when: "end_of_term", endsOn, reason });
  await stageServiceMail(tx, deps, {
    fact: `service_cancelled:${service.id}:${after.cancellation!.requestedAt}`,
    template: "service_cancelled",
    service: after,
    variables: () => ({ endsOn }),
  });
  return after;
}
