/** Orders by many at once: what must hold across processes. */
import { expect } from "expect";
import { getInvoice } from "@/domain/invoice/mod.ts";
import {
  cancelOrder,
  expireOrders,
  getOrder,
  placeOrder,
  stageOrderPaid,
} from "@/domain/order/mod.ts";
import { amountDue, checkInvoice, stageSettled } from "@/domain/invoice/mod.ts";
import { transact } from "@/domain/shared/kv.ts";
import { notFound, ok, unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys } from "@/tests/helpers/dump.ts";
import {
  counted,
  makeCustomer,
  mustPlace,
  openShop,
  orderForm,
  setStock,
  stockOf,
} from "./fixtures.ts";

const LAST_ONE = { plan: "vps-grow", datacenter: "fra1" };

Deno.test("20 buyers of the last one: one order, nothing left, 19 told so", async () => {
  await using deps = await makeDeps();
  await openShop(deps);
  await setStock(deps, LAST_ONE, 1);
  const buyers = await Promise.all(
    Array.from({ length: 20 }, (_, at) => makeCustomer(deps, `buyer${at}`)),
  );

  const results = await Promise.all(
    buyers.map((actor) => placeOrder(deps, { actor, form: orderForm() })),
  );

  await expectOneOrder(deps, results);
});

Deno.test("20 buyers of the last one in two processes: one order, nothing left, 19 told so", async () => {
  const path = await Deno.makeTempFile({ suffix: ".kv" });
  try {
    using kv = await Deno.openKv(path);
    using otherKv = await Deno.openKv(path);
    const deps = await makeDeps({ kv });
    const other = await makeDeps({ kv: otherKv, at: "2026-03-01T12:00:00.001Z" });
    await openShop(deps);
    await setStock(deps, LAST_ONE, 1);
    const buyers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => makeCustomer(deps, `buyer${at}`)),
    );

    const results = await Promise.all(
      buyers.map((actor, at) => placeOrder(at % 2 ? deps : other, { actor, form: orderForm() })),
    );

    await expectOneOrder(deps, results);
  } finally {
    await Deno.remove(path);
  }
});

async function expectOneOrder(
  deps: TestDeps,
  results: Array<Awaited<ReturnType<typeof placeOrder>>>,
): Promise<void> {
  const codes = results.map((result) => result.ok ? "placed" : result.error.code);
  expect(codes.filter((code) => code === "placed").length).toBe(1);
  expect(codes.filter((code) => code === "out_of_stock").length).toBe(19);
  expect(await stockOf(deps, "vps-grow", "fra1")).toBe(0);
  expect(await countKeys(deps.kv, ["orders"])).toBe(1);
  expect(await countKeys(deps.kv, ["invoices"])).toBe(1);
  expect(await counted(deps, "orders.pending_payment")).toBe(1);
}

Deno.test("the same order sent 20 times at once is one order, one invoice and one taken from stock", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const stock = await stockOf(deps, "vps-grow", "fra1");

  const results = await Promise.all(
    Array.from({ length: 20 }, () => placeOrder(deps, { actor: ada, form: orderForm() })),
  );

  const orders = results.map(unwrap);
  expect(new Set(orders.map((order) => order.orderId)).size).toBe(1);
  expect(new Set(orders.map((order) => order.invoiceId)).size).toBe(1);
  expect(orders.filter((order) => !order.isRepeat).length).toBe(1);
  expect(await countKeys(deps.kv, ["invoices"])).toBe(1);
  expect(await stockOf(deps, "vps-grow", "fra1")).toBe(stock - 1);
});

Deno.test("the same order sent to two processes 20 times at once is one order", async () => {
  const path = await Deno.makeTempFile({ suffix: ".kv" });
  try {
    using kv = await Deno.openKv(path);
    using otherKv = await Deno.openKv(path);
    const deps = await makeDeps({ kv });
    const other = await makeDeps({ kv: otherKv, at: "2026-03-01T12:00:00.001Z" });
    const ada = await openShop(deps);

    const results = await Promise.all(
      Array.from(
        { length: 20 },
        (_, at) => placeOrder(at % 2 ? deps : other, { actor: ada, form: orderForm() }),
      ),
    );

    expect(new Set(results.map((result) => unwrap(result).orderId)).size).toBe(1);
    expect(await countKeys(kv, ["orders"])).toBe(1);
    expect(await countKeys(kv, ["invoices"])).toBe(1);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("20 orders at once have the invoice numbers 1 to 20 without a gap", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);

  const results = await Promise.all(
    Array.from(
      { length: 20 },
      (_, at) =>
        placeOrder(deps, { actor: ada, form: orderForm({ hostname: `s${at}.example.com` }) }),
    ),
  );

  const numbers = await Promise.all(
    results.map(async (result) =>
      unwrap(await getInvoice(deps, { viewer: ada, id: unwrap(result).invoiceId })).number
    ),
  );
  expect(numbers.sort()).toEqual(
    Array.from({ length: 20 }, (_, at) => `INV-2026-${String(at + 1).padStart(6, "0")}`),
  );
});

Deno.test("expiry, cancelling and payment at the same time: exactly one of them wins", async () => {
  for (let round = 0; round < 20; round++) {
    await using deps = await makeDeps();
    const ada = await openShop(deps);
    const stock = await stockOf(deps, "vps-grow", "fra1");
    const { orderId, invoiceId } = await mustPlace(deps, ada);
    deps.clock.advance({ hours: 73 });

    const attempts = [
      async () => (await expireOrders(deps)).expired === 1,
      async () => (await cancelOrder(deps, { actor: ada, id: orderId })).ok,
      () => pay(deps, { orderId, invoiceId }),
    ];
    const wins = await Promise.all(rotate(attempts, round % 3).map((attempt) => attempt()));

    const order = unwrap(await getOrder(deps, { viewer: ada, id: orderId }));
    const invoice = unwrap(await getInvoice(deps, { viewer: ada, id: invoiceId }));
    expect(wins.filter((isWin) => isWin).length).toBe(1);
    const isPaid = order.status === "paid";
    expect(isPaid ? "paid" : "void").toBe(invoice.status);
    expect(await stockOf(deps, "vps-grow", "fra1")).toBe(isPaid ? stock - 1 : stock);
    expect(await counted(deps, "orders.pending_payment")).toBe(0);
    expect(await countKeys(deps.kv, ["orders_expiring"])).toBe(0);
  }
});

function rotate<T>(list: T[], by: number): T[] {
  return [...list.slice(by), ...list.slice(0, by)];
}

/** Order and invoice paid in one commit, as a recorded payment does it. */
async function pay(deps: TestDeps, ids: { orderId: string; invoiceId: string }): Promise<boolean> {
  const result = await transact(deps, async (tx) => {
    const invoice = await checkInvoice(tx, ids.invoiceId);
    if (invoice?.status !== "open") return notFound();
    const at = deps.clock.now();
    const paid = await stageOrderPaid(tx, deps, { ...ids, serviceId: deps.ids.next("svc"), at });
    if (!paid.ok) return paid;
    stageSettled(tx, deps, { invoice, amount: amountDue(invoice) });
    return ok(undefined);
  });
  return result.ok;
}
