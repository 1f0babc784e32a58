/** A free trial on the clock: the days before its first term, the reminder, the first invoice, cancellation, the ladder. */
import { expect } from "expect";
import {
  cancelService,
  payEarly,
  rehearse,
  runRenewals,
  undoCancellation,
} from "@/domain/billing/mod.ts";
import { remindTrial } from "@/domain/billing/remind_trial.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { previewChange, requestChange } from "@/domain/change/mod.ts";
import { scanInvoices } from "@/domain/invoice/mod.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { activateService } from "@/domain/provisioning/mod.ts";
import { readOrder } from "@/domain/order/mod.ts";
import { yearWorth } from "@/domain/report/recurring_revenue.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { offerTrial } from "../../helpers/trials.ts";
import { makeStaff, mustPlace, openShop, stockOf } from "../order/fixtures.ts";
import {
  MACHINE,
  mailsBy,
  makeService,
  payInvoice,
  renewalsOf,
  runNow,
  runUntil,
  serviceOf,
  shortOf,
} from "./helpers.ts";

const HOSTNAME = "web1.example.com";

/** A service that is on trial from today. */
async function startTrial(deps: Deps, ada: CustomerActor, { days = 14, cycle = "monthly" } = {}) {
  await offerTrial(deps, "vps-grow", days);
  const { orderId } = await mustPlace(deps, ada, {
    trial: "on",
    cycle,
    addons: [],
    hostname: HOSTNAME,
  });
  await runDueJobs(deps, { handlers: jobHandlers });
  const form = { ...MACHINE, hostname: HOSTNAME };
  const input = { actor: makeStaff(), orderId, form };
  return unwrap(await activateService(deps, input)).serviceId;
}

Deno.test("a trial: free days, a reminder three days before their end, then the first invoice and a year of terms", async () => {
  await using deps = await makeDeps({ at: "2027-01-17T09:00:00Z" });
  const ada = await openShop(deps);
  const id = await startTrial(deps, ada);
  expect(await serviceOf(deps, id)).toMatchObject({
    status: "active",
    anchorOn: "2027-01-31",
    nextDueOn: "2027-01-31",
    paidPeriods: 0,
  });
  expect(yearWorth(await serviceOf(deps, id))).toBe(0);
  const [started] = await mailsBy(deps, "trial_started", "service_ready");
  expect([started!.template, started!.variables.endsOn]).toEqual(["trial_started", "2027-01-31"]);

  await runUntil(deps, "2027-01-27");
  expect(await mailsBy(deps, "trial_ending")).toEqual([]);
  await runUntil(deps, "2027-01-28");
  const [reminder] = await mailsBy(deps, "trial_ending");
  expect(reminder!.variables).toMatchObject({
    endsOn: "2027-01-31",
    period: "2027-01-31 to 2027-02-28",
    total: "12.00 EUR",
  });
  await runUntil(deps, "2027-01-30");
  expect(await renewalsOf(deps)).toEqual([]);

  await runUntil(deps, "2028-03-16", async () => {
    for (const invoice of await renewalsOf(deps, id)) {
      if (invoice.status === "open") await payInvoice(deps, ada, invoice.id);
    }
  });

  const issued = (await renewalsOf(deps, id)).map(shortOf);
  expect(issued.length).toBe(14);
  const line = "VPS Grow, monthly × 1 12.00 = 12.00";
  expect(issued.slice(0, 3)).toEqual([
    `2027-01-31 due 2027-02-07: 2027-01-31/2027-02-28 ${line}`,
    `2027-02-14 due 2027-02-28: 2027-02-28/2027-03-31 ${line}`,
    `2027-03-17 due 2027-03-31: 2027-03-31/2027-04-30 ${line}`,
  ]);
  expect(issued.slice(-2)).toEqual([
    `2028-01-17 due 2028-01-31: 2028-01-31/2028-02-29 ${line}`,
    `2028-02-15 due 2028-02-29: 2028-02-29/2028-03-31 ${line}`,
  ]);
  expect((await mailsBy(deps, "trial_ending")).length).toBe(1);
  expect(yearWorth(await serviceOf(deps, id))).toBe(14_400);
});

Deno.test("a trial that is cancelled costs nothing, at its end or at once, and isn't reminded of", async () => {
  for (const when of ["end_of_term", "now"]) {
    await using deps = await makeDeps({ at: "2027-01-17T09:00:00Z" });
    const ada = await openShop(deps);
    const id = await startTrial(deps, ada);
    await runUntil(deps, "2027-01-20");
    const form = { when, reason: "", understood: "on" };
    unwrap(await cancelService(deps, { actor: ada, serviceId: id, form }));
    if (when === "end_of_term") {
      expect((await serviceOf(deps, id)).cancellation?.endsOn).toBe("2027-01-31");
      await runUntil(deps, "2027-01-30");
      expect((await serviceOf(deps, id)).status).toBe("active");
    }

    await runUntil(deps, "2027-04-01");

    expect((await serviceOf(deps, id)).status).toBe("terminated");
    const invoices = await Array.fromAsync(scanInvoices(deps.kv));
    expect(invoices.map(({ total, status }) => [total.minor, status])).toEqual([[0, "paid"]]);
    expect(await mailsBy(deps, "trial_ending", "invoice_reminder")).toEqual([]);
  }
});

Deno.test("a first term that isn't paid after its trial goes the usual ladder, and runs again once it is", async () => {
  await using deps = await makeDeps({ at: "2027-01-17T09:00:00Z" });
  const ada = await openShop(deps);
  const id = await startTrial(deps, ada);
  await runUntil(deps, "2027-02-11");
  expect((await serviceOf(deps, id)).status).toBe("active");
  await runUntil(deps, "2027-02-12");
  expect((await serviceOf(deps, id)).suspension?.reason).toBe("unpaid");
  expect((await mailsBy(deps, "invoice_reminder")).length).toBeGreaterThan(0);

  const [invoice] = await renewalsOf(deps, id);
  await payInvoice(deps, ada, invoice!.id);
  expect(await serviceOf(deps, id)).toMatchObject({
    status: "active",
    paidPeriods: 1,
    nextDueOn: "2027-02-28",
  });
});

Deno.test("nobody who never pays keeps a trial: it ends like any service that isn't paid", async () => {
  await using deps = await makeDeps({ at: "2027-01-17T09:00:00Z" });
  const ada = await openShop(deps);
  const id = await startTrial(deps, ada);
  await runUntil(deps, "2027-04-01");
  expect((await serviceOf(deps, id)).status).toBe("terminated");
});

Deno.test("a first term that is paid early begins when the trial is over, without a reminder", async () => {
  await using deps = await makeDeps({ at: "2027-01-17T09:00:00Z" });
  const ada = await openShop(deps);
  const id = await startTrial(deps, ada);
  const { invoiceId } = unwrap(await payEarly(deps, { actor: ada, serviceId: id }));
  await payInvoice(deps, ada, invoiceId);
  expect(await serviceOf(deps, id)).toMatchObject({ paidPeriods: 1, nextDueOn: "2027-02-28" });
  await runUntil(deps, "2027-02-01");
  expect(await mailsBy(deps, "trial_ending")).toEqual([]);
  expect((await renewalsOf(deps, id)).map(shortOf)).toEqual([
    "2027-01-17 due 2027-01-31: 2027-01-31/2027-02-28 VPS Grow, monthly × 1 12.00 = 12.00",
  ]);
});

Deno.test("a trial's plan is changed at once and for nothing to one that can be tried, and the trial ends on its day", async () => {
  await using deps = await makeDeps({ at: "2027-01-17T09:00:00Z" });
  const ada = await openShop(deps);
  const serviceId = await startTrial(deps, ada);
  await offerTrial(deps, "vps-scale", 7);
  const stock = await stockOf(deps, "vps-scale", "fra1");
  await runUntil(deps, "2027-01-20");
  const wanted = { actor: ada, serviceId, plan: "vps-scale", cycle: "annual" };
  const { now, isOnTrial } = unwrap(await previewChange(deps, wanted));
  expect([now!.seen, now!.nextDueOn, isOnTrial]).toEqual(["0.00", "2027-01-31", true]);

  unwrap(await requestChange(deps, { ...wanted, when: "now", seen: "0.00", fromWallet: false }));
  await runUntil(deps, "2027-01-31");

  expect(await stockOf(deps, "vps-scale", "fra1")).toBe(stock - 1);
  const [first, ...more] = await renewalsOf(deps, serviceId);
  expect([first && shortOf(first), more.length]).toEqual([
    "2027-01-31 due 2027-02-07: 2027-01-31/2028-01-31 VPS Scale × 1 240.00 = 240.00",
    0,
  ]);
  const [reminder] = await mailsBy(deps, "trial_ending");
  expect(reminder!.variables).toMatchObject({ endsOn: "2027-01-31", total: "240.00 EUR" });
  await payInvoice(deps, ada, first!.id);
  expect(await serviceOf(deps, serviceId))
    .toMatchObject({ plan: "vps-scale", paidPeriods: 1, nextDueOn: "2028-01-31" });
  unwrap(await verifyBooks(deps));
});

Deno.test("a plan that can't be tried comes with the first term, not at once, and the refusal writes nothing", async () => {
  await using deps = await makeDeps({ at: "2027-01-17T09:00:00Z" });
  const ada = await openShop(deps);
  const serviceId = await startTrial(deps, ada);
  const wanted = { actor: ada, serviceId, plan: "vps-scale", cycle: "monthly" };
  expect(unwrap(await previewChange(deps, wanted)))
    .toMatchObject({ now: null, nextTermOn: "2027-01-31" });
  const before = await dumpKv(deps.kv);
  const asked = { ...wanted, seen: "0.00", fromWallet: false };
  expect(await requestChange(deps, { ...asked, when: "now" })).toMatchObject({
    error: { fields: { plan: expect.stringContaining("no free trial") } },
  });
  expect(await dumpKv(deps.kv)).toEqual(before);

  unwrap(await requestChange(deps, { ...asked, when: "next_term" }));
  await runUntil(deps, "2027-02-02");
  const [first] = await renewalsOf(deps, serviceId);
  expect(shortOf(first!)).toBe(
    "2027-01-31 due 2027-02-07: 2027-01-31/2027-02-28 VPS Scale × 1 24.00 = 24.00",
  );
  expect((await serviceOf(deps, serviceId)).plan).toBe("vps-grow");
  await payInvoice(deps, ada, first!.id);
  await runNow(deps);

  expect(await serviceOf(deps, serviceId))
    .toMatchObject({ plan: "vps-scale", paidPeriods: 1, nextDueOn: "2027-02-28", next: null });
  unwrap(await verifyBooks(deps));
});

Deno.test("a trial that is over is changed once its first invoice is paid", async () => {
  await using deps = await makeDeps({ at: "2027-01-17T09:00:00Z" });
  const ada = await openShop(deps);
  const serviceId = await startTrial(deps, ada);
  await runUntil(deps, "2027-02-02");
  const wanted = { actor: ada, serviceId, plan: "vps-scale", cycle: "monthly" };
  expect(await previewChange(deps, wanted))
    .toMatchObject({ error: { fields: { "": expect.stringContaining("present term first") } } });
});

Deno.test("the reminder goes out once, whoever and how many run the night, and halfway of a short trial", async () => {
  await using deps = await makeDeps({ at: "2027-01-17T09:00:00Z" });
  const ada = await openShop(deps);
  const id = await startTrial(deps, ada, { days: 3, cycle: "annual" });
  deps.clock.set("2027-01-18T08:00:00Z");
  const ahead = await rehearse(deps, { days: 3 });
  expect(ahead.steps.map(({ kind }) => kind)).toEqual(["trial_ending", "invoice_issued"]);
  await using other = await makeDeps({ kv: deps.kv, at: "2027-01-18T08:00:00Z" });
  const reports = await Promise.all(
    Array.from({ length: 20 }, (_, index) => runRenewals(index % 2 ? deps : other)),
  );
  expect(reports.flatMap(({ steps }) => steps).map(({ kind }) => kind)).toEqual(["trial_ending"]);
  await runNow(deps);
  expect((await mailsBy(deps, "trial_ending")).length).toBe(1);
  expect((await serviceOf(deps, id)).trial?.remindedAt).toBe("2027-01-18T08:00:00.000Z");
});

Deno.test("an order on trial keeps its free invoice out of what is chased", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const id = await startTrial(deps, ada);
  const { orderId } = await serviceOf(deps, id);
  expect((await readOrder(deps.kv, orderId))!.status).toBe("active");
  const [invoice] = await Array.fromAsync(scanInvoices(deps.kv));
  expect([invoice!.status, invoice!.chase.nextAt]).toEqual(["paid", null]);
});

Deno.test("nobody is reminded of a trial that was cancelled or billed, that isn't near its end, or of no trial", async () => {
  await using deps = await makeDeps({ at: "2027-01-17T09:00:00Z" });
  const ada = await openShop(deps);
  const id = await startTrial(deps, ada);
  const paid = await makeService(deps, ada, { hostname: "paid.example.com" });
  const remind = async (serviceId: string) => {
    const reminded = await remindTrial(deps, { serviceId, actor: makeStaff() });
    return reminded.ok || reminded.error.code;
  };
  expect([await remind(id), await remind(paid)]).toEqual(["not_due", "not_due"]);
  deps.clock.set("2027-01-29T09:00:00Z");
  const form = { when: "end_of_term", reason: "", understood: "on" };
  unwrap(await cancelService(deps, { actor: ada, serviceId: id, form }));
  expect(await remind(id)).toBe("not_due");
  unwrap(await undoCancellation(deps, { actor: ada, serviceId: id }));
  unwrap(await payEarly(deps, { actor: ada, serviceId: id }));
  expect(await remind(id)).toBe("not_due");
  expect(await mailsBy(deps, "trial_ending")).toEqual([]);
});
