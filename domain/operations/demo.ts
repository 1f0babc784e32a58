/**
 * `DEMO=1`: fills an empty installation with a labelled demonstration set, by the use-cases that people use, on a clock
 * that is set back. Its mails stay in the outbox. Key: `["demo"]`, made by the one process that fills it.
 */
import { findAccountByEmail, registerCustomer } from "../customer/mod.ts";
import { getInvoice } from "../invoice/mod.ts";
import { countJobs, runDueJobs } from "../job/mod.ts";
import { mailJobHandlers } from "../mail/mod.ts";
import { cancelOrder, expireOrders, listOrdersForStaff, placeOrder } from "../order/mod.ts";
import { bookReceipt, submitProof } from "../payment/mod.ts";
import { activateService } from "../provisioning/mod.ts";
import type { StaffActor } from "../shared/actor.ts";
import { dayOf, isoNow } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import { systemIds } from "../shared/ids.ts";
import { transact } from "../shared/kv.ts";
import { ROLE_PERMISSIONS } from "../shared/permissions.ts";
import { fail, ok, unwrap } from "../shared/result.ts";
import { DEMO_CUSTOMERS, DEMO_ORDERS, type DemoOrder, demoProof } from "./demo_data.ts";
import { importDemoStatement } from "./demo_statement.ts";

/** A customer of the set, to log in as. */
export interface DemoLogIn {
  email: string;
  /** The same for all customers of the set; made anew for each installation. */
  password: string;
}

/** Something that happened at a time. */
interface Step {
  at: Temporal.Instant;
  run(deps: Deps): Promise<void>;
}

/** Ids of what was made of each order of the set. */
type Made = Map<DemoOrder, { orderId: string; invoiceId: string }>;

const PASSWORD_LENGTH = 16;
/** When the bank's statement is imported, before the first start. */
const STATEMENT_HOURS_AGO = 2;

/**
 * Fills an installation that has no orders yet, once; `null` if there was nothing to do. Where a part can't be made
 * (staff have changed the catalogue, say), the set stays incomplete and the log says so.
 */
export async function fillDemo(deps: Deps): Promise<DemoLogIn | null> {
  const owner = await findAccountByEmail(deps, deps.config.adminEmail);
  if (!owner || !await isUntouched(deps) || !await claim(deps)) return null;
  try {
    return await fill(deps, owner);
  } catch (error) {
    deps.log.error("demo.incomplete", { error });
    return null;
  }
}

async function fill(deps: Deps, owner: { id: string }): Promise<DemoLogIn> {
  const staff: StaffActor = {
    kind: "staff",
    id: owner.id,
    permissions: ROLE_PERMISSIONS.owner,
  };
  const now = deps.clock.now();
  const clock = { at: now, now: () => clock.at };
  const past: Deps = { ...deps, clock, ids: systemIds(clock) };

  const password = deps.ids.code(PASSWORD_LENGTH);
  clock.at = now.subtract({ hours: 24 * 45 });
  const customers: string[] = [];
  for (const customer of DEMO_CUSTOMERS) {
    customers.push(unwrap(await registerCustomer(past, { ...customer, password })).accountId);
  }
  const made: Made = new Map();
  const steps = DEMO_ORDERS.flatMap((order) => stepsOf(order, { now, staff, customers, made }));
  const invoiceOf = (hostname: string) => {
    const order = DEMO_ORDERS.find(({ selection }) => selection.hostname === hostname)!;
    return made.get(order)!.invoiceId;
  };
  steps.push({
    at: now.subtract({ hours: STATEMENT_HOURS_AGO }),
    run: (deps) => importDemoStatement(deps, { staff, invoiceOf }),
  });
  steps.sort((a, b) => Temporal.Instant.compare(a.at, b.at));
  for (const step of steps) {
    clock.at = step.at;
    await step.run(past);
  }
  clock.at = now;
  await expireOrders(past);
  await keepMails(past);
  return { email: DEMO_CUSTOMERS[0].email, password };
}

/** Nothing that a person did may be taken for a part of the set, or have its mails kept back. */
async function isUntouched(deps: Deps): Promise<boolean> {
  const viewer: StaffActor = { kind: "staff", id: "demo", permissions: ROLE_PERMISSIONS.owner };
  const orders = await listOrdersForStaff(deps, { viewer, page: { limit: 1 } });
  const jobs = await countJobs(deps);
  return orders.items.length === 0 && jobs.waiting + jobs.running === 0;
}

async function claim(deps: Deps): Promise<boolean> {
  const key = ["demo"];
  const claimed = await transact(deps, async (tx) => {
    if (await tx.get(key) !== null) return fail({ code: "claimed" });
    tx.create(key, { schemaVersion: 1, filledAt: isoNow(deps.clock) });
    return ok(undefined);
  });
  return claimed.ok;
}

/** What happens to one order, and when. */
function stepsOf(
  order: DemoOrder,
  { now, staff, customers, made: all }: {
    now: Temporal.Instant;
    staff: StaffActor;
    customers: string[];
    made: Made;
  },
): Step[] {
  const placedAt = now.subtract({ minutes: Math.round(order.daysAgo * 24 * 60) });
  const actor = { kind: "customer", id: customers[order.customer]! } as const;
  const made = { orderId: "", invoiceId: "" };
  all.set(order, made);
  const steps: Step[] = [];
  const after = (minutes: number, run: Step["run"]) =>
    steps.push({ at: placedAt.add({ minutes }), run });

  after(0, async (deps) => {
    const form = { ...order.selection, payment_method: order.method, accept_terms: "on" };
    const placed = unwrap(await placeOrder(deps, { actor, form }));
    Object.assign(made, { orderId: placed.orderId, invoiceId: placed.invoiceId });
  });
  if (order.end === "cancelled") {
    after(300, async (deps) => {
      const reason = "The customer asked us to (demonstration).";
      unwrap(await cancelOrder(deps, { actor: staff, id: made.orderId, reason }));
    });
  }
  if (["proof", "paid", "active"].includes(order.end)) {
    after(90, async (deps) => {
      const { invoiceId } = made;
      const file = demoProof(invoiceId.slice(-8));
      const note = "Demonstration.";
      unwrap(await submitProof(deps, { actor, invoiceId, file, reference: "DEMO", note }));
    });
  }
  if (["paid", "active"].includes(order.end)) {
    after(24 * 60, (deps) => pay(deps, { staff, order, invoiceId: made.invoiceId }));
  }
  if (order.end === "active") {
    after(26 * 60, (deps) => handOver(deps, { staff, order, orderId: made.orderId }));
  }
  return steps;
}

async function pay(
  deps: Deps,
  { staff, order, invoiceId }: { staff: StaffActor; order: DemoOrder; invoiceId: string },
): Promise<void> {
  const invoice = unwrap(await getInvoice(deps, { viewer: staff, id: invoiceId }));
  const receipt = {
    amount: invoice.total,
    method: order.method === "crypto" ? "crypto_btc" as const : "bank_transfer" as const,
    reference: `DEMO-${invoiceId.slice(-10)}`,
    receivedOn: dayOf(deps.clock.now()),
  };
  const { customerId } = invoice;
  unwrap(
    await bookReceipt(deps, { actor: staff, customerId, invoiceId, receipt, source: "staff" }),
  );
}

async function handOver(
  deps: Deps,
  { staff, order, orderId }: { staff: StaffActor; order: DemoOrder; orderId: string },
): Promise<void> {
  const form = {
    ip: `192.0.2.${10 + DEMO_ORDERS.indexOf(order)}`,
    hostname: order.selection.hostname,
    username: "root",
    password: deps.ids.code(PASSWORD_LENGTH),
    port: "22",
    panel_url: "",
    notes: "Demonstration: this machine doesn't exist.",
  };
  unwrap(await activateService(deps, { actor: staff, orderId, form }));
}

/** Nobody is written to about a demonstration: its mails go to the outbox, also where there is a provider. */
async function keepMails(deps: Deps): Promise<void> {
  const silent = { ...deps.log, warn: () => {} };
  const withoutProvider = { ...deps, log: silent, config: { ...deps.config, sendgrid: null } };
  for (;;) {
    const report = await runDueJobs(withoutProvider, { handlers: mailJobHandlers });
    if (report.done === 0) return;
  }
}
