/**
 * Reading services: whoever may use the services of a customer's account sees those, staff with `services.view` all. Prices
 * and ways to log in are for those who may see them.
 */
import { type CustomerActor, mayUse, type StaffActor, type Viewer } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import type { Page, PageRequest } from "@/domain/shared/kv.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { accessOf } from "./access.ts";
import type { Service, ServiceStatus } from "./model.ts";
import { findByOrder, pageServices, readService } from "./repo.ts";
import { openCredentials } from "./stage_service.ts";
import { trialEndOn } from "./trial.ts";
import type {
  ServiceSummaryView,
  ServiceView,
  StaffServiceSummaryView,
  StaffServiceView,
} from "./view.ts";

/** The customer's own service. */
export function getService(
  deps: Deps,
  input: { viewer: CustomerActor; id: string },
): Promise<Result<ServiceView, NotFound>>;
/** Any service, for staff. */
export function getService(
  deps: Deps,
  input: { viewer: StaffActor; id: string },
): Promise<Result<StaffServiceView, NotFound>>;
export async function getService(
  deps: Deps,
  { viewer, id }: { viewer: Viewer; id: string },
): Promise<Result<ServiceView, NotFound>> {
  const service = await findVisible(deps, { viewer, id });
  if (!service) return notFound();
  const view = await toView(deps, service);
  if (viewer.kind === "customer") {
    const access = mayUse(viewer, "credentials") ? view.access : null;
    return ok({ ...hidePrice(view, viewer), access });
  }
  const { customerId, staffNotes, neverSuspend, cancellation } = service;
  const cancelReason = cancellation?.reason ?? "";
  return ok({ ...view, customerId, staffNotes, neverSuspend, cancelReason });
}

/** A service record that the viewer may see; `null` if there is none for them. */
export async function findVisible(
  deps: Pick<Deps, "kv">,
  { viewer, id }: { viewer: Viewer; id: string },
): Promise<Service | null> {
  const service = isId("svc", id) ? await readService(deps.kv, id) : null;
  if (!service) return null;
  const maySee = viewer.kind === "staff"
    ? viewer.permissions.has("services.view")
    : viewer.id === service.customerId && mayUse(viewer, "services");
  return maySee ? service : null;
}

/** The id of an order's service; `null` while there is none. The caller has made sure whose order it is. */
export function findServiceOfOrder(
  deps: Pick<Deps, "kv">,
  orderId: string,
): Promise<string | null> {
  return findByOrder(deps.kv, orderId);
}

/** What a list of services may be asked for. */
export interface ServiceListRequest {
  status?: ServiceStatus;
  page?: PageRequest;
}

/** One page of a customer's own services, newest first. */
export async function listServices(
  deps: Pick<Deps, "kv">,
  input: ServiceListRequest & { viewer: CustomerActor },
): Promise<Page<ServiceSummaryView>> {
  const { viewer, status } = input;
  if (!mayUse(viewer, "services")) return { items: [], next: null };
  const filter = { customerId: viewer.id, ...(status && { status }) };
  const page = await pageServices(deps.kv, filter, input.page ?? {});
  return { items: page.items.map((each) => hidePrice(toSummary(each), viewer)), next: page.next };
}

/** One page of all services or of one customer's, newest first, for staff; empty without `services.view`. */
export async function listServicesForStaff(
  deps: Pick<Deps, "kv">,
  input: ServiceListRequest & { viewer: StaffActor; customerId?: string },
): Promise<Page<StaffServiceSummaryView>> {
  if (!input.viewer.permissions.has("services.view")) return { items: [], next: null };
  const { status, customerId } = input;
  const filter = { ...(status && { status }), ...(customerId && { customerId }) };
  const page = await pageServices(deps.kv, filter, input.page ?? {});
  const items = page.items.map((service) => ({
    ...toSummary(service),
    customerId: service.customerId,
  }));
  return { items, next: page.next };
}

function hidePrice<T extends ServiceSummaryView>(service: T, viewer: CustomerActor): T {
  return mayUse(viewer, "billing") ? service : { ...service, renewal: null };
}

function toSummary(service: Service): ServiceSummaryView & Pick<Service, "renewal"> {
  const { id, orderId, orderNumber, status, plan, planName, datacenterName } = service;
  const { hostname, cycle, renewal, nextDueOn, createdAt } = service;
  return {
    id,
    orderId,
    orderNumber,
    status,
    plan,
    planName,
    datacenterName,
    hostname,
    cycle,
    renewal,
    nextDueOn,
    createdAt,
  };
}

async function toView(
  deps: Deps,
  service: Service,
): Promise<ServiceView & Pick<Service, "renewal">> {
  const credentials = service.status === "active" ? await openCredentials(deps, service) : null;
  const { osName, panelName, addons, highlights, anchorOn, activatedAt } = service;
  return {
    ...toSummary(service),
    osName,
    panelName,
    addons,
    highlights,
    anchorOn,
    trialEndsOn: trialEndOn(service),
    activatedAt,
    hasCredentials: service.credentials !== null,
    access: credentials && accessOf(service, credentials),
    credentialsChangedAt: service.credentialsChangedAt,
    suspension: service.suspension,
    endsOn: service.cancellation?.endsOn ?? null,
    deletedAt: service.termination?.at ?? null,
    terminatedAt: service.terminatedAt,
  };
}
