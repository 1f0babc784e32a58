/** What the end of an account would mean: what stands in its way, what goes, what stays and until when. */
import { readAccount, readClosing } from "@/domain/customer/mod.ts";
import { listInvoices } from "@/domain/invoice/mod.ts";
import { listBalances } from "@/domain/ledger/mod.ts";
import { listServices, SERVICE_STATUSES } from "@/domain/service/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { type CustomerActor, isOwner } from "@/domain/shared/actor.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { GRACE_DAYS, keptUntil } from "./erasure_model.ts";
import type { ErasureObstacle, ErasurePlanView } from "./view.ts";

/** The plan for one's own account. */
export async function planErasure(
  deps: Deps,
  { viewer }: { viewer: CustomerActor },
): Promise<Result<ErasurePlanView, NotFound>> {
  if (!isOwner(viewer)) return notFound();
  const [obstacles, invoices, settings, closing] = await Promise.all([
    findObstacles(deps, viewer.id),
    listInvoices(deps, { viewer, page: { limit: 1 } }),
    getSettings(deps, "privacy"),
    readClosing(deps.kv, viewer.id),
  ]);
  const newest = invoices.items[0];
  return ok({
    obstacles,
    graceDays: GRACE_DAYS,
    dueOn: dayOf(deps.clock.now().add({ hours: GRACE_DAYS * 24 })),
    retainYears: settings.retainYears,
    keptUntil: newest ? keptUntil(newest.issuedAt.slice(0, 10), settings.retainYears) : null,
    isClosing: closing !== null,
  });
}

/** What stands in the way of an account's end; nothing may. */
export async function findObstacles(
  deps: Deps,
  accountId: string,
): Promise<ErasureObstacle[]> {
  const viewer: CustomerActor = { kind: "customer", id: accountId };
  const page = { limit: 1 };
  const running = SERVICE_STATUSES.filter((status) => status !== "terminated");
  const [account, balances, open, ...services] = await Promise.all([
    readAccount(deps.kv, accountId),
    listBalances(deps, { accountId }),
    listInvoices(deps, { viewer, status: "open", page }),
    ...running.map((status) => listServices(deps, { viewer, status, page })),
  ]);
  const obstacles: ErasureObstacle[] = [];
  if (account?.staffRole) obstacles.push("staff_role");
  if (services.some(({ items }) => items.length > 0)) obstacles.push("services");
  if (open.items.length > 0) obstacles.push("open_invoices");
  if (balances.some(({ minor }) => minor > 0)) obstacles.push("wallet_credit");
  return obstacles;
}
