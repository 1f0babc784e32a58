/** The changes of a service, for whoever may see the service. */
import type { Deps } from "@/domain/shared/deps.ts";
import type { Page, PageRequest } from "@/domain/shared/kv.ts";
import type { Change } from "./model.ts";
import { pageChanges } from "./repo.ts";
import type { ChangeView } from "./view.ts";

/** Changes that a page shows. */
const SHOWN = 20;

/** The changes of a service, newest first. The caller has made sure whose service it is. */
export async function listChanges(
  deps: Pick<Deps, "kv">,
  serviceId: string,
): Promise<ChangeView[]> {
  return (await listAllChanges(deps, { serviceId, page: { limit: SHOWN } })).items;
}

/** One page of all of them, newest first. */
export async function listAllChanges(
  deps: Pick<Deps, "kv">,
  { serviceId, page: request }: { serviceId: string; page: PageRequest },
): Promise<Page<ChangeView>> {
  const page = await pageChanges(deps.kv, serviceId, request);
  return { items: page.items.map(toView), next: page.next };
}

function toView(change: Change): ChangeView {
  const { id, status, invoiceId, requestedAt, validUntil, closedAt, from, to } = change;
  const names = { fromPlanName: from.planName, fromCycle: from.cycle };
  const { planName, cycle } = to;
  return { id, status, ...names, planName, cycle, invoiceId, requestedAt, validUntil, closedAt };
}
