/** Orders with a promotion code: what they cost, who may use it, and what comes back when they die. */
import { expect } from "expect";
import { getInvoice, readInvoice } from "@/domain/invoice/mod.ts";
import { cancelOrder, expireOrders, getOrder, placeOrder, readOrder } from "@/domain/order/mod.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { mailJobHandlers } from "@/domain/mail/mod.ts";
import { settleJobHandlers } from "@/domain/payment/mod.ts";
import { createPromotion, setPromotionStatus } from "@/domain/promotion/mod.ts";
import { getService } from "@/domain/service/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { pay } from "@/tests/domain/payment/fixtures.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import {
  makeCustomer,
  makeStaff,
  mustPlace,
  openShop,
  orderForm,
  setTax,
  stockOf,
} from "./fixtures.ts";

async function promote(deps: TestDeps, change: Record<string, string | string[]> = {}) {
  const form = { code: "SUMMER20", name: "Summer", benefit: "percent", percent: "20", ...change };
  const made = await createPromotion(deps, { actor: makeStaff(), form });
  return unwrap(made).promotionId;
}

async function payFor(
  deps: TestDeps,
  customer: CustomerActor,
  { orderId, invoiceId }: { orderId: string; invoiceId: string },
): Promise<void> {
  const invoice = unwrap(await getInvoice(deps, { viewer: customer, id: invoiceId }));
  unwrap(await pay(deps, { customer, orderId, invoice }, { reference: orderId }));
}

async function usesOf(deps: TestDeps, id: string): Promise<number> {
  return (await deps.kv.get<{ uses: number }>(["promotions", id])).value!.uses;
}

/** The message beside the code, having made sure that nothing was written. */
async function refused(deps: TestDeps, ...args: Parameters<typeof tryPlace>): Promise<string> {
  const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });
  const result = await tryPlace(...args);
  if (result.ok || result.error.code !== "validation") throw new Error("it was placed");
  expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);
  expect(Object.keys(result.error.fields)).toEqual(["promo"]);
  return result.error.fields.promo!;
}

function tryPlace(
  deps: TestDeps,
  actor: Awaited<ReturnType<typeof openShop>>,
  change: Parameters<typeof orderForm>[0] = {},
) {
  return placeOrder(deps, { actor, form: orderForm({ promo: "summer20", ...change }) });
}

Deno.test("an order with a code has a discount on each line of the term, and its invoice the same", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await setTax(deps, { mode: "flat", rateBasisPoints: 1900 });
  const id = await promote(deps, { periods: "some", period_count: "3" });

  const { orderId, invoiceId } = await mustPlace(deps, ada, { promo: " summer20 " });

  const order = unwrap(await getOrder(deps, { viewer: ada, id: orderId }));
  expect(order.lines.map(({ kind, slug, amount }) => [kind, slug, amount.minor])).toEqual([
    ["plan", "vps-grow", 12_000],
    ["addon", "ipv4", 4_000],
    ["discount", "vps-grow", -2_400],
    ["discount", "ipv4", -800],
  ]);
  expect([order.subtotal, order.tax, order.total].map((amount) => amount!.minor))
    .toEqual([12_800, 2_432, 15_232]);
  expect([order.promoCode, order.renewal!.minor, order.nextTerm!.minor])
    .toEqual(["SUMMER20", 16_000, 12_800]);
  const invoice = unwrap(await getInvoice(deps, { viewer: ada, id: invoiceId }));
  expect(invoice.total).toEqual(order.total);
  expect(invoice.lines[2]).toMatchObject({
    kind: "discount",
    label: "Promotion SUMMER20: 20 % off, the first 3 terms (VPS Grow, annual)",
    basis: { rule: "percent", of: { minor: 12_000 }, basisPoints: -2000 },
    net: { minor: -2_400 },
    tax: { minor: -456 },
  });
  expect(await usesOf(deps, id)).toBe(1);
});

Deno.test("a service keeps the terms of its order's code, and what its first term was worth", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await promote(deps, { periods: "all" });
  await promote(deps, { code: "NOSETUP", benefit: "free_setup" });
  const paidService = async (change: Parameters<typeof orderForm>[0]) => {
    const { orderId, invoiceId } = await mustPlace(deps, ada, change);
    await payFor(deps, ada, { orderId, invoiceId });
    return (await readOrder(deps.kv, orderId))!.serviceId!;
  };

  const discounted = await paidService({ promo: "SUMMER20" });
  const dedicated = { plan: "dedicated-core", cycle: "monthly", addons: [], promo: "NOSETUP" };
  const setUp = await paidService({ ...dedicated, hostname: "big.example.com" });

  const stored = async (id: string) =>
    (await deps.kv.get<Record<string, unknown>>(["services", id])).value;
  expect(await stored(discounted)).toMatchObject({
    renewal: { minor: 16_000 },
    lastPaid: { minor: 12_800 },
    promotion: { code: "SUMMER20", periods: null, benefit: { kind: "percent", basisPoints: 2000 } },
    items: [{ kind: "plan" }, { kind: "addon" }],
  });
  // The setup that was saved is no part of what the term was worth.
  expect(await stored(setUp)).toMatchObject({
    renewal: { minor: 13_800 },
    lastPaid: { minor: 13_800 },
    promotion: { code: "NOSETUP" },
  });
  expect(unwrap(await getService(deps, { viewer: ada, id: discounted })).renewal?.minor)
    .toBe(16_000);
});

Deno.test("a code for nothing to pay leaves an invoice of zero, which is settled at once", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await setTax(deps, { mode: "flat", rateBasisPoints: 1900 });
  await promote(deps, { percent: "100" });

  // The content was ordered before: one more record that the commit reads.
  const before = await mustPlace(deps, ada, { promo: "SUMMER20" });
  unwrap(await cancelOrder(deps, { actor: ada, id: before.orderId }));
  const { orderId, invoiceId } = await mustPlace(deps, ada, { promo: "SUMMER20" });

  expect((await readInvoice(deps.kv, invoiceId))!.total.minor).toBe(0);
  await runDueJobs(deps, { handlers: { ...mailJobHandlers, ...settleJobHandlers } });
  expect((await readInvoice(deps.kv, invoiceId))!.status).toBe("paid");
  expect((await readOrder(deps.kv, orderId))!.status).toBe("paid");
});

Deno.test("a code that can't be used is refused beside its field, and nothing is written", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const id = await promote(deps, { plans: ["vps-start"] });
  await promote(deps, { code: "MONTHLY", cycles: ["monthly"] });
  await promote(deps, { code: "DOLLARS", benefit: "fixed", amounts: "5 USD" });
  await promote(deps, { code: "NOSETUP", benefit: "free_setup" });

  expect(await refused(deps, deps, ada, { promo: "WINTER" })).toMatch(/isn't valid/);
  expect(await refused(deps, deps, ada)).toMatch(/other plans/);
  expect(await refused(deps, deps, ada, { promo: "monthly" })).toMatch(/other billing cycles/);
  expect(await refused(deps, deps, ada, { promo: "dollars" })).toMatch(/takes nothing off/);
  expect(await refused(deps, deps, ada, { promo: "nosetup" })).toMatch(/no setup fee/);
  unwrap(await setPromotionStatus(deps, { actor: makeStaff(), id, action: "pause" }));
  expect(await refused(deps, deps, ada, { plan: "vps-start" })).toMatch(/at the moment/);
});

Deno.test("a code for new customers is for those without an order that lives", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await promote(deps, { new_customers: "on" });
  const { orderId } = await mustPlace(deps, ada, { hostname: "first.example.com" });

  expect(await refused(deps, deps, ada)).toMatch(/for a first order/);
  unwrap(await cancelOrder(deps, { actor: ada, id: orderId }));
  expect((await tryPlace(deps, ada)).ok).toBe(true);
  expect(await refused(deps, deps, ada, { hostname: "again.example.com" })).toMatch(/first order/);
});

Deno.test("the same order with a code sent twice is one order and one use", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const id = await promote(deps, { max_uses: "1", max_uses_per_customer: "1" });

  const first = unwrap(await tryPlace(deps, ada));
  const second = unwrap(await tryPlace(deps, ada));

  expect(second).toMatchObject({ orderId: first.orderId, isRepeat: true });
  expect(await usesOf(deps, id)).toBe(1);
});

Deno.test("an order that is cancelled or expires gives its use back, with its stock", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const id = await promote(deps, { max_uses: "1", max_uses_per_customer: "1" });
  const stock = await stockOf(deps, "vps-grow", "fra1");
  const { orderId } = unwrap(await tryPlace(deps, ada));
  expect(await refused(deps, deps, await makeCustomer(deps, "eve"))).toMatch(/as often as/);

  unwrap(await cancelOrder(deps, { actor: ada, id: orderId }));
  expect([await usesOf(deps, id), await stockOf(deps, "vps-grow", "fra1")]).toEqual([0, stock]);

  unwrap(await tryPlace(deps, ada, { hostname: "second.example.com" }));
  deps.clock.advance({ hours: 24 * 8 });
  expect((await expireOrders(deps)).expired).toBe(1);
  expect([await usesOf(deps, id), await stockOf(deps, "vps-grow", "fra1")]).toEqual([0, stock]);
});

Deno.test("an order that was paid keeps its use", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const id = await promote(deps, { max_uses: "1" });
  const { orderId, invoiceId } = unwrap(await tryPlace(deps, ada));
  await payFor(deps, ada, { orderId, invoiceId });

  deps.clock.advance({ hours: 24 * 30 });
  await expireOrders(deps);

  expect(await usesOf(deps, id)).toBe(1);
});

Deno.test("50 orders at once for the last use of a code: exactly one is placed", async () => {
  await using deps = await makeDeps();
  await openShop(deps);
  const id = await promote(deps, { max_uses: "1" });
  const buyers = await Promise.all(
    Array.from({ length: 50 }, (_, at) => makeCustomer(deps, `buyer${at}`)),
  );

  const results = await Promise.all(
    buyers.map((actor, at) =>
      placeOrder(deps, {
        actor,
        form: orderForm({ promo: "SUMMER20", datacenter: at % 2 ? "fra1" : "ams1" }),
        ip: `198.51.100.${at}`,
      })
    ),
  );

  expect(results.filter((result) => result.ok).length).toBe(1);
  expect(await usesOf(deps, id)).toBe(1);
  expect(await countKeys(deps.kv, ["orders"])).toBe(1);
  expect(await countKeys(deps.kv, ["invoices"])).toBe(1);
  expect(await countKeys(deps.kv, ["promotion_uses"])).toBe(1);
});

Deno.test("someone who tries many codes is told to wait, and orders without one", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await promote(deps);
  for (let at = 0; at < 10; at++) await refused(deps, deps, ada, { promo: `GUESS${at}` });

  expect(await refused(deps, deps, ada)).toBe(
    "That were too many codes. Wait 15 minutes, or leave the field empty.",
  );
  expect((await tryPlace(deps, ada, { promo: "" })).ok).toBe(true);
});
