/** Shops with running services, and a clock that goes through their lives day by day. */
import { runBilling } from "@/domain/billing/mod.ts";
import type { BillingReport } from "@/domain/billing/mod.ts";
import { type Invoice, readInvoice } from "@/domain/invoice/mod.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import type { OrderForm } from "@/domain/order/mod.ts";
import { bookReceipt } from "@/domain/payment/mod.ts";
import { activateService } from "@/domain/provisioning/mod.ts";
import { readService, type Service } from "@/domain/service/mod.ts";
import { getSettings, type SettingsOf, updateSettings } from "@/domain/settings/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type Money, money, toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import type { TestDeps } from "@/tests/helpers/deps.ts";
import { mailsTo, type StoredMail } from "@/tests/helpers/mails.ts";
import { makeStaff } from "../order/fixtures.ts";
import { pay, placeDebt } from "../payment/fixtures.ts";
import { mustPlace } from "../order/fixtures.ts";
import { getInvoice } from "@/domain/invoice/mod.ts";

export { placeDebt };

/** What staff type for any machine. */
export const MACHINE = {
  ip: "192.0.2.10",
  username: "root",
  password: "Tr0ub4dor&3",
  port: "22",
  panel_url: "",
  notes: "",
};

/** A service that was ordered, paid and handed over today. */
export async function makeService(
  deps: Deps,
  customer: CustomerActor,
  change: Partial<OrderForm> = {},
): Promise<string> {
  const hostname = change.hostname ?? "web1.example.com";
  const order = { cycle: "monthly", addons: [] as string[], hostname, ...change };
  const { orderId, invoiceId } = await mustPlace(deps, customer, order);
  const invoice = unwrap(await getInvoice(deps, { viewer: customer, id: invoiceId }));
  const receivedOn = dayOf(deps.clock.now());
  unwrap(
    await pay(deps, { customer, orderId, invoice }, {
      reference: `TX ${hostname} ${orderId}`,
      received_on: receivedOn,
    }),
  );
  const form = { ...MACHINE, hostname };
  return unwrap(await activateService(deps, { actor: makeStaff(), orderId, form })).serviceId;
}

/** Money that arrived: for an invoice, or just so. */
export async function receive(
  deps: Deps,
  customer: CustomerActor,
  given: { amount: Money; invoiceId?: string | null },
) {
  return unwrap(
    await bookReceipt(deps, {
      actor: makeStaff(),
      customerId: customer.id,
      invoiceId: given.invoiceId ?? null,
      receipt: {
        amount: given.amount,
        method: "bank_transfer",
        reference: deps.ids.token(12),
        receivedOn: dayOf(deps.clock.now()),
      },
      source: "staff",
    }),
  );
}

/** Pays what is due on an invoice. */
export async function payInvoice(deps: Deps, customer: CustomerActor, invoiceId: string) {
  const invoice = (await readInvoice(deps.kv, invoiceId))!;
  const dueMinor = invoice.total.minor - invoice.paid.minor - invoice.credited.minor;
  const amount = money(dueMinor, invoice.currency);
  return await receive(deps, customer, { amount, invoiceId });
}

/** Sets values of the section `billing`. */
export async function setBilling(
  deps: Deps,
  change: Partial<SettingsOf<"billing">>,
): Promise<void> {
  const values = { ...await getSettings(deps, "billing"), ...change };
  unwrap(await updateSettings(deps, { actor: makeStaff(), section: "billing", values }));
}

/** What is due now, with all jobs. */
export async function runNow(deps: Deps): Promise<BillingReport> {
  const report = await runBilling(deps);
  for (let done = 1; done > 0;) ({ done } = await runDueJobs(deps, { handlers: jobHandlers }));
  return report;
}

/** Goes day by day to 08:00 of `day`, with a run on each of them; `onDay` after each. */
export async function runUntil(
  deps: TestDeps,
  day: string,
  onDay: (today: string) => Promise<void> = () => Promise.resolve(),
): Promise<BillingReport> {
  const all: BillingReport = { steps: [], failed: 0 };
  const end = Temporal.Instant.from(`${day}T08:00:00Z`);
  while (Temporal.Instant.compare(deps.clock.now(), end) < 0) {
    const today = Temporal.PlainDate.from(dayOf(deps.clock.now()));
    const morning = Temporal.Instant.from(`${today}T08:00:00Z`);
    const isOver = Temporal.Instant.compare(deps.clock.now(), morning) >= 0;
    deps.clock.set(`${isOver ? today.add({ days: 1 }) : today}T08:00:00Z`);
    const report = await runNow(deps);
    all.steps.push(...report.steps);
    all.failed += report.failed;
    await onDay(dayOf(deps.clock.now()));
  }
  return all;
}

/** Goes hour by hour through so many days, with a run in each of them. */
export async function runHours(deps: TestDeps, days: number): Promise<BillingReport> {
  const all: BillingReport = { steps: [], failed: 0 };
  for (let hour = 0; hour <= days * 24; hour++) {
    if (hour > 0) deps.clock.advance({ hours: 1 });
    const { steps, failed } = await runNow(deps);
    all.steps.push(...steps);
    all.failed += failed;
  }
  return all;
}

/** All invoices for further periods, in the order of their numbers. */
export async function renewalsOf(deps: Deps, serviceId?: string): Promise<Invoice[]> {
  const found: Invoice[] = [];
  for await (const { key } of deps.kv.list({ prefix: ["invoices"] })) {
    const invoice = (await readInvoice(deps.kv, String(key[1])))!;
    const isOfService = serviceId === undefined ||
      invoice.lines.some((line) => line.serviceId === serviceId);
    if (invoice.kind === "renewal" && isOfService) found.push(invoice);
  }
  return found;
}

/** An invoice in one line: days, lines, total. */
export function shortOf(invoice: Invoice): string {
  const lines = invoice.lines.map(({ label, quantity, amount }) =>
    `${label} × ${quantity} ${toDecimal(amount)}`
  );
  const period = invoice.lines[0]!.period!;
  return `${
    invoice.issuedAt.slice(0, 10)
  } due ${invoice.dueOn}: ${period.startsOn}/${period.endsOn} ` +
    `${lines.join(", ")} = ${toDecimal(invoice.total)}`;
}

/** A service that is there. */
export async function serviceOf(deps: Deps, id: string): Promise<Service> {
  return (await readService(deps.kv, id))!;
}

/** Facts of the mails with one of these templates, oldest first. */
export async function mailsBy(deps: Deps, ...templates: string[]): Promise<StoredMail[]> {
  return (await mailsTo(deps)).filter(({ template }) => templates.includes(template));
}
