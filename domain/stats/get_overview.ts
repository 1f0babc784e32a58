/** The numbers that matter to staff today. */
import { dayOf } from "../shared/clock.ts";
import type { StaffActor } from "../shared/actor.ts";
import type { Deps } from "../shared/deps.ts";
import { type NotFound, notFound, ok, type Result } from "../shared/result.ts";
import { countJobs } from "../job/mod.ts";
import { countMails } from "../mail/mod.ts";
import { readDays, readTotals } from "./counters.ts";

/** Days that the overview looks back, with today. */
const DAYS = 14;

/** What the first page of the admin panel shows. */
export interface Overview {
  ordersToPay: number;
  proofsToCheck: number;
  ordersToProvision: number;
  servicesActive: number;
  invoicesOpen: number;
  customers: number;
  ordersToday: number;
  jobsFailed: number;
  jobsWaiting: number;
  /** Mails that weren't sent: waiting, failed, or kept because no provider is configured. */
  mailsWaiting: number;
  /** Orders placed on each of the last days, oldest first. */
  ordersByDay: Array<{ day: string; count: number }>;
}

/** Counts for staff with `overview.view`. Costs the same however much there is. */
export async function getOverview(
  deps: Deps,
  { viewer }: { viewer: StaffActor },
): Promise<Result<Overview, NotFound>> {
  if (!viewer.permissions.has("overview.view")) return notFound();
  const today = Temporal.PlainDate.from(dayOf(deps.clock.now()));
  const days = Array.from(
    { length: DAYS },
    (_, at) => today.subtract({ days: DAYS - 1 - at }).toString(),
  );
  const [totals, ordersByDay, jobs, mails] = await Promise.all([
    readTotals(deps.kv, [
      "orders.pending_payment",
      "proofs.pending",
      "orders.paid",
      "services.active",
      "invoices.open",
      "customers",
    ]),
    readDays(deps.kv, "orders_placed", days),
    countJobs(deps),
    countMails(deps),
  ]);
  return ok({
    ordersToPay: totals[0]!,
    proofsToCheck: totals[1]!,
    ordersToProvision: totals[2]!,
    servicesActive: totals[3]!,
    invoicesOpen: totals[4]!,
    customers: totals[5]!,
    ordersToday: ordersByDay.at(-1)!,
    jobsFailed: jobs.failed,
    jobsWaiting: jobs.waiting,
    mailsWaiting: mails.waiting + mails.failed + mails.kept,
    ordersByDay: days.map((day, at) => ({ day, count: ordersByDay[at]! })),
  });
}
