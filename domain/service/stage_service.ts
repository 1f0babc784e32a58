/** The life of a service, each step staged on the commit of its cause. */
import { dayOf, isoNow, toIso } from "@/domain/shared/clock.ts";
import { remaining } from "@/domain/promotion/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import type { Money } from "@/domain/shared/money.ts";
import { type Cycle, periodAt } from "@/domain/shared/period.ts";
import { type Credentials, credentialsSchema, type RecurringItem, type Service } from "./model.ts";
import { changedTerms } from "./paid_terms.ts";
import { addService, getServiceRecord, replaceService } from "./repo.ts";

/** What a service takes over from its order; names are frozen. */
export interface ServiceOrder {
  id: string;
  number: string;
  customerId: string;
  planId: string;
  datacenterId: string;
  /** Slug of the plan. */
  plan: string;
  planName: string;
  datacenterName: string;
  osName: string;
  panelName: string;
  addons: ReadonlyArray<{ label: string; value: string }>;
  /** The plan's specification. */
  highlights: ReadonlyArray<{ label: string; value: string }>;
  hostname: string;
  cycle: Cycle;
  items: readonly RecurringItem[];
  renewal: Money;
  /** What the first period cost, after discounts. */
  lastPaid: Money;
  promotion: Service["promotion"];
  /** Days that it runs free before its first period; 0 for none. */
  trialDays: number;
}

/** Makes the pending service of an order whose record the caller's commit checks; costs no check. */
export function stageService(
  tx: Tx,
  _deps: Deps,
  input: { id: string; order: ServiceOrder; at: Temporal.Instant },
): Service {
  const { order } = input;
  const service: Service = {
    schemaVersion: 2,
    id: input.id,
    orderId: order.id,
    orderNumber: order.number,
    customerId: order.customerId,
    status: "pending",
    planId: order.planId,
    datacenterId: order.datacenterId,
    plan: order.plan,
    planName: order.planName,
    datacenterName: order.datacenterName,
    osName: order.osName,
    panelName: order.panelName,
    addons: [...order.addons],
    highlights: [...order.highlights],
    hostname: order.hostname,
    cycle: order.cycle,
    items: [...order.items],
    renewal: order.renewal,
    lastPaid: order.lastPaid,
    paidTerms: [],
    promotion: order.promotion,
    trial: order.trialDays > 0 ? { days: order.trialDays, remindedAt: null } : null,
    anchorOn: null,
    paidPeriods: order.trialDays > 0 ? 0 : 1,
    billedPeriods: order.trialDays > 0 ? 0 : 1,
    billedDue: null,
    nextDueOn: null,
    next: null,
    suspension: null,
    cancellation: null,
    termination: null,
    neverSuspend: false,
    credentials: null,
    credentialsChangedAt: null,
    staffNotes: "",
    createdAt: toIso(input.at),
    activatedAt: null,
    terminatedAt: null,
  };
  addService(tx, service);
  return service;
}

/** A service under check of the caller's commit; `null` if there is none. */
export function checkService(tx: Tx, id: string): Promise<Service | null> {
  return getServiceRecord(tx, id);
}

/** What staff enter for a machine. */
export interface MachineInput {
  hostname: string;
  credentials: Credentials;
  staffNotes: string;
}

/**
 * Makes a pending service that `checkService()` read active, from today; the invoice is the one that its first term was paid
 * with. A trial comes before the first term, which isn't paid then.
 */
export async function stageActive(
  tx: Tx,
  deps: Deps,
  input: { service: Service; machine: MachineInput; invoiceId: string },
): Promise<Service> {
  const { service, invoiceId } = input;
  const today = Temporal.PlainDate.from(dayOf(deps.clock.now()));
  const anchorOn = today.add({ days: service.trial?.days ?? 0 }).toString();
  const first = periodAt(anchorOn, service.cycle, 0);
  const after: Service = {
    ...service,
    ...await sealMachine(deps, service.id, input.machine),
    status: "active",
    anchorOn,
    nextDueOn: periodAt(anchorOn, service.cycle, service.paidPeriods).startsOn,
    paidTerms: service.paidPeriods === 0
      ? []
      : [{ ...first, worth: service.lastPaid, invoiceIds: [invoiceId] }],
    activatedAt: isoNow(deps.clock),
  };
  replaceService(tx, service, after);
  return after;
}

/** What a service is and costs from the next thing on that is billed. */
export interface ServiceTerms {
  planId: string;
  plan: string;
  planName: string;
  highlights: ReadonlyArray<{ label: string; value: string }>;
  cycle: Cycle;
  items: readonly RecurringItem[];
  renewal: Money;
}

/** What a service becomes, and how that was paid. */
export interface NewTermsInput {
  service: Service;
  terms: ServiceTerms;
  newAnchorOn: string | null;
  /** The day from which on its price was reckoned. */
  changedOn: string;
  /** The invoice that it was paid with; `null` where there was nothing to pay. */
  invoiceId: string | null;
}

/**
 * Gives a service that `checkService()` read another plan or term, paid for: the present term goes on, or one begins at
 * `newAnchorOn`.
 */
export function stageTerms(tx: Tx, input: NewTermsInput): Service {
  const { service, terms, newAnchorOn } = input;
  const { cycle, renewal: worth } = terms;
  const period = newAnchorOn === null ? {} : {
    anchorOn: newAnchorOn,
    promotion: service.promotion && remaining(service.promotion, service.billedPeriods),
    paidPeriods: 1,
    billedPeriods: 1,
    nextDueOn: periodAt(newAnchorOn, terms.cycle, 1).startsOn,
  };
  const after: Service = {
    ...service,
    ...terms,
    highlights: [...terms.highlights],
    items: [...terms.items],
    lastPaid: terms.renewal,
    paidTerms: changedTerms(service.paidTerms, { ...input, cycle, worth }),
    ...period,
  };
  replaceService(tx, service, after);
  return after;
}

/** Replaces hostname, credentials and notes of a service that `checkService()` read. */
export async function stageMachine(
  tx: Tx,
  deps: Deps,
  input: { service: Service; machine: MachineInput },
): Promise<Service> {
  const { service } = input;
  const after = { ...service, ...await sealMachine(deps, service.id, input.machine) };
  replaceService(tx, service, after);
  return after;
}

/** Opens a service's credentials; `null` where none were entered. */
export async function openCredentials(deps: Deps, service: Service): Promise<Credentials | null> {
  if (service.credentials === null) return null;
  const opened = await deps.secrets.open("service_credentials", service.id, service.credentials);
  return credentialsSchema.parse(JSON.parse(opened));
}

async function sealMachine(deps: Deps, id: string, machine: MachineInput) {
  const plaintext = JSON.stringify(credentialsSchema.parse(machine.credentials));
  return {
    hostname: machine.hostname,
    staffNotes: machine.staffNotes,
    credentials: await deps.secrets.seal("service_credentials", id, plaintext),
    credentialsChangedAt: isoNow(deps.clock),
  };
}
