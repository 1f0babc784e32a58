/** Whether a service can become what is asked for: by whom, by its state, by the catalogue, by what is in stock. */
import { getCatalog, type OutOfStock, stageTakeStock } from "@/domain/catalog/mod.ts";
import { type AccountView, getAccount } from "@/domain/customer/mod.ts";
import { checkService, readService, type Service } from "@/domain/service/mod.ts";
import { type CustomerActor, mayUse } from "@/domain/shared/actor.ts";
import { dayOf, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import {
  fail,
  type Failure,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import type { Invoice } from "@/domain/invoice/mod.ts";
import type { Change } from "./model.ts";
import { type Place, placeOf } from "./place.ts";
import { type Proposal, proposeChange } from "./propose.ts";
import { findReplaceable } from "./replace_renewal.ts";
import { getOpenId } from "./repo.ts";

/** When a change is made. */
export const CHANGE_TIMES = ["now", "next_term"] as const;

/** When a change is made: as soon as it is paid, or with the term that follows what is paid. */
export type ChangeTime = (typeof CHANGE_TIMES)[number];

/** What is asked for. */
export interface PreviewChangeInput {
  actor: CustomerActor;
  serviceId: string;
  plan: string;
  cycle: string;
}

/** The service isn't running, is to end, has an open invoice that can't be replaced, or a change that isn't through. */
export interface NotChangeable extends Failure {
  readonly code: "not_changeable";
  readonly why: "not_active" | "cancelled" | "unpaid" | "billed_together" | "change_open";
}

/** Why there is no change; messages are beside `plan` and `cycle`. */
export type ChangeError = ValidationError | NotFound | NotChangeable | OutOfStock;

/** A service that may be changed, and what to. */
export interface Admitted {
  service: Service;
  proposal: Proposal;
  /** The open invoice for the next term, which a change at once replaces. */
  renewal: Invoice | null;
  /** There is a term that is billed and not paid. */
  isBilled: boolean;
  /** The request without what differs by when it is made. */
  change: Omit<
    Change,
    "status" | "newAnchorOn" | "invoiceId" | "validUntil" | "credits" | "creditSteps" | "replaced"
  >;
}

/** Who asks, and where the service has its place. */
export interface Asked {
  account: AccountView;
  place: Place;
}

/** The account and the place, for somebody who may see prices; `null` where the service isn't theirs. */
export async function readAsked(
  deps: Deps,
  { actor, serviceId }: PreviewChangeInput,
): Promise<Asked | null> {
  if (!isId("svc", serviceId) || !mayUse(actor, "billing")) return null;
  const service = await readService(deps.kv, serviceId);
  if (service?.customerId !== actor.id) return null;
  const [account, place] = await Promise.all([getAccount(deps, actor.id), placeOf(deps, service)]);
  return account && place && { account, place };
}

/**
 * Whether the service can become what is asked for; takes the place in stock. Checks service, open change, stock, and an open
 * invoice for the next term that a change at once replaces.
 */
export async function admit(
  tx: Tx,
  deps: Deps,
  input: PreviewChangeInput & Asked & { when?: ChangeTime },
): Promise<Result<Admitted, ChangeError>> {
  const { serviceId, place } = input;
  const service = await checkService(tx, serviceId);
  if (!service) return notFound();
  const why = whyNot(service) ??
    (await getOpenId(tx, serviceId) === null ? null : "change_open");
  if (why) return fail({ code: "not_changeable", why });
  const isBilled = service.billedPeriods > service.paidPeriods;
  const isReplaced = isBilled && input.when !== "next_term";
  const renewal = isReplaced ? await findReplaceable(tx, deps, service) : null;
  if (isBilled && !renewal && input.when === "now") {
    return fail({ code: "not_changeable", why: "unpaid" });
  }
  const now = deps.clock.now();
  const catalog = await getCatalog(deps, { currency: service.renewal.currency });
  const proposed = proposeChange({ ...input, service, catalog, today: dayOf(now) });
  if (!proposed.ok) return proposed;
  const { to } = proposed.value;
  if (to.planId !== place.planId) {
    const taken = await stageTakeStock(tx, deps, { ...place, planId: to.planId });
    if (!taken.ok) return taken;
  }
  const { plan, planName, cycle, customerId } = service;
  const change = {
    schemaVersion: 1 as const,
    id: deps.ids.next("chg"),
    serviceId,
    customerId,
    from: { planId: place.planId, plan, planName, cycle },
    to,
    datacenterId: place.datacenterId,
    requestedAt: toIso(now),
    closedAt: null,
  };
  return ok({ service, proposal: proposed.value, renewal, isBilled, change });
}

function whyNot(service: Service): NotChangeable["why"] | null {
  if (service.status !== "active") return "not_active";
  return service.cancellation !== null || service.termination !== null ? "cancelled" : null;
}
