/** What becomes of services whose invoice is void or written off: the one runs again, the other ends on its day. */
import { expect } from "expect";
import { verifyBooks } from "@/domain/books/mod.ts";
import { reopenInvoice, voidInvoice, writeOffInvoice } from "@/domain/invoice_desk/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { makeStaff, openShop } from "../order/fixtures.ts";
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

const OWNER = makeStaff();

/** A monthly service since 1 March, and the invoice for its next term, which is due on 1 April. */
async function open(deps: TestDeps, { until }: { until: string }) {
  const customer = await openShop(deps);
  const serviceId = await makeService(deps, customer);
  await runUntil(deps, until);
  const [invoice] = await renewalsOf(deps);
  const close = { actor: OWNER, invoiceId: invoice!.id, reason: "Test" };
  return { customer, serviceId, close };
}

async function standing(deps: TestDeps, serviceId: string) {
  const { status, suspension, termination } = await serviceOf(deps, serviceId);
  return [status, suspension?.reason ?? null, termination?.at.slice(0, 10) ?? null];
}

async function told(deps: TestDeps): Promise<string[]> {
  const mails = await mailsBy(
    deps,
    ...["invoice_reminder", "service_suspended", "service_resumed"],
    ...["service_final_warning", "service_ending", "service_terminated"],
  ) as unknown as { createdAt: string; template: string }[];
  return mails.map(({ createdAt, template }) => `${createdAt.slice(5, 10)} ${template}`);
}

Deno.test("a service that was suspended for a void invoice runs again at once, and its term is billed anew", async () => {
  await using deps = await makeDeps();
  const { serviceId, close } = await open(deps, { until: "2026-04-10" });
  expect(await standing(deps, serviceId)).toEqual(["suspended", "unpaid", null]);

  unwrap(await voidInvoice(deps, close));
  await runNow(deps);
  await runNow(deps);

  expect(await standing(deps, serviceId)).toEqual(["active", null, null]);
  expect((await told(deps)).slice(-2)).toEqual([
    "04-06 service_suspended",
    "04-10 service_resumed",
  ]);
  const [first, again, ...more] = await renewalsOf(deps);
  expect(more).toEqual([]);
  expect([first!.status, again!.status, again!.dueOn]).toEqual(["void", "open", "2026-04-17"]);
  expect(again!.lines[0]!.period!.startsOn).toBe("2026-04-01");
  unwrap(await verifyBooks(deps));
});

Deno.test("a service that was warned for a void invoice doesn't end", async () => {
  await using deps = await makeDeps();
  const { serviceId, close } = await open(deps, { until: "2026-04-29" });
  expect(await standing(deps, serviceId)).toEqual(["suspended", "unpaid", "2026-05-01"]);

  unwrap(await voidInvoice(deps, close));
  await runNow(deps);
  expect(await standing(deps, serviceId)).toEqual(["active", null, null]);

  await runUntil(deps, "2026-05-02");
  expect((await serviceOf(deps, serviceId)).status).toBe("active");
});

Deno.test("a service runs again, and its terms are billed anew, though a later one was overdue as well", async () => {
  await using deps = await makeDeps();
  await setBilling(deps, { suspendsUnpaid: false });
  const { serviceId, close } = await open(deps, { until: "2026-05-05" });
  const [first, second] = await renewalsOf(deps);
  expect([first!.dueOn, second!.dueOn]).toEqual(["2026-04-01", "2026-05-01"]);
  await setBilling(deps, { suspendsUnpaid: true });
  await runUntil(deps, "2026-05-11");
  expect(await standing(deps, serviceId)).toEqual(["suspended", "unpaid", "2026-05-13"]);

  unwrap(await voidInvoice(deps, close));
  await runNow(deps);

  expect(await standing(deps, serviceId)).toEqual(["active", null, null]);
  expect((await told(deps)).filter((each) => each.includes("resumed"))).toEqual([
    "05-11 service_resumed",
  ]);
});

Deno.test("a service stays suspended while an earlier invoice of it is beyond its grace", async () => {
  await using deps = await makeDeps();
  await setBilling(deps, { suspendsUnpaid: false });
  const { serviceId, close } = await open(deps, { until: "2026-05-05" });
  const [, second] = await renewalsOf(deps);
  await setBilling(deps, { suspendsUnpaid: true });
  await runUntil(deps, "2026-05-09");
  expect(await standing(deps, serviceId)).toEqual(["suspended", "unpaid", null]);

  unwrap(await voidInvoice(deps, { ...close, invoiceId: second!.id }));
  await runNow(deps);

  expect((await standing(deps, serviceId)).slice(0, 2)).toEqual(["suspended", "unpaid"]);
  expect((await told(deps)).filter((each) => each.includes("resumed"))).toEqual([]);
});

Deno.test("an earlier term that is void takes later open ones with it, and all are billed anew, each once", async () => {
  await using deps = await makeDeps();
  await setBilling(deps, { suspendsUnpaid: false });
  const { serviceId, close } = await open(deps, { until: "2026-04-25" });
  expect((await renewalsOf(deps)).map(({ dueOn }) => dueOn)).toEqual(["2026-04-01", "2026-05-01"]);

  unwrap(await voidInvoice(deps, close));
  await runUntil(deps, "2026-04-27");

  const all = await renewalsOf(deps);
  expect(all.map(({ status, lines }) => [status, lines[0]!.period!.startsOn])).toEqual([
    ["void", "2026-04-01"],
    ["void", "2026-05-01"],
    ["open", "2026-04-01"],
    ["open", "2026-05-01"],
  ]);
  const { billedPeriods, paidPeriods } = await serviceOf(deps, serviceId);
  expect([billedPeriods, paidPeriods]).toEqual([3, 1]);
  unwrap(await verifyBooks(deps));
});

Deno.test("a service whose invoice is written off ends on its day, after a warning, and nobody is reminded any more", async () => {
  await using deps = await makeDeps();
  const { serviceId, close } = await open(deps, { until: "2026-04-02" });

  unwrap(await writeOffInvoice(deps, close));
  await runUntil(deps, "2026-05-03");

  expect(await told(deps)).toEqual([
    "03-29 invoice_reminder",
    "04-02 invoice_reminder",
    "04-06 service_suspended",
    "04-28 service_ending",
    "05-01 service_terminated",
  ]);
  const [warning] = await mailsBy(deps, "service_ending");
  expect(warning!.variables).toMatchObject({
    endsAt: "1 May 2026 at 08:00 UTC",
    reason: expect.stringContaining("wasn't paid, and we don't expect it to be any more"),
  });
  expect((await serviceOf(deps, serviceId)).terminatedAt).toBe("2026-05-01T08:00:00.000Z");
  const invoice = (await readInvoice(deps.kv, close.invoiceId))!;
  expect([invoice.status, invoice.paid.minor]).toEqual(["uncollectible", 0]);
  await runUntil(deps, "2026-05-20");
  expect((await readInvoice(deps.kv, close.invoiceId))!.chase.nextAt).toBe(null);
  expect(await Array.fromAsync(deps.kv.list({ prefix: ["invoices_chased"] }))).toEqual([]);
  unwrap(await verifyBooks(deps));
});

Deno.test("where the company wants it so, a service stays as it is when its invoice is written off", async () => {
  await using deps = await makeDeps();
  await setBilling(deps, { endsWrittenOff: false });
  const { serviceId, close } = await open(deps, { until: "2026-04-10" });

  unwrap(await writeOffInvoice(deps, close));
  const before = await told(deps);
  await runUntil(deps, "2026-06-20");

  expect(await standing(deps, serviceId)).toEqual(["suspended", "unpaid", null]);
  expect(await told(deps)).toEqual(before);
});

Deno.test("an invoice that is asked for again after it was written off climbs on where it stood, and its payment keeps the service", async () => {
  await using deps = await makeDeps();
  const { customer, serviceId, close } = await open(deps, { until: "2026-04-10" });
  unwrap(await writeOffInvoice(deps, close));
  await runUntil(deps, "2026-04-29");
  expect(await standing(deps, serviceId)).toEqual(["suspended", "unpaid", "2026-05-01"]);

  unwrap(await reopenInvoice(deps, { actor: OWNER, invoiceId: close.invoiceId }));
  await payInvoice(deps, customer, close.invoiceId);
  await runUntil(deps, "2026-05-05");

  expect(await standing(deps, serviceId)).toEqual(["active", null, null]);
  expect((await told(deps)).filter((each) => each.includes("terminated"))).toEqual([]);
});

Deno.test("an invoice that nobody chased any more is chased again when it is asked for again", async () => {
  await using deps = await makeDeps();
  await setBilling(deps, { endsWrittenOff: false });
  const { serviceId, close } = await open(deps, { until: "2026-04-02" });
  unwrap(await writeOffInvoice(deps, close));
  await runUntil(deps, "2026-04-20");
  expect((await readInvoice(deps.kv, close.invoiceId))!.chase.nextAt).toBe(null);

  unwrap(await reopenInvoice(deps, { actor: OWNER, invoiceId: close.invoiceId }));
  await runNow(deps);

  expect(await standing(deps, serviceId)).toEqual(["suspended", "unpaid", null]);
});

Deno.test("money for a written-off invoice is credit, and doesn't keep the service by itself", async () => {
  await using deps = await makeDeps();
  const { customer, serviceId, close } = await open(deps, { until: "2026-04-29" });
  unwrap(await writeOffInvoice(deps, close));
  const given = { amount: money(1200, "EUR"), invoiceId: close.invoiceId };

  expect((await receive(deps, customer, given)).outcome).toBe("credited");
  await runUntil(deps, "2026-05-02");

  expect((await serviceOf(deps, serviceId)).status).toBe("terminated");
});
