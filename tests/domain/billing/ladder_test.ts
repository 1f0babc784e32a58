/** What happens when nobody pays: each rung on its day, once, and never after the payment. */
import { expect } from "expect";
import { runBilling, runDue } from "@/domain/billing/mod.ts";
import { amountDue, readInvoice } from "@/domain/invoice/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { getService, revealCredentials } from "@/domain/service/mod.ts";
import { money, toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { changeTerms, setWalletPayment } from "@/domain/terms/mod.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { makeStaff, openShop, stockOf } from "../order/fixtures.ts";
import {
  mailsBy,
  makeService,
  payInvoice,
  receive,
  renewalsOf,
  runNow,
  runUntil,
  serviceOf,
  setBilling,
} from "./helpers.ts";

const CHASING = [
  "renewal_issued",
  "invoice_reminder",
  "service_suspended",
  "service_final_warning",
  "service_terminated",
  "service_terminated_staff",
];

/** A customer with one monthly service since 1 March, whose next term begins on 1 April. */
async function openLadder(deps: TestDeps) {
  const customer = await openShop(deps);
  const serviceId = await makeService(deps, customer);
  return { customer, serviceId };
}

/** Day and name of every mail about what isn't paid, in the order of their making. */
async function chased(deps: TestDeps): Promise<string[]> {
  const mails = await mailsBy(deps, ...CHASING) as unknown as { createdAt: string; fact: string }[];
  return mails.map(({ createdAt, fact }) =>
    `${createdAt.slice(0, 13)} ${fact.replaceAll(/:(inv|svc)_\w+/g, "")}`
  );
}

Deno.test("an invoice that nobody pays climbs each rung on its day, and the service ends at the hour that was named", async () => {
  await using deps = await makeDeps();
  const { customer, serviceId } = await openLadder(deps);
  const stock = await stockOf(deps, "vps-grow", "fra1");

  const report = await runUntil(deps, "2026-05-02", async () => {
    // A day has many runs: none of them does anything again.
    deps.clock.advance({ minutes: 90 });
    await runNow(deps);
  });

  expect(await chased(deps)).toEqual([
    "2026-03-18T08 renewal_issued",
    "2026-03-29T08 invoice_reminder:-3",
    "2026-04-02T08 invoice_reminder:1",
    "2026-04-04T08 invoice_reminder:3",
    "2026-04-06T08 service_suspended",
    "2026-04-28T08 service_final_warning",
    "2026-05-01T08 service_terminated",
    "2026-05-01T08 service_terminated_staff",
  ]);
  const service = await serviceOf(deps, serviceId);
  expect(service).toMatchObject({ status: "terminated", credentials: null, nextDueOn: null });
  expect(service.terminatedAt).toBe("2026-05-01T08:00:00.000Z");
  expect((await renewalsOf(deps)).map(({ status }) => status)).toEqual(["void"]);
  expect(await stockOf(deps, "vps-grow", "fra1")).toBe(stock + 1);
  expect(report.steps.map(({ kind }) => kind)).toEqual(
    ["invoice_issued", "reminder", "reminder", "reminder", "suspended", "warned", "terminated"],
  );
  const [warning] = await mailsBy(deps, "service_final_warning");
  expect(warning!.variables).toMatchObject({ endsAt: "1 May 2026 at 08:00 UTC", due: "12.00 EUR" });
  expect(warning!.variables.losses).toContain("all data on its disks");
  expect(await revealCredentials(deps, { actor: customer, id: serviceId }))
    .toEqual({ ok: false, error: { code: "not_active" } });
  unwrap(await verifyBooks(deps));
});

Deno.test("a suspended service runs again in the commit that pays it, and its log-in was hidden meanwhile", async () => {
  await using deps = await makeDeps();
  const { customer, serviceId } = await openLadder(deps);
  await runUntil(deps, "2026-04-10");
  const [invoice] = await renewalsOf(deps);
  const hidden = unwrap(await getService(deps, { viewer: customer, id: serviceId }));

  await payInvoice(deps, customer, invoice!.id);

  expect([hidden.status, hidden.access]).toEqual(["suspended", null]);
  expect(await serviceOf(deps, serviceId)).toMatchObject({
    status: "active",
    suspension: null,
    nextDueOn: "2026-05-01",
    paidPeriods: 2,
  });
  const shown = unwrap(await getService(deps, { viewer: customer, id: serviceId }));
  expect(shown.access?.ip).toBe("192.0.2.10");
  const before = await chased(deps);
  await runUntil(deps, "2026-04-16");
  expect(await chased(deps)).toEqual(before);
  await runUntil(deps, "2026-04-17");
  expect((await chased(deps)).at(-1)).toBe("2026-04-17T08 renewal_issued");
});

Deno.test("a payment after the last warning undoes the end, up to the last minute", async () => {
  await using deps = await makeDeps();
  const { customer, serviceId } = await openLadder(deps);
  await runUntil(deps, "2026-04-30");
  deps.clock.set("2026-05-01T07:59:59Z");
  await runNow(deps);
  const [invoice] = await renewalsOf(deps);
  expect((await serviceOf(deps, serviceId)).termination?.at).toBe("2026-05-01T08:00:00.000Z");

  await payInvoice(deps, customer, invoice!.id);
  await runUntil(deps, "2026-05-20");

  const service = await serviceOf(deps, serviceId);
  expect([service.status, service.termination]).toEqual(["suspended", null]);
  expect((await chased(deps)).filter((mail) => mail.includes("terminated"))).toEqual([]);
  // The term that was paid is over by then; the next one has its own ladder.
  expect((await renewalsOf(deps)).map(({ status }) => status)).toEqual(["paid", "open"]);
});

Deno.test("after weeks without a run nobody gets three mails at once, and nothing ends unwarned", async () => {
  await using deps = await makeDeps();
  const { serviceId } = await openLadder(deps);
  await runUntil(deps, "2026-03-18");
  deps.clock.set("2026-06-15T13:20:10Z");

  for (let hour = 0; hour < 24 * 6; hour++) {
    await runNow(deps);
    deps.clock.advance({ hours: 1 });
  }

  expect(await chased(deps)).toEqual([
    "2026-03-18T08 renewal_issued",
    "2026-06-15T13 service_suspended",
    "2026-06-16T09 service_final_warning",
    "2026-06-19T10 service_terminated",
    "2026-06-19T10 service_terminated_staff",
  ]);
  const [warning] = await mailsBy(deps, "service_final_warning");
  expect(warning!.variables.endsAt).toBe("19 June 2026 at 10:00 UTC");
  expect((await serviceOf(deps, serviceId)).terminatedAt).toBe("2026-06-19T10:20:10.000Z");
});

Deno.test("a service whose warning didn't go out stays until it has been out for the hours that were promised", async () => {
  await using deps = await makeDeps();
  const { serviceId } = await openLadder(deps);
  await runUntil(deps, "2026-04-27");
  deps.clock.set("2026-04-28T08:00:00Z");
  await runBilling(deps); // without jobs: no mail goes out
  expect((await serviceOf(deps, serviceId)).termination?.at).toBe("2026-05-01T08:00:00.000Z");

  deps.clock.set("2026-05-01T12:00:00Z");
  await runBilling(deps);
  const waiting = await serviceOf(deps, serviceId);
  await runNow(deps); // now it does
  await runUntil(deps, "2026-05-04");
  const warned = await serviceOf(deps, serviceId);
  await runUntil(deps, "2026-05-05");

  expect([waiting.status, waiting.termination?.at])
    .toEqual(["suspended", "2026-05-01T13:00:00.000Z"]);
  expect([warned.status, warned.termination?.at])
    .toEqual(["suspended", "2026-05-04T12:00:00.000Z"]);
  expect((await serviceOf(deps, serviceId)).status).toBe("terminated");
});

Deno.test("one record that can't be read stops nobody else's bills, reminders or ends", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  const ids: string[] = [];
  for (const name of ["a", "b", "c"]) {
    ids.push(await makeService(deps, customer, { hostname: `${name}.example.com` }));
  }
  await runNow(deps);
  const broken = await deps.kv.get<object>(["services", ids[1]!]);
  await deps.kv.set(["services", ids[1]!], { ...broken.value, status: "sleeping" });

  await runUntil(deps, "2026-03-18");
  expect((await renewalsOf(deps)).length).toBe(2);
  expect(deps.takeErrors().map(({ event }) => event)).toEqual(["billing.renewal_failed"]);

  await deps.kv.set(["services", ids[1]!], broken.value);
  await runUntil(deps, "2026-03-19");
  const invoices = await renewalsOf(deps);
  expect(invoices.length).toBe(3);

  const poisoned = await deps.kv.get<object>(["invoices", invoices[0]!.id]);
  await deps.kv.set(["invoices", invoices[0]!.id], { ...poisoned.value, dueOn: 17 });
  deps.clock.set("2026-03-29T08:00:00Z");
  await runNow(deps);
  expect(deps.takeErrors().map(({ event }) => event)).toEqual(["billing.chase_failed"]);
  expect((await mailsBy(deps, "invoice_reminder")).length).toBe(2);
  await deps.kv.set(["invoices", invoices[0]!.id], poisoned.value);
  deps.clock.advance({ hours: 1 });
  await runNow(deps);
  expect((await mailsBy(deps, "invoice_reminder")).length).toBe(3);

  await runUntil(deps, "2026-04-30");
  const ending = await deps.kv.get<object>(["services", ids[2]!]);
  await deps.kv.set(["services", ids[2]!], { ...ending.value, status: "sleeping" });
  await runUntil(deps, "2026-05-01");
  expect(new Set(deps.takeErrors().map(({ event }) => event))).toEqual(
    new Set(["billing.end_failed"]),
  );
  expect((await mailsBy(deps, "service_terminated")).length).toBe(2);
  await deps.kv.set(["services", ids[2]!], ending.value);
  await runUntil(deps, "2026-05-02");
  expect((await mailsBy(deps, "service_terminated")).length).toBe(3);
});

Deno.test("a late fee comes once with its reminder, as an invoice of its own, and never on a fee", async () => {
  await using deps = await makeDeps();
  const { customer } = await openLadder(deps);
  await setBilling(deps, {
    reminders: [
      { days: 2, when: "after", fee: "2.50" },
      { days: 4, when: "after", fee: "10 %" },
      { days: 9, when: "after", fee: "1.00" },
    ],
    suspendsUnpaid: false,
  });
  await runUntil(deps, "2026-04-04");
  const [renewal] = await renewalsOf(deps);
  await receive(deps, customer, { amount: money(201, "EUR"), invoiceId: renewal!.id });

  await runUntil(deps, "2026-06-01", async () => void await runDue(deps));

  const fees = [];
  for await (const { key } of deps.kv.list({ prefix: ["invoices"] })) {
    const invoice = (await readInvoice(deps.kv, String(key[1])))!;
    if (invoice.kind !== "manual") continue;
    const { label, unit, basis } = invoice.lines[0]!;
    fees.push([invoice.issuedAt.slice(0, 10), invoice.dueOn, label, toDecimal(unit), basis.rule]);
  }
  const label = `Late fee for invoice ${renewal!.number}`;
  expect(fees.slice(0, 3)).toEqual([
    ["2026-04-03", "2026-04-10", label, "2.50", "price"],
    // A tenth of the 9.99 that were left.
    ["2026-04-05", "2026-04-12", label, "1.00", "percent"],
    ["2026-04-10", "2026-04-17", label, "1.00", "price"],
  ]);
  // The next term is late by 1 May; none of the fees has a fee.
  expect(fees.slice(3).map(([day]) => day)).toEqual(["2026-05-03", "2026-05-05", "2026-05-10"]);
  const [mail] = await mailsBy(deps, "invoice_reminder");
  expect(mail!.variables.outlook).toMatch(/^A late fee of 2\.50 EUR is added by invoice INV-/);
});

Deno.test("fees of reminders that were overtaken are not charged", async () => {
  await using deps = await makeDeps();
  await openLadder(deps);
  await setBilling(deps, {
    reminders: [{ days: 2, when: "after", fee: "2.50" }, { days: 4, when: "after", fee: "5.00" }],
  });
  await runUntil(deps, "2026-03-18");
  deps.clock.set("2026-04-05T09:00:00Z");
  await runNow(deps);

  expect((await mailsBy(deps, "invoice_reminder")).map(({ fact }) => fact.split(":")[2]))
    .toEqual(["4"]);
  const totals = await Array.fromAsync(deps.kv.list<{ kind: string; total: { minor: number } }>({
    prefix: ["invoices"],
  }));
  expect(
    totals.filter(({ value }) => value.kind === "manual").map(({ value }) => value.total.minor),
  )
    .toEqual([500]);
});

Deno.test("what was agreed with a customer holds in place of the settings", async () => {
  await using deps = await makeDeps();
  const { customer, serviceId } = await openLadder(deps);
  await setBilling(deps, { reminders: [{ days: 2, when: "after", fee: "2.50" }] });
  unwrap(
    await changeTerms(deps, {
      actor: makeStaff("billing"),
      customerId: customer.id,
      form: {
        lead_days: "30",
        grace_days: "10",
        end_after_days: "0",
        suspends_unpaid: "",
        takes_late_fees: "no",
      },
    }),
  );

  await runUntil(deps, "2026-06-10");

  expect(await chased(deps)).toEqual([
    "2026-03-02T08 renewal_issued",
    "2026-04-01T08 renewal_issued",
    "2026-04-03T08 invoice_reminder:2",
    "2026-04-11T08 service_suspended",
    "2026-05-03T08 invoice_reminder:2",
  ]);
  expect((await serviceOf(deps, serviceId)).status).toBe("suspended");
});

Deno.test("a wallet that was filled after the invoice pays it before anybody is reminded", async () => {
  await using deps = await makeDeps();
  const { customer } = await openLadder(deps);
  unwrap(await setWalletPayment(deps, { actor: customer, paysFromWallet: true }));
  await receive(deps, customer, { amount: money(500, "EUR") });
  await runUntil(deps, "2026-03-18");
  const [issued] = await renewalsOf(deps);
  expect(toDecimal(amountDue(issued!))).toBe("7.00");

  await receive(deps, customer, { amount: money(700, "EUR") });
  await runUntil(deps, "2026-04-02");

  expect((await renewalsOf(deps)).map(({ status }) => status)).toEqual(["paid"]);
  expect((await mailsBy(deps, "invoice_reminder")).length).toBe(0);
  unwrap(await verifyBooks(deps));
});

Deno.test("50 runs at once issue, remind, suspend, warn and end once each", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  const ids: string[] = [];
  for (const name of ["a", "b", "c"]) {
    ids.push(await makeService(deps, customer, { hostname: `${name}.example.com` }));
  }
  const processes = await Promise.all(Array.from({ length: 5 }, () => makeDeps({ kv: deps.kv })));
  const days = ["03-18", "03-29", "04-02", "04-04", "04-06", "04-28", "05-01"];

  for (const day of days) {
    for (const each of [deps, ...processes]) each.clock.set(`2026-${day}T08:00:00Z`);
    const runs = Array.from({ length: 50 }, (_, at) => runBilling(processes[at % 5]!));
    const done = (await Promise.all(runs)).flatMap(({ steps }) => steps);
    expect([day, done.length]).toEqual([day, 3]);
    await runNow(deps);
  }

  const mails = await mailsBy(deps, ...CHASING);
  expect(mails.length).toBe(3 * (days.length + 1));
  expect(new Set(mails.map(({ fact }) => fact)).size).toBe(mails.length);
  for (const id of ids) expect((await serviceOf(deps, id)).status).toBe("terminated");
});

Deno.test("no more machines are deleted in an hour than the settings allow, and staff are told once", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  for (const name of ["a", "b", "c", "d", "e"]) {
    await makeService(deps, customer, { hostname: `${name}.example.com` });
  }
  await setBilling(deps, { deletionsPerHour: 2 });
  await runUntil(deps, "2026-04-30");

  const ended: number[] = [];
  deps.clock.set("2026-05-01T08:00:00Z");
  for (let run = 0; run < 8; run++) {
    await runNow(deps);
    ended.push((await mailsBy(deps, "service_terminated")).length);
    deps.clock.advance({ minutes: 20 });
  }

  expect(ended).toEqual([2, 2, 2, 4, 4, 4, 5, 5]);
  expect((await mailsBy(deps, "deletions_capped_staff")).length).toBe(2);
});

Deno.test("a service with two unpaid terms runs again when what is left is within its grace, and not before", async () => {
  await using deps = await makeDeps();
  const { customer, serviceId } = await openLadder(deps);
  await setBilling(deps, { graceDays: 20, endAfterDays: 0 });
  await runUntil(deps, "2026-05-25");
  const [first, second] = await renewalsOf(deps);
  expect([first!.dueOn, second!.dueOn]).toEqual(["2026-04-01", "2026-05-01"]);

  await payInvoice(deps, customer, first!.id);
  const between = await serviceOf(deps, serviceId);
  await payInvoice(deps, customer, second!.id);

  expect([between.status, between.paidPeriods, between.nextDueOn])
    .toEqual(["suspended", 2, "2026-05-01"]);
  expect(await serviceOf(deps, serviceId)).toMatchObject({
    status: "active",
    suspension: null,
    nextDueOn: "2026-06-01",
  });
});

Deno.test("many runs at once after weeks without one do no more than one of them", async () => {
  await using deps = await makeDeps();
  await openLadder(deps);
  await runUntil(deps, "2026-03-18");
  const processes = await Promise.all(Array.from({ length: 4 }, () => makeDeps({ kv: deps.kv })));
  for (const each of processes) each.clock.set("2026-06-15T13:20:10Z");

  await Promise.all(Array.from({ length: 20 }, (_, at) => runBilling(processes[at % 4]!)));

  expect((await chased(deps)).slice(1)).toEqual(["2026-06-15T13 service_suspended"]);
});
