/** Orders after they were placed: expiry, cancelling, the way to active, lists and search. */
import { expect } from "expect";
import { seedCatalog } from "@/domain/catalog/mod.ts";
import { getMail, listMails } from "@/domain/mail/mod.ts";
import {
  cancelOrder,
  expireOrders,
  getOrder,
  listOrders,
  listOrdersForStaff,
  placeOrder,
  stageOrderActive,
  stageOrderPaid,
} from "@/domain/order/mod.ts";
import { getInvoice } from "@/domain/invoice/mod.ts";
import { submitProof } from "@/domain/payment/mod.ts";
import { updateSettings } from "@/domain/settings/mod.ts";
import { getOverview } from "@/domain/stats/mod.ts";
import { transact } from "@/domain/shared/kv.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import { makeDebt, pay, placeDebt, PNG } from "../payment/fixtures.ts";
import { makeCustomer, makeStaff, mustPlace, openShop, orderForm, stockOf } from "./fixtures.ts";

function markPaid(deps: TestDeps, orderId: string) {
  return transact(deps, (tx) =>
    stageOrderPaid(tx, deps, {
      orderId,
      serviceId: deps.ids.next("svc"),
      at: deps.clock.now(),
    }));
}

Deno.test("expireOrders() gives stock back, voids the invoice and tells the customer, once", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const stock = await stockOf(deps, "vps-grow", "fra1");
  const { orderId, invoiceId } = await mustPlace(deps, ada);
  deps.clock.advance({ hours: 167, minutes: 59 });
  expect(await expireOrders(deps)).toEqual({ expired: 0, failed: 0 });
  deps.clock.advance({ minutes: 1 });

  expect(await expireOrders(deps)).toEqual({ expired: 1, failed: 0 });

  const order = unwrap(await getOrder(deps, { viewer: ada, id: orderId }));
  expect(order).toMatchObject({ status: "expired", closedAt: "2026-03-08T12:00:00.000Z" });
  expect(unwrap(await getInvoice(deps, { viewer: ada, id: invoiceId })).status).toBe("void");
  expect(await stockOf(deps, "vps-grow", "fra1")).toBe(stock);
  const mails = unwrap(await listMails(deps, { viewer: makeStaff() })).items;
  expect(mails[0]!.subject).toContain(`${order.number} has expired`);
  const after = await dumpKv(deps.kv);
  expect(await expireOrders(deps)).toEqual({ expired: 0, failed: 0 });
  expect(await dumpKv(deps.kv)).toEqual(after);
});

Deno.test("expireOrders() goes on past an order that can't be read, and logs it", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const broken = await mustPlace(deps, ada, { hostname: "a.example.com" });
  const whole = await mustPlace(deps, ada, { hostname: "b.example.com" });
  await deps.kv.set(["orders", broken.orderId], { schemaVersion: 99 });
  deps.clock.advance({ hours: 168 });

  expect(await expireOrders(deps)).toEqual({ expired: 1, failed: 1 });

  const order = unwrap(await getOrder(deps, { viewer: ada, id: whole.orderId }));
  expect(order.status).toBe("expired");
  expect(deps.takeErrors()).toMatchObject([{ event: "order.expiry_failed" }]);
  deps.clock.advance({ minutes: 59 });
  expect(await expireOrders(deps)).toEqual({ expired: 0, failed: 0 });
  deps.clock.advance({ minutes: 2 });
  expect(await expireOrders(deps)).toEqual({ expired: 0, failed: 1 });
  expect(deps.takeErrors().length).toBe(1);
});

Deno.test("expireOrders() waits for an order whose proof of payment is to be checked", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const { orderId, invoiceId } = await mustPlace(deps, ada);
  deps.clock.advance({ hours: 167 });
  const file = new File([PNG], "receipt.png");
  unwrap(await submitProof(deps, { actor: ada, invoiceId, file }));
  deps.clock.advance({ hours: 167 });

  expect(await expireOrders(deps)).toEqual({ expired: 0, failed: 0 });
  deps.clock.advance({ hours: 1 });
  expect(await expireOrders(deps)).toEqual({ expired: 1, failed: 0 });

  expect(unwrap(await getOrder(deps, { viewer: ada, id: orderId })).status).toBe("expired");
});

for (const [how, close] of [["cancelled", cancelOrder], ["expired", expireOrders]] as const) {
  Deno.test(`the mail about an order that is ${how} says what becomes of a part that was paid`, async () => {
    await using deps = await makeDeps();
    const debt = await makeDebt(deps);
    const unpaid = await placeDebt(deps, debt.customer, "server2.example.com");
    unwrap(await pay(deps, debt, { amount: "2.00", accept_difference: "1" }));

    if (how === "expired") deps.clock.advance({ days: 30 });
    for (const { orderId } of [debt, unpaid]) {
      await close(deps, { actor: debt.customer, id: orderId });
    }

    const { items } = unwrap(await listMails(deps, { viewer: makeStaff() }));
    const ids = items.filter((mail) => mail.template === `order_${how}`).map(({ id }) => id);
    const texts = await Promise.all(
      ids.map(async (id) => unwrap(await getMail(deps, { viewer: makeStaff(), id })).text),
    );
    const isCredit = (text: string) => text.includes("The 2.00 EUR that you paid towards it stay");
    expect(texts.map((text) => [isCredit(text), text.includes("Nothing is owed.")]).sort())
      .toEqual([[false, true], [true, false]]);
    expect(texts.join()).not.toContain("No payment reached us");
  });
}

Deno.test("an invoice is due no later than the day on which its order expires", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const values = {
    unpaidExpiryHours: 48,
    maxUnpaidOrders: 5,
    invoiceDueDays: 14,
    termsVersion: "1",
  };
  unwrap(await updateSettings(deps, { actor: makeStaff(), section: "orders", values }));

  const { invoiceId } = await mustPlace(deps, ada);

  expect(unwrap(await getInvoice(deps, { viewer: ada, id: invoiceId })).dueOn).toBe("2026-03-03");
});

Deno.test("a customer has at most as many unpaid orders as the settings say, also all at once", async () => {
  await using deps = await makeDeps();
  unwrap(await seedCatalog(deps));
  const ada = await makeCustomer(deps);
  const place = (name: string) =>
    placeOrder(deps, { actor: ada, form: orderForm({ hostname: `${name}.example.com` }) });

  const results = await Promise.all(Array.from({ length: 12 }, (_, n) => place(`n${n}`)));

  expect(results.filter((result) => result.ok).length).toBe(5);
  const orders = await listOrders(deps, { viewer: ada, status: "pending_payment" });
  expect(orders.items.length).toBe(5);
  unwrap(await cancelOrder(deps, { actor: ada, id: orders.items[0]!.id }));
  expect((await place("again")).ok).toBe(true);
});

Deno.test("expireOrders() leaves a paid order alone", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const { orderId } = await mustPlace(deps, ada);
  unwrap(await markPaid(deps, orderId));
  deps.clock.advance({ days: 30 });

  expect(await expireOrders(deps)).toEqual({ expired: 0, failed: 0 });

  expect(unwrap(await getOrder(deps, { viewer: ada, id: orderId })).status).toBe("paid");
});

Deno.test("an order goes from unpaid to paid to active, and no other way", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const { orderId } = await mustPlace(deps, ada);
  const markActive = () => transact(deps, (tx) => stageOrderActive(tx, deps, { orderId }));

  expect(await markActive()).toMatchObject({ ok: false, error: { code: "wrong_state" } });
  unwrap(await markPaid(deps, orderId));
  expect(await markPaid(deps, orderId)).toMatchObject({ error: { status: "paid" } });
  unwrap(await markActive());
  expect(await markActive()).toMatchObject({ error: { status: "active" } });
  const cancelled = await cancelOrder(deps, { actor: makeStaff(), id: orderId, reason: "No." });

  expect(cancelled).toMatchObject({ error: { code: "wrong_state", status: "active" } });
  const overview = unwrap(await getOverview(deps, { viewer: makeStaff() }));
  expect(overview).toMatchObject({ ordersToPay: 0, ordersToProvision: 0, ordersToday: 1 });
});

Deno.test("cancelOrder() by its customer ends an unpaid order", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const stock = await stockOf(deps, "vps-grow", "fra1");
  const { orderId, invoiceId } = await mustPlace(deps, ada);

  unwrap(await cancelOrder(deps, { actor: ada, id: orderId }));

  expect(unwrap(await getOrder(deps, { viewer: ada, id: orderId })).status).toBe("cancelled");
  expect(unwrap(await getInvoice(deps, { viewer: ada, id: invoiceId })).status).toBe("void");
  expect(await stockOf(deps, "vps-grow", "fra1")).toBe(stock);
});

Deno.test("cancelOrder() is not for others, for staff without the right, or without their reason", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const bob = await makeCustomer(deps, "bob");
  const { orderId: id } = await mustPlace(deps, ada);
  const before = await dumpKv(deps.kv);

  const results = [
    await cancelOrder(deps, { actor: bob, id }),
    await cancelOrder(deps, { actor: makeStaff("viewer"), id, reason: "x" }),
    await cancelOrder(deps, { actor: makeStaff(), id, reason: " " }),
    await cancelOrder(deps, { actor: makeStaff(), id, reason: "x".repeat(501) }),
    await cancelOrder(deps, { actor: ada, id: "ord_nonsense" }),
  ];

  expect(results.map((result) => result.ok ? "ok" : result.error.code)).toEqual([
    "not_found",
    "not_found",
    "validation",
    "validation",
    "not_found",
  ]);
  expect(await dumpKv(deps.kv)).toEqual(before);
});

async function shopWithOrders(deps: TestDeps) {
  const ada = await openShop(deps);
  const bob = await makeCustomer(deps, "bob");
  const place = async (actor: typeof ada, hostname: string) => {
    deps.clock.advance({ seconds: 1 });
    return (await mustPlace(deps, actor, { hostname })).orderId;
  };
  const ids = [
    await place(ada, "web1.ada.example"),
    await place(bob, "web1.bob.example"),
    await place(ada, "web2.ada.example"),
    await place(ada, "ada.example.com"),
  ];
  return { ada, bob, ids };
}

Deno.test("lists are by status and by customer, newest first, a page at a time", async () => {
  await using deps = await makeDeps();
  const { ada, bob, ids } = await shopWithOrders(deps);
  unwrap(await cancelOrder(deps, { actor: ada, id: ids[2]! }));
  const viewer = makeStaff("viewer");
  const list = async (filter: object) =>
    (await listOrdersForStaff(deps, { viewer, ...filter })).items.map((order) => order.id);

  expect(await list({})).toEqual([ids[3], ids[2], ids[1], ids[0]]);
  expect(await list({ status: "cancelled" })).toEqual([ids[2]]);
  expect(await list({ customerId: bob.id })).toEqual([ids[1]]);
  expect(await list({ customerId: ada.id, status: "pending_payment" })).toEqual([ids[3], ids[0]]);
  expect((await listOrders(deps, { viewer: bob })).items.map((order) => order.id)).toEqual([
    ids[1],
  ]);
  const first = await listOrders(deps, { viewer: ada, page: { limit: 2 } });
  const second = await listOrders(deps, { viewer: ada, page: { limit: 2, after: first.next! } });
  expect([...first.items, ...second.items].map((order) => order.id)).toEqual([
    ids[3],
    ids[2],
    ids[0],
  ]);
  expect(second.next).toBe(null);
  expect(await list({ page: { after: "junk" } })).toEqual([]);
  expect(await listOrdersForStaff(deps, { viewer: { ...viewer, permissions: new Set() } }))
    .toEqual({ items: [], next: null });
});

Deno.test("staff find orders by number, hostname and e-mail, whole or by their beginning", async () => {
  await using deps = await makeDeps();
  const { ids } = await shopWithOrders(deps);
  const viewer = makeStaff("viewer");
  const find = async (search: string) =>
    (await listOrdersForStaff(deps, { viewer, search })).items.map((order) => order.id).sort();
  const number = unwrap(await getOrder(deps, { viewer, id: ids[1]! })).number;

  expect(await find(number)).toEqual([ids[1]]);
  expect(await find(number.toLowerCase())).toEqual([ids[1]]);
  expect(await find(number.slice(2))).toEqual([ids[1]]);
  expect(await find("web1.bob.example")).toEqual([ids[1]]);
  expect(await find("WEB")).toEqual([ids[0], ids[1], ids[2]]);
  expect(await find("bob@example.com")).toEqual([ids[1]]);
  expect(await find("ada")).toEqual([ids[0], ids[2], ids[3]]);
  expect(await find("O-")).toEqual([...ids].sort());
  expect(await find("nothing")).toEqual([]);
  expect(await find("a\u0000b")).toEqual([]);
  expect(await find("x".repeat(300))).toEqual([]);
});

Deno.test("a search goes through all pages without losing or repeating an order", async () => {
  await using deps = await makeDeps();
  const { ids } = await shopWithOrders(deps);
  const viewer = makeStaff("viewer");
  const seen: string[] = [];

  let after: string | undefined;
  do {
    const page = { limit: 1, ...(after && { after }) };
    const found = await listOrdersForStaff(deps, { viewer, search: "ada", page });
    seen.push(...found.items.map((order) => order.id));
    after = found.next ?? undefined;
  } while (after);

  expect(seen.length).toBe(3);
  expect(new Set(seen)).toEqual(new Set([ids[0], ids[2], ids[3]]));
  for (const bad of ["junk", "email.junk", `secret.${ids[0]}`]) {
    const page = { after: bad };
    expect((await listOrdersForStaff(deps, { viewer, search: "ada", page })).items).toEqual([]);
  }
});

Deno.test("no index entry stays behind when a status changes", async () => {
  await using deps = await makeDeps();
  const { ada, ids } = await shopWithOrders(deps);
  for (const id of ids.slice(2)) unwrap(await cancelOrder(deps, { actor: ada, id }));

  expect(await countKeys(deps.kv, ["orders_by_status"])).toBe(4);
  expect(await countKeys(deps.kv, ["orders_by_customer_status"])).toBe(4);
  expect(await countKeys(deps.kv, ["orders_expiring"])).toBe(2);
});
