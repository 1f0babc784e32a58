/** Ordering with a free trial: nothing to pay, once for each customer and family of plans, also by many orders at once. */
import { expect } from "expect";
import { changePrices, getCatalog, quote } from "@/domain/catalog/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { cancelOrder, placeOrder, readOrder, trialsTaken } from "@/domain/order/mod.ts";
import { createPromotion, listPromotionUses } from "@/domain/promotion/mod.ts";
import { readService } from "@/domain/service/mod.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { mailsTo } from "../../helpers/mails.ts";
import { offerTrial, planForm } from "../../helpers/trials.ts";
import { makeCustomer, makeStaff, mustPlace, openShop, orderForm, setTax } from "./fixtures.ts";

const OWNER = makeStaff();

Deno.test("an order on trial costs nothing, also with tax and add-ons, and its service waits for its first term", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await setTax(deps, { mode: "flat", rateBasisPoints: 1900 }, { country: "DE" });
  await offerTrial(deps, "vps-grow", 14);

  const { orderId, invoiceId, trialDays } = await mustPlace(deps, ada, { trial: "on" });
  await runDueJobs(deps, { handlers: jobHandlers });

  const invoice = (await readInvoice(deps.kv, invoiceId))!;
  expect([trialDays, invoice.total.minor, invoice.tax.minor, invoice.status])
    .toEqual([14, 0, 0, "paid"]);
  expect(invoice.lines.map(({ kind, label, amount }) => [kind, label, amount.minor])).toEqual([
    ["plan", "VPS Grow, annual", 12_000],
    ["discount", "14 days free (VPS Grow, annual)", -12_000],
    ["addon", "Extra IPv4 address", 4_000],
    ["discount", "14 days free (Extra IPv4 address)", -4_000],
  ]);
  const order = (await readOrder(deps.kv, orderId))!;
  expect([order.status, order.trial, order.renewal.minor])
    .toEqual(["paid", { days: 14, family: "vps" }, 16_000]);
  const service = (await readService(deps.kv, order.serviceId!))!;
  expect(service).toMatchObject({
    trial: { days: 14, remindedAt: null },
    paidPeriods: 0,
    billedPeriods: 0,
    lastPaid: money(0, "EUR"),
    paidTerms: [],
  });
  expect(service.items.map(({ slug }) => slug)).toEqual(["vps-grow", "ipv4"]);
  const mails = (await mailsTo(deps)).map(({ template }) => template);
  expect(mails).toContain("trial_placed");
  expect(mails).not.toContain("order_placed");
});

Deno.test("without the wish for a trial an order is paid from the beginning, and leaves the trial alone", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await offerTrial(deps, "vps-grow", 14);
  const { invoiceId, trialDays } = await mustPlace(deps, ada);
  expect([trialDays, (await readInvoice(deps.kv, invoiceId))!.total.minor]).toEqual([0, 16_000]);
  expect(await trialsTaken(deps, ada.id)).toEqual(new Set());
});

Deno.test("a customer has one trial of a family of plans: a second one is refused, and nothing is written", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  for (const plan of ["vps-start", "vps-grow", "web-start"]) await offerTrial(deps, plan, 7);
  await mustPlace(deps, ada, { trial: "on", hostname: "one.example.com" });
  await runDueJobs(deps, { handlers: jobHandlers });

  const before = await dumpKv(deps.kv);
  const second = orderForm({ plan: "vps-start", trial: "on", hostname: "two.example.com" });
  const refused = await placeOrder(deps, { actor: ada, form: second });
  expect(refused.ok || refused.error.code === "validation" && Object.keys(refused.error.fields))
    .toEqual([""]);
  expect(await dumpKv(deps.kv)).toEqual(before);

  const { plans } = await getCatalog(deps);
  const web = plans.find(({ slug }) => slug === "web-start")!;
  const other = {
    plan: web.slug,
    trial: "on",
    os: web.platform!.os,
    panel: web.platform!.panel,
    datacenter: web.datacenters[0]!,
    addons: [],
  };
  expect((await mustPlace(deps, ada, other)).trialDays).toBe(7);
  const ben = await makeCustomer(deps, "ben");
  expect((await mustPlace(deps, ben, { trial: "on" })).trialDays).toBe(7);
});

Deno.test("30 orders on trial at once, from two processes, come to one, and the others write nothing", async () => {
  await using one = await makeDeps();
  const ada = await openShop(one);
  await offerTrial(one, "vps-grow", 14);
  await offerTrial(one, "vps-start", 30);
  await using other = await makeDeps({ kv: one.kv });

  const placed = await Promise.all(
    Array.from({ length: 30 }, (_, index) => {
      const plan = index % 3 ? "vps-grow" : "vps-start";
      const form = orderForm({ plan, trial: "on", hostname: `h${index}.example.com` });
      return placeOrder(index % 2 ? one : other, { actor: ada, form });
    }),
  );

  const codes = placed.map((each) => each.ok ? "placed" : each.error.code);
  expect(codes.filter((code) => code === "placed").length).toBe(1);
  expect(codes.filter((code) => code !== "placed" && code !== "validation" && code !== "conflict"))
    .toEqual([]);
  const orders = await Array.fromAsync(one.kv.list({ prefix: ["orders"] }));
  const invoices = await Array.fromAsync(one.kv.list({ prefix: ["invoices"] }));
  expect([orders.length, invoices.length]).toEqual([1, 1]);
});

Deno.test("an order on trial that is sent twice is one, also once it is set going", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await offerTrial(deps, "vps-grow", 14);
  const first = await mustPlace(deps, ada, { trial: "on" });
  await runDueJobs(deps, { handlers: jobHandlers });
  expect(await mustPlace(deps, ada, { trial: "on" })).toEqual({ ...first, isRepeat: true });
});

Deno.test("the trial of an order that is cancelled before it is set going is given back", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await offerTrial(deps, "vps-grow", 14);
  const { orderId } = await mustPlace(deps, ada, { trial: "on" });
  expect(await trialsTaken(deps, ada.id)).toEqual(new Set(["vps"]));
  unwrap(await cancelOrder(deps, { actor: ada, id: orderId }));
  expect(await trialsTaken(deps, ada.id)).toEqual(new Set());
  expect((await mustPlace(deps, ada, { trial: "on" })).trialDays).toBe(14);
});

Deno.test("a trial of a plan that has none is refused, and nothing is written", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const before = await dumpKv(deps.kv);
  const refused = await placeOrder(deps, { actor: ada, form: orderForm({ trial: "on" }) });
  expect(refused.ok || refused.error.code === "validation" && refused.error.fields)
    .toEqual({
      "": "VPS Grow has no free trial any more. Look at the price, then order without it.",
    });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("a code takes off the first term after the trial, and nothing off the trial", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await offerTrial(deps, "vps-grow", 14);
  const code = { code: "HALF", name: "Half", benefit: "percent", percent: "50", periods: "first" };
  const { promotionId } = unwrap(await createPromotion(deps, { actor: OWNER, form: code }));
  const { orderId, invoiceId } = await mustPlace(deps, ada, { trial: "on", promo: "HALF" });
  expect((await readInvoice(deps.kv, invoiceId))!.total.minor).toBe(0);
  expect((await readOrder(deps.kv, orderId))!.promotion?.code).toBe("HALF");
  const uses = await listPromotionUses(deps, { viewer: OWNER, id: promotionId });
  expect(uses.items.map(({ discount }) => discount.minor)).toEqual([8_000]);
});

Deno.test("staff set the days of a trial with the prices: whole days up to 90, and none where the set-up costs something", async () => {
  await using deps = await makeDeps();
  await openShop(deps);
  const change = async (change: Record<string, string>) => {
    const { id, form } = await planForm(deps, "vps-grow", change);
    const changed = await changePrices(deps, { actor: OWNER, id, form });
    return changed.ok || changed.error.code === "validation" && changed.error.fields;
  };
  const before = await dumpKv(deps.kv);
  for (const typed of ["91", "-1", "1.5", "a week", "9999"]) {
    expect(await change({ trial_days: typed }))
      .toEqual({ trial_days: "Enter whole days from 1 to 90, or 0 for none." });
  }
  expect(await change({ trial_days: "7", EUR_setup: "5.00" }))
    .toEqual({ trial_days: "A plan with a set-up fee can't have a free trial." });
  expect(await dumpKv(deps.kv)).toEqual(before);

  expect(await change({ trial_days: "90" })).toBe(true);
  const catalog = await getCatalog(deps);
  expect(catalog.plans.find(({ slug }) => slug === "vps-grow")!.trialDays).toBe(90);
  const priced = unwrap(quote(catalog, orderForm({ trial: "on" })));
  expect([priced.total.minor, priced.nextTerm.minor, priced.trialDays]).toEqual([0, 16_000, 90]);
});
