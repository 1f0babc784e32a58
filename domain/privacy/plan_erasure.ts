/** What the end of an account would mean: what stands in its way, what goes, what stays and until when. */
import { hasOpenApprovals, pageApprovalsOf } from "@/domain/approval/mod.ts";
import { listCreditNotes } from "@/domain/credit_note/mod.ts";
import { readAccount, readClosing } from "@/domain/customer/mod.ts";
import { listInvoices } from "@/domain/invoice/mod.ts";
import { listBalances } from "@/domain/ledger/mod.ts";
import { listOwnPayments } from "@/domain/payment/mod.ts";
import { getService, listServices, SERVICE_STATUSES } from "@/domain/service/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { type CustomerActor, isOwner } from "@/domain/shared/actor.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Page } from "@/domain/shared/kv.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { listOwnBookings } from "@/domain/wallet/mod.ts";
import { GRACE_DAYS, keptUntil } from "./erasure_model.ts";
import type { ErasureObstacle, ErasurePlanView } from "./view.ts";

/** The plan for one's own account. */
export async function planErasure(
  deps: Deps,
  { viewer }: { viewer: CustomerActor },
): Promise<Result<ErasurePlanView, NotFound>> {
  if (!isOwner(viewer)) return notFound();
  const [obstacles, services, newest, settings, closing] = await Promise.all([
    findObstacles(deps, viewer.id),
    findServices(deps, viewer),
    lastKeptOn(deps, viewer),
    getSettings(deps, "privacy"),
    readClosing(deps.kv, viewer.id),
  ]);
  return ok({
    obstacles,
    services,
    graceDays: GRACE_DAYS,
    dueOn: dayOf(deps.clock.now().add({ hours: GRACE_DAYS * 24 })),
    retainYears: settings.retainYears,
    keptUntil: newest === null ? null : keptUntil(newest, settings.retainYears),
    isClosing: closing !== null,
  });
}

/** The day of the last thing that the law keeps; `null` where there is none. */
async function lastKeptOn(deps: Deps, viewer: CustomerActor): Promise<string | null> {
  const page = { limit: 1 };
  const days = await Promise.all([
    newestDay(listInvoices(deps, { viewer, page }), ({ issuedAt }) => issuedAt),
    newestDay(listCreditNotes(deps, { viewer, page }), ({ issuedAt }) => issuedAt),
    newestDay(listOwnPayments(deps, { viewer, page }), ({ recordedAt }) => recordedAt),
    newestDay(listOwnBookings(deps, { viewer, of: "adjustments", page }), (one) => one.createdAt),
    newestDay(listOwnBookings(deps, { viewer, of: "refunds", page }), (one) => one.createdAt),
    newestDay(pageApprovalsOf(deps.kv, viewer.id, page), ({ proposedAt }) => proposedAt),
  ]);
  return days.filter((day) => day !== null).toSorted().at(-1) ?? null;
}

async function newestDay<T>(
  page: Promise<Page<T>>,
  at: (one: T) => string,
): Promise<string | null> {
  const { items: [newest] } = await page;
  return newest === undefined ? null : at(newest).slice(0, 10);
}

/** States of services that have to end first. */
const NOT_ENDED = SERVICE_STATUSES.filter((status) => status !== "terminated");
/** Services that the page names, of each state. */
const NAMED = 20;

/** The services that have to end first, each with when it does. */
async function findServices(
  deps: Deps,
  viewer: CustomerActor,
): Promise<ErasurePlanView["services"]> {
  const page = { limit: NAMED };
  const lists = await Promise.all(
    NOT_ENDED.map((status) => listServices(deps, { viewer, status, page })),
  );
  const full = lists.flatMap(({ items }) => items).map(({ id }) =>
    getService(deps, { viewer, id })
  );
  return (await Promise.all(full)).flatMap((service) => {
    if (!service.ok) return [];
    const { id, hostname, endsOn, deletedAt } = service.value;
    return [{ id, hostname, endsOn: deletedAt?.slice(0, 10) ?? endsOn }];
  });
}

/** What stands in the way of an account's end; nothing may. */
export async function findObstacles(
  deps: Deps,
  accountId: string,
): Promise<ErasureObstacle[]> {
  const viewer: CustomerActor = { kind: "customer", id: accountId };
  const page = { limit: 1 };
  const [account, balances, open, isUndecided, ...services] = await Promise.all([
    readAccount(deps.kv, accountId),
    listBalances(deps, { accountId }),
    listInvoices(deps, { viewer, status: "open", page }),
    hasOpenApprovals(deps.kv, accountId),
    ...NOT_ENDED.map((status) => listServices(deps, { viewer, status, page })),
  ]);
  const obstacles: ErasureObstacle[] = [];
  if (account?.staffRole) obstacles.push("staff_role");
  if (services.some(({ items }) => items.length > 0)) obstacles.push("services");
  if (open.items.length > 0) obstacles.push("open_invoices");
  if (balances.some(({ minor }) => minor > 0)) obstacles.push("wallet_credit");
  if (isUndecided) obstacles.push("undecided");
  return obstacles;
}
