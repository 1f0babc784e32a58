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

/** What waits for somebody at the payment desk. */
export interface DeskCounts {
  proofsToCheck: number;
  /** Lines of bank statements that nobody has decided about. */
  linesToMatch: number;
  /** Payments on chains that came late or otherwise than asked for, were named by customers, or are gone. */
  chainToDecide: number;
  /** Payments, refunds and credits that a second member of staff has to agree to. */
  approvalsToDecide: number;
}

/** What the first page of the admin panel shows. */
export interface Overview extends DeskCounts {
  ordersToPay: number;
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
  const [desk, totals, ordersByDay, jobs, mails] = await Promise.all([
    readDeskCounts(deps.kv),
    readTotals(deps.kv, [
      "orders.pending_payment",
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
    ...desk,
    ordersToPay: totals[0]!,
    ordersToProvision: totals[1]!,
    servicesActive: totals[2]!,
    invoicesOpen: totals[3]!,
    customers: totals[4]!,
    ordersToday: ordersByDay.at(-1)!,
    jobsFailed: jobs.failed,
    jobsWaiting: jobs.waiting,
    mailsWaiting: mails.waiting + mails.failed + mails.kept,
    ordersByDay: days.map((day, at) => ({ day, count: ordersByDay[at]! })),
  });
}

/** Counts of the payment desk for staff with `proofs.view`. Costs the same however much there is. */
export async function getDeskCounts(
  deps: Pick<Deps, "kv">,
  { viewer }: { viewer: StaffActor },
): Promise<Result<DeskCounts, NotFound>> {
  return viewer.permissions.has("proofs.view") ? ok(await readDeskCounts(deps.kv)) : notFound();
}

async function readDeskCounts(kv: Deno.Kv): Promise<DeskCounts> {
  const [proofsToCheck, linesToMatch, chainToDecide, approvalsToDecide] = await readTotals(kv, [
    "proofs.pending",
    "statement_lines.open",
    "chain_payments.attention",
    "approvals.proposed",
  ]);
  return {
    proofsToCheck: proofsToCheck!,
    linesToMatch: linesToMatch!,
    chainToDecide: chainToDecide!,
    approvalsToDecide: approvalsToDecide!,
  };
}
