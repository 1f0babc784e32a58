/** What a service can be changed to, and the change that waits. */
import { getCatalog, type PlanView } from "@/domain/catalog/mod.ts";
import { findVisible, type Service } from "@/domain/service/mod.ts";
import { type CustomerActor, mayUse } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { listChanges } from "./list_changes.ts";
import type { ChangeView } from "./view.ts";

/** What the page of a change shows before anything is chosen. */
export interface ChangeOptionsView {
  service: Pick<
    Service,
    "id" | "hostname" | "plan" | "planName" | "cycle" | "nextDueOn" | "status"
  >;
  /** Plans of the same family that the data center has, the present one among them. */
  plans: Array<Pick<PlanView, "slug" | "name" | "tagline" | "prices">>;
  /** The change that waits for its payment, or for the next term. */
  open: ChangeView | null;
}

/** The options for somebody who may see the service and its prices. */
export async function getChangeOptions(
  deps: Deps,
  { viewer, serviceId }: { viewer: CustomerActor; serviceId: string },
): Promise<Result<ChangeOptionsView, NotFound>> {
  if (!mayUse(viewer, "billing")) return notFound();
  const owner: CustomerActor = { kind: "customer", id: viewer.id };
  const service = await findVisible(deps, { viewer: owner, id: serviceId });
  if (!service) return notFound();
  const catalog = await getCatalog(deps, { currency: service.renewal.currency });
  const { id, hostname, plan, planName, cycle, nextDueOn, status } = service;
  const family = catalog.plans.find((known) => known.slug === plan)?.family;
  const changes = await listChanges(deps, id);
  return ok({
    service: { id, hostname, plan, planName, cycle, nextDueOn, status },
    plans: catalog.plans.filter((known) => known.family === family)
      .map(({ slug, name, tagline, prices }) => ({ slug, name, tagline, prices })),
    open: changes.find(({ status }) => status === "requested" || status === "scheduled") ?? null,
  });
}
