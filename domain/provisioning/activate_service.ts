/** Staff have set up a machine: its credentials are sealed, the service starts, and the customer is told. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { getAccount } from "@/domain/customer/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import { type Order, readOrder, stageOrderActive } from "@/domain/order/mod.ts";
import { checkService, type Service, stageActive, trialEndOn } from "@/domain/service/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
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

/** The order isn't paid. */
export interface NotReady extends Failure {
  readonly code: "not_ready";
}

/** Somebody has entered the machine already. */
export interface AlreadyActive extends Failure {
  readonly code: "already_active";
}

/** Activates the service of a paid order, once; needs `services.provision`. */
export async function activateService(
  deps: Deps,
  input: { actor: StaffActor; orderId: string; form: MachineForm; requestId?: string },
): Promise<
  Result<
    { serviceId: string },
    ValidationError | NotFound | NotReady | AlreadyActive | Conflict
  >
> {
  const { actor, orderId } = input;
  if (!actor.permissions.has("services.provision") || !isId("ord", orderId)) return notFound();
  const order = await readOrder(deps.kv, orderId);
  if (!order) return notFound();
  const machine = checkMachineForm(input.form);
  if (!machine.ok) return machine;
  const { serviceId } = order;
  if (serviceId === null) return fail({ code: "not_ready" });
  return await transact(deps, async (tx) => {
    const service = await checkService(tx, serviceId);
    if (!service) return notFound();
    if (service.status !== "pending") return fail({ code: "already_active" });
    const started = await stageOrderActive(tx, deps, { orderId });
    if (!started.ok) return fail({ code: "not_ready" });
    const { invoiceId } = order;
    const active = await stageActive(tx, deps, { service, machine: machine.value, invoiceId });
    stageAudit(tx, deps, {
      actor,
      action: "service.activated",
      subject: { kind: "service", id: serviceId },
      before: { status: service.status, hostname: service.hostname },
      after: { status: active.status, hostname: active.hostname, orderId },
      requestId: input.requestId,
    });
    await stageReadyMail(tx, deps, { service: active, order });
    return ok({ serviceId });
  });
}

async function stageReadyMail(
  tx: Tx,
  deps: Deps,
  { service, order }: { service: Service; order: Order },
): Promise<void> {
  const account = await getAccount(deps, service.customerId);
  const name = account?.name ?? order.customerName;
  const common = {
    fact: `service_ready:${service.id}`,
    to: { email: account?.email ?? order.customerEmail, name },
    accountId: service.customerId,
  };
  const variables = {
    customerName: name,
    planName: service.planName,
    hostname: service.hostname,
    orderNumber: service.orderNumber,
    link: `/dashboard/services/${service.id}`,
  };
  const endsOn = trialEndOn(service);
  if (endsOn === null) {
    await stageMail(tx, deps, { ...common, template: "service_ready", variables });
  } else {
    const ofTrial = { ...variables, endsOn };
    await stageMail(tx, deps, { ...common, template: "trial_started", variables: ofTrial });
  }
}
