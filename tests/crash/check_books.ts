/** Holds everything in the database against everything else, and against what customers and staff were told. */
import type { Job } from "@/domain/job/model.ts";
import type { Mail } from "@/domain/mail/model.ts";
import type { Order } from "@/domain/order/mod.ts";
import type { Invoice } from "@/domain/invoice/mod.ts";
import type { Service } from "@/domain/service/mod.ts";
import type { Payment } from "@/domain/payment/model.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Purchase } from "./buyers.ts";

/** What the books are held against. */
export interface Expected {
  purchases: readonly Purchase[];
  /** Of each plan in each data center, before the first order. */
  fullStock: number;
}

interface Books {
  orders: Order[];
  invoices: Map<string, Invoice>;
  services: Map<string, Service>;
  payments: Payment[];
  jobs: Map<string, Job>;
  mails: Map<string, Mail>;
  audit: Map<string, number>;
}

/** Every discrepancy as a sentence. Run it while nobody writes, once no job is left. */
export async function findDiscrepancies(
  deps: Pick<Deps, "kv">,
  expected: Expected,
): Promise<string[]> {
  const books = await readBooks(deps.kv);
  const verified = await verifyBooks(deps);
  return [
    ...verified.ok ? [] : verified.error.problems.map((each) => `${each.kind}: ${each.subject}`),
    ...checkTold(books, expected.purchases),
    ...books.orders.flatMap((order) => checkOrder(books, order)),
    ...checkTotals(books),
    ...await checkStock(deps.kv, books, expected.fullStock),
    ...await checkIndexes(deps.kv, books),
    ...await checkCounters(deps.kv, books),
  ];
}

async function readBooks(kv: Deno.Kv): Promise<Books> {
  const audit = new Map<string, number>();
  for (
    const event of await readAll<{ action: string; subject: { id: string } }>(kv, "audit_events")
  ) {
    const name = `${event.action} ${event.subject.id}`;
    audit.set(name, (audit.get(name) ?? 0) + 1);
  }
  const byId = <T extends { id: string }>(all: T[]) => new Map(all.map((each) => [each.id, each]));
  return {
    orders: await readAll<Order>(kv, "orders"),
    invoices: byId(await readAll<Invoice>(kv, "invoices")),
    services: byId(await readAll<Service>(kv, "services")),
    payments: await readAll<Payment>(kv, "payments"),
    jobs: byId(await readAll<Job>(kv, "jobs")),
    mails: new Map((await readAll<Mail>(kv, "mails")).map((mail) => [mail.fact, mail])),
    audit,
  };
}

async function readAll<T>(kv: Deno.Kv, prefix: string): Promise<T[]> {
  const all: T[] = [];
  for await (const { value } of kv.list<T>({ prefix: [prefix] }, { batchSize: 500 })) {
    all.push(value);
  }
  return all;
}

/** Nothing that was acknowledged is lost, and nothing was done twice. */
function checkTold(books: Books, purchases: readonly Purchase[]): string[] {
  const wanted = { order: 0, pay: 1, hand_over: 2, done: 3 };
  const reached = { pending_payment: 1, paid: 2, active: 3, cancelled: 0, expired: 0 };
  const problems: string[] = [];
  for (const { hostname, step, invoiceId } of purchases) {
    const orders = books.orders.filter((order) => order.hostname === hostname);
    const [order] = orders;
    if (orders.length > 1) problems.push(`${hostname} was ordered ${orders.length} times`);
    if (step !== "order" && !order) problems.push(`the order of ${hostname} is lost`);
    if (order && reached[order.status] < wanted[step]) {
      problems.push(`${hostname} is ${order.status}, but its customer was told more (${step})`);
    }
    if (order && invoiceId && order.invoiceId !== invoiceId) {
      problems.push(`${hostname}: another invoice than the customer was sent to`);
    }
  }
  return problems;
}

/** One order with all that belongs to it, and with nothing that doesn't. */
function checkOrder(books: Books, order: Order): string[] {
  const invoice = books.invoices.get(order.invoiceId);
  const service = order.serviceId ? books.services.get(order.serviceId) : undefined;
  const payments = books.payments.filter((payment) => payment.invoiceId === order.invoiceId);
  const isPaid = order.status === "paid" || order.status === "active";
  const isActive = order.status === "active";
  const facts: [fact: string, isWanted: boolean][] = [
    [`order_placed:${order.id}`, true],
    [`order_received_staff:${order.id}`, true],
    [`service_ready:${order.serviceId}`, isActive],
    ...payments.map(({ id }): [string, boolean] => [`payment_received:${id}`, true]),
  ];
  const events: [event: string, count: number][] = [
    [`order.placed ${order.id}`, 1],
    [`service.activated ${order.serviceId}`, isActive ? 1 : 0],
  ];
  const rules: [rule: string, isKept: boolean][] = [
    ["has its invoice", invoice?.orderId === order.id],
    ["costs what its invoice says", invoice?.total.minor === order.total.minor],
    ["is paid exactly if its invoice is", (invoice?.status === "paid") === isPaid],
    ["has one payment exactly if it is paid", payments.length === (isPaid ? 1 : 0)],
    ["has its service exactly if it is paid", (service?.orderId === order.id) === isPaid],
    ["is active exactly if its service is", (service?.status === "active") === isActive],
    ["has credentials exactly if it is active", (service?.credentials != null) === isActive],
    ...facts.map(([fact, isWanted]): [string, boolean] => [
      `has the mail ${fact}, sent, if it is due`,
      (books.mails.get(fact)?.state === "sent") === isWanted &&
      (books.jobs.get(`mail:${fact}`)?.state === "done") === isWanted,
    ]),
    ...events.map(([event, count]): [string, boolean] => [
      `is ${count} times in the audit log as ${event}`,
      (books.audit.get(event) ?? 0) === count,
    ]),
  ];
  return rules.filter(([, isKept]) => !isKept).map(([rule]) =>
    `not true: ${order.hostname} ${rule}`
  );
}

/** Nothing stands without an order. */
function checkTotals({ orders, invoices, services, payments, audit, jobs }: Books): string[] {
  const paid = orders.filter(({ status }) => status === "paid" || status === "active").length;
  const recorded = [...audit.keys()].filter((name) => name.startsWith("payment.recorded ")).length;
  const numbers = [...invoices.values()].map(({ number }) => number).sort();
  const problems: string[] = [];
  if (invoices.size !== orders.length) {
    problems.push(`${invoices.size} invoices, ${orders.length} orders`);
  }
  if (services.size !== paid) problems.push(`${services.size} services, ${paid} paid orders`);
  if (payments.length !== paid) problems.push(`${payments.length} payments, ${paid} paid orders`);
  if (recorded !== payments.length) {
    problems.push(`${recorded} audited payments of ${payments.length}`);
  }
  if (new Set(numbers).size !== numbers.length) problems.push("an invoice number was given twice");
  for (const job of jobs.values()) {
    if (job.state !== "done") {
      problems.push(`job ${job.id} is ${job.state}: ${job.lastError?.message}`);
    }
  }
  return problems;
}

async function checkStock(kv: Deno.Kv, { orders }: Books, fullStock: number): Promise<string[]> {
  const problems: string[] = [];
  for await (const { key, value } of kv.list<{ count: number }>({ prefix: ["stocks"] })) {
    const [, planId, datacenterId] = key;
    const taken = orders.filter((order) =>
      order.planId === planId && order.datacenterId === datacenterId &&
      order.status !== "cancelled" && order.status !== "expired"
    ).length;
    if (value.count + taken !== fullStock) {
      problems.push(`stock of ${String(planId)}: ${value.count} left, ${taken} taken`);
    }
  }
  return problems;
}

/** Every order is found by each index that it belongs to, and the indexes hold nothing else. */
async function checkIndexes(kv: Deno.Kv, { orders }: Books): Promise<string[]> {
  const wanted = new Set(orders.flatMap((order) => [
    `orders_by_number ${order.number}`,
    `orders_by_status ${order.status} ${order.id}`,
    `orders_by_customer ${order.customerId} ${order.id}`,
    `orders_by_customer_status ${order.customerId} ${order.status} ${order.id}`,
    `orders_by_hostname ${order.hostname} ${order.id}`,
    `orders_by_email ${order.customerEmail} ${order.id}`,
    ...order.status === "pending_payment" ? [`orders_expiring ${order.expiresAt} ${order.id}`] : [],
  ]));
  const prefixes = new Set([...wanted].map((name) => name.split(" ")[0]!));
  const problems: string[] = [];
  for (const prefix of [...prefixes, "orders_expiring"]) {
    for await (const { key } of kv.list({ prefix: [prefix] })) {
      const name = key.map(String).join(" ");
      if (!wanted.delete(name) && prefix !== "orders_expiring") {
        problems.push(`stray entry ${name}`);
      }
    }
  }
  return [...problems, ...[...wanted].map((name) => `missing entry ${name}`)];
}

/** Counters say what there is. */
async function checkCounters(kv: Deno.Kv, { jobs, mails }: Books): Promise<string[]> {
  const problems: string[] = [];
  for (const [counter, records] of [["job_counts", jobs], ["mail_counts", mails]] as const) {
    for await (const { key, value } of kv.list<Deno.KvU64>({ prefix: [counter] })) {
      const count = [...records.values()].filter(({ state }) => state === key[1]).length;
      if (Number(value.value) !== count) {
        problems.push(`${counter} of ${String(key[1])} says ${value.value}, there are ${count}`);
      }
    }
  }
  return problems;
}
