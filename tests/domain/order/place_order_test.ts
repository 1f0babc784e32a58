import { expect } from "expect";
import { listAudit } from "@/domain/audit/mod.ts";
import { getCatalog, quote } from "@/domain/catalog/mod.ts";
import { getInvoice } from "@/domain/invoice/mod.ts";
import { getMail, listMails } from "@/domain/mail/mod.ts";
import { getOrder, type OrderForm, placeOrder } from "@/domain/order/mod.ts";
import { updateSettings } from "@/domain/settings/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import {
  counted,
  makeCustomer,
  makeStaff,
  mustPlace,
  openShop,
  orderForm,
  setStock,
  stockOf,
} from "./fixtures.ts";

Deno.test("placeOrder() makes the order, its open invoice, an audit event and both mails, and takes stock", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const stock = await stockOf(deps, "vps-grow", "fra1");

  const { orderId, invoiceId, isRepeat } = await mustPlace(deps, ada, { panel: "directadmin" });

  expect(isRepeat).toBe(false);
  const order = unwrap(await getOrder(deps, { viewer: ada, id: orderId }));
  const invoice = unwrap(await getInvoice(deps, { viewer: ada, id: invoiceId }));
  expect(order.number).toMatch(/^O-[0-9A-Z]{8}$/);
  expect(order).toMatchObject({
    status: "pending_payment",
    planName: "VPS Grow",
    cycle: "annual",
    datacenterName: "Frankfurt, Germany",
    osName: "Debian 13",
    panelName: "DirectAdmin",
    hostname: "server1.example.com",
    total: { minor: 12_000 + 8_000 + 4_000, currency: "EUR" },
    expiresAt: "2026-03-08T12:00:00.000Z",
    invoiceId,
  });
  expect(invoice).toMatchObject({ status: "open", orderId, total: order.total });
  expect(invoice.lines).toMatchObject(order.lines);
  expect(await stockOf(deps, "vps-grow", "fra1")).toBe(stock - 1);
  const owner = makeStaff();
  const events = unwrap(
    await listAudit(deps, { viewer: owner, subject: { kind: "order", id: orderId } }),
  );
  expect(events.items.map((event) => event.action)).toEqual(["order.placed"]);
  const mails = unwrap(await listMails(deps, { viewer: owner })).items;
  expect(mails.length).toBe(2);
  const texts = await Promise.all(
    mails.map(async ({ id }) => unwrap(await getMail(deps, { viewer: owner, id })).text),
  );
  expect(texts.every((text) => text.includes(order.number) && text.includes("240.00 EUR")))
    .toBe(true);
  expect(await counted(deps, "orders.pending_payment")).toBe(1);
});

Deno.test("placeOrder() bills exactly what the quote says", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const form = orderForm({ plan: "dedicated-core", cycle: "quarterly", addons: ["ssl", "ipv4:8"] });

  const { orderId } = await mustPlace(deps, ada, form);

  const quoted = unwrap(quote(await getCatalog(deps), form));
  const order = unwrap(await getOrder(deps, { viewer: ada, id: orderId }));
  expect(order.lines).toEqual(quoted.lines);
  expect(order.total).toEqual(quoted.total);
  expect(order.renewal).toEqual(quoted.renewal);
});

Deno.test("placeOrder() puts hosting on its platform", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);

  const { orderId } = await mustPlace(deps, ada, {
    plan: "web-business",
    os: "",
    panel: "",
    addons: [],
  });

  expect(unwrap(await getOrder(deps, { viewer: ada, id: orderId }))).toMatchObject({
    osName: "AlmaLinux 9",
    panelName: "cPanel",
    total: { minor: 10_000 },
  });
});

/** Wrong codes are counted: that is what limits are for. */
const TRIES = { ignore: ["rate_limits"] };

const REFUSED: Array<[string, Partial<OrderForm>, string[]]> = [
  ["an unknown plan", { plan: "free" }, ["plan"]],
  ["an add-on of other plans", { addons: ["backups-xl"] }, ["addons[]"]],
  ["a negative quantity", { addons: ["ipv4:-3"] }, ["addons[]"]],
  ["an invalid hostname", { hostname: "a_b.example.com" }, ["hostname"]],
  ["a promo code that there isn't", { promo: "SAVE50" }, ["promo"]],
  ["an unknown way to pay", { payment_method: "wallet" }, ["payment_method"]],
  ["cryptocurrency without an address for it", { payment_method: "crypto" }, ["payment_method"]],
  ["terms that aren't accepted", { accept_terms: "" }, ["accept_terms"]],
  ["several mistakes, each beside its field", { os: "dos", promo: "X", accept_terms: false }, [
    "accept_terms",
    "os",
    "promo",
  ]],
];

for (const [what, change, fields] of REFUSED) {
  Deno.test(`placeOrder() refuses ${what} and writes nothing`, async () => {
    await using deps = await makeDeps();
    const ada = await openShop(deps);
    const before = await dumpKv(deps.kv, TRIES);

    const result = await placeOrder(deps, { actor: ada, form: orderForm(change) });

    if (result.ok || result.error.code !== "validation") throw new Error("it was accepted");
    expect(Object.keys(result.error.fields).sort()).toEqual(fields);
    expect(await dumpKv(deps.kv, TRIES)).toEqual(before);
  });
}

Deno.test("placeOrder() takes cryptocurrency once there is an address", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  unwrap(
    await updateSettings(deps, {
      actor: makeStaff(),
      section: "crypto",
      values: {
        addresses: [{
          asset: "BTC",
          network: "bitcoin",
          address: "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        }],
      },
    }),
  );

  const { orderId } = await mustPlace(deps, ada, { payment_method: "crypto" });

  expect(unwrap(await getOrder(deps, { viewer: ada, id: orderId })).paymentMethod).toBe("crypto");
});

Deno.test("placeOrder() refuses a plan that is out of stock and writes nothing", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await setStock(deps, { plan: "vps-grow", datacenter: "fra1" }, 0);
  const before = await dumpKv(deps.kv);

  const result = await placeOrder(deps, { actor: ada, form: orderForm() });

  expect(result).toEqual({ ok: false, error: { code: "out_of_stock" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("placeOrder() refuses a suspended account and one that doesn't exist", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const key = ["accounts", ada.id];
  const account = (await deps.kv.get<Record<string, unknown>>(key)).value!;
  await deps.kv.set(key, { ...account, status: "suspended" });
  const before = await dumpKv(deps.kv);

  const suspended = await placeOrder(deps, { actor: ada, form: orderForm() });
  const nobody = { kind: "customer" as const, id: "cus_01J00000000000000000000000" };
  const missing = await placeOrder(deps, { actor: nobody, form: orderForm() });

  expect([suspended.ok, missing.ok]).toEqual([false, false]);
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("placeOrder() answers the same order within ten minutes with the first one", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const first = await mustPlace(deps, ada);
  const before = await dumpKv(deps.kv);
  deps.clock.advance({ minutes: 9 });

  const again = await mustPlace(deps, ada, { hostname: " SERVER1.example.com " });

  expect(again).toEqual({ ...first, isRepeat: true });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("placeOrder() takes another content, another customer or a later time for another order", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const bob = await makeCustomer(deps, "bob");

  const orders = [
    await mustPlace(deps, ada),
    await mustPlace(deps, ada, { hostname: "server2.example.com" }),
    await mustPlace(deps, bob),
  ];
  deps.clock.advance({ minutes: 11 });
  orders.push(await mustPlace(deps, ada));

  expect(new Set(orders.map((order) => order.orderId)).size).toBe(4);
  expect(orders.some((order) => order.isRepeat)).toBe(false);
});

Deno.test("getOrder() shows an order to its customer and to staff who may see orders, to nobody else", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const bob = await makeCustomer(deps, "bob");
  const { orderId: id } = await mustPlace(deps, ada);
  const blind = { ...makeStaff(), permissions: new Set([]) };

  const seenBy = {
    ada: (await getOrder(deps, { viewer: ada, id })).ok,
    bob: (await getOrder(deps, { viewer: bob, id })).ok,
    staff: (await getOrder(deps, { viewer: makeStaff("viewer"), id })).ok,
    blind: (await getOrder(deps, { viewer: blind, id })).ok,
    junk: (await getOrder(deps, { viewer: ada, id: "../orders" })).ok,
  };

  expect(seenBy).toEqual({ ada: true, bob: false, staff: true, blind: false, junk: false });
  const view = unwrap(await getOrder(deps, { viewer: ada, id }));
  expect(Object.keys(view)).not.toContain("fingerprint");
  expect(Object.keys(view)).not.toContain("customerEmail");
});
