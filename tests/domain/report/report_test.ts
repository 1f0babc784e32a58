/** Reports against the ledger: months, receipts, receivables, recurring revenue, and what a broken-off night does. */
import { expect } from "expect";
import { requestChange } from "@/domain/change/mod.ts";
import { verifyLedger } from "@/domain/ledger/mod.ts";
import { cancelOrder } from "@/domain/order/mod.ts";
import { activateService } from "@/domain/provisioning/mod.ts";
import {
  checkSpan,
  exportReport,
  getReports,
  recordReceivables,
  recordRecurring,
  updateDayBooks,
} from "@/domain/report/mod.ts";
import { createPromotion } from "@/domain/promotion/mod.ts";
import { ageOf } from "@/domain/report/receivables.ts";
import { yearWorth } from "@/domain/report/recurring_revenue.ts";
import { transact } from "@/domain/shared/kv.ts";
import { money } from "@/domain/shared/money.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { checkService, stageTerms } from "@/domain/service/mod.ts";
import { MACHINE_FORM } from "@/tests/helpers/world.ts";
import { makeDeps, type TestDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { makeService, renewalsOf, runUntil, serviceOf } from "../billing/helpers.ts";
import { makeStaff, openShop, setTax } from "../order/fixtures.ts";
import { type Debt, pay, placeDebt } from "../payment/fixtures.ts";

const OWNER = makeStaff();
const SPAN = { from: "2026-01-01", to: "2026-12-31" };

const reportsOf = async (deps: TestDeps) =>
  unwrap(await getReports(deps, { viewer: OWNER, span: SPAN }));

async function sell(deps: TestDeps, debt: Debt, reference: string): Promise<string> {
  const { serviceId } = unwrap(await pay(deps, debt, { reference }));
  unwrap(await activateService(deps, { actor: OWNER, orderId: debt.orderId, form: MACHINE_FORM }));
  return serviceId!;
}

Deno.test("months and receipts add up to the ledger, whenever the task ran", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  const receivedOn = () => deps.clock.now().toString().slice(0, 10);
  for (let index = 0; index < 4; index++) {
    const debt = await placeDebt(deps, customer, `host${index}.example.com`);
    const method = index % 2 ? "crypto_btc" : "bank_transfer";
    unwrap(await pay(deps, debt, { reference: `TX-${index}`, method, received_on: receivedOn() }));
    const part = await placeDebt(deps, customer, `part${index}.example.com`);
    const form = { amount: "5.00", accept_difference: "1", reference: `P-${index}` };
    unwrap(await pay(deps, part, { ...form, received_on: receivedOn() }));
    unwrap(await cancelOrder(deps, { actor: OWNER, id: part.orderId, reason: "Test" }));
    await updateDayBooks(deps);
    deps.clock.advance({ hours: 20 * 24 });
  }
  await updateDayBooks(deps);

  const { months } = await reportsOf(deps);
  const { houseBalances, walletTotals } = unwrap(await verifyLedger(deps));

  const total = (pick: (row: (typeof months)[number]) => number) =>
    months.reduce((sum, row) => sum + pick(row), 0);
  expect(months.map(({ month }) => month)).toEqual(["2026-04", "2026-03"]);
  expect(total((row) => row.revenue.minor)).toBe(-houseBalances["house:revenue:EUR"]!);
  expect(total((row) => row.wallets.minor)).toBe(walletTotals.EUR);
  const arrived = (account: string) =>
    total((row) => row.receipts.find((each) => each.account === account)?.amount.minor ?? 0);
  expect(arrived("bank")).toBe(houseBalances["house:bank:EUR"]);
  expect(arrived("crypto:BTC")).toBe(houseBalances["house:crypto:BTC:EUR"]);
});

Deno.test("a day that is over is worked out once more after its end, and then left alone", async () => {
  await using deps = await makeDeps({ at: "2026-03-01T23:55:00Z" });
  const customer = await openShop(deps);
  const debt = await placeDebt(deps, customer, "one.example.com");
  await pay(deps, debt, { amount: "1.00", accept_difference: "1", reference: "TX-1" });
  await updateDayBooks(deps);
  await pay(deps, debt, { amount: "1.00", accept_difference: "1", reference: "TX-2" });
  deps.clock.advance({ hours: 25 });
  await updateDayBooks(deps);
  const [march] = (await reportsOf(deps)).months;
  expect(march!.receipts).toEqual([{ account: "bank", count: 2, amount: money(200, "EUR") }]);
  const before = await dumpKv(deps.kv, { ignore: ["report_days"] });
  await updateDayBooks(deps);
  expect(await dumpKv(deps.kv, { ignore: ["report_days"] })).toEqual(before);
});

Deno.test("recurring revenue moves by new, higher and ended services, each once however often the night runs", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  const one = await sell(deps, await placeDebt(deps, customer, "one.example.com"), "TX-1");
  await recordRecurring(deps);
  await recordRecurring(deps);
  deps.clock.advance({ hours: 24 });
  await sell(deps, await placeDebt(deps, customer, "two.example.com"), "TX-2");
  await reprice(deps, one, 32_000);
  await Promise.all([recordRecurring(deps), recordRecurring(deps)]);
  await recordRecurring(deps);

  const { recurring } = await reportsOf(deps);

  const [first, second] = recurring.map(({ currencies }) => currencies[0]!);
  const moved = (day: typeof first) =>
    Object.fromEntries(
      day!.moves.filter(({ count }) => count > 0)
        .map(({ movement, count, monthly }) => [movement, [count, monthly.minor]]),
    );
  // 160.00 a year are 13.33 a month.
  expect([first!.services, first!.monthly.minor]).toEqual([1, 1333]);
  expect(moved(first)).toEqual({ new: [1, 1333] });
  expect([second!.services, second!.monthly.minor]).toEqual([2, 4000]);
  expect(moved(second)).toEqual({ new: [1, 1333], higher: [1, 1333] });
});

Deno.test("recurring revenue is what the next invoices charge: less discounts, without tax, by currency", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  await setTax(deps, { mode: "flat", rateBasisPoints: 1900, pricesIncludeTax: true });
  const promotion = { name: "Test", benefit: "percent", percent: "20" };
  for (
    const [code, periods] of [["EVERY", "all"], ["FIRST", "first"], ["TWO", "some"]] as const
  ) {
    const form = { ...promotion, code, periods, period_count: periods === "some" ? "2" : "" };
    unwrap(await createPromotion(deps, { actor: OWNER, form }));
  }
  const ids: string[] = [];
  for (const promo of ["", "EVERY", "FIRST", "TWO"]) {
    const hostname = `h${ids.length}.example.com`;
    ids.push(await makeService(deps, customer, { promo, hostname }));
  }
  const services = await Promise.all(ids.map((id) => serviceOf(deps, id)));

  await recordRecurring(deps);
  await runUntil(deps, "2026-04-01");
  await recordRecurring(deps);

  // 12.00 a month with 19 % in it are 10.08, and 2.40 less are 2.02 less.
  expect(services.map((service) => yearWorth(service) / 12)).toEqual([1200, 960, 1200, 960]);
  const { recurring } = await reportsOf(deps);
  expect(recurring.map(({ day, currencies }) => [day, currencies[0]!.monthly.minor])).toEqual([
    ["2026-03-01", 1008 + 806 + 1008 + 806],
    // The invoice for the second term is out: the next one is for the third, and without the discount.
    ["2026-04-01", 1008 + 806 + 1008 + 1008],
  ]);
  const [first] = await renewalsOf(deps, ids[1]);
  expect(first!.subtotal).toEqual(money(806, "EUR"));
});

Deno.test("recurring revenue is counted for each currency by itself", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  await makeService(deps, customer, { hostname: "eur.example.com" });
  const other = await makeService(deps, customer, { hostname: "usd.example.com" });
  await reprice(deps, other, 1500, "USD");

  await recordRecurring(deps);

  const [day] = (await reportsOf(deps)).recurring;
  const worth = day!.currencies.map(({ services, monthly }) => [services, monthly]);
  expect(worth).toEqual([[1, money(1200, "EUR")], [1, money(1500, "USD")]]);
});

Deno.test("a change that comes with the next term counts as soon as the next invoice is for it", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  const serviceId = await makeService(deps, customer);
  const wanted = { actor: customer, serviceId, plan: "vps-start", cycle: "annual" };
  const when = "next_term" as const;
  unwrap(await requestChange(deps, { ...wanted, when, seen: "", fromWallet: false }));

  expect(yearWorth(await serviceOf(deps, serviceId))).toBe(6000);
});

async function reprice(
  deps: TestDeps,
  serviceId: string,
  minor: number,
  currency = "EUR",
): Promise<void> {
  await transact(deps, async (tx) => {
    const service = (await checkService(tx, serviceId))!;
    const { plan, planName, highlights, cycle, items } = service;
    const renewal = money(minor, currency);
    const [item] = items;
    const terms = {
      ...{ planId: service.planId!, plan, planName, highlights, cycle, renewal },
      items: [{ ...item!, quantity: 1, unit: renewal }],
    };
    const how = { newAnchorOn: null, changedOn: "2026-03-01", invoiceId: null };
    stageTerms(tx, { service, terms, ...how });
    return ok(undefined);
  });
}

Deno.test("what is owed is counted by its age, without what is paid or void", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  await placeDebt(deps, customer, "old.example.com");
  deps.clock.advance({ hours: 40 * 24 });
  await placeDebt(deps, customer, "new.example.com");
  const paid = await placeDebt(deps, customer, "paid.example.com");
  unwrap(await pay(deps, paid, { received_on: "2026-04-10" }));

  await recordReceivables(deps);

  const { receivables } = await reportsOf(deps);
  expect(receivables.filter(({ count }) => count > 0).map(({ age, count }) => [age, count]))
    .toEqual([["not_due", 1], ["31_60", 1]]);
});

Deno.test("ageOf() counts whole days after the due day", () => {
  const table = [
    ["2026-03-01", "not_due"],
    ["2026-02-28", "1_30"],
    ["2026-01-30", "1_30"],
    ["2026-01-29", "31_60"],
    ["2025-12-31", "31_60"],
    ["2025-12-30", "61_90"],
    ["2025-12-01", "61_90"],
    ["2025-11-30", "over_90"],
  ] as const;
  for (const [dueOn, age] of table) {
    expect([dueOn, ageOf(dueOn, "2026-03-01")]).toEqual([dueOn, age]);
  }
});

Deno.test("the journal has every transfer of its days in the ledger's terms", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  unwrap(await pay(deps, await placeDebt(deps, customer, "one.example.com")));
  deps.clock.advance({ hours: 48 });

  const file = unwrap(await exportReport(deps, { viewer: OWNER, span: SPAN, file: "journal" }));
  const lines = (await Array.fromAsync(file)).join("").trim().split("\r\n");

  expect(lines.length).toBe(3);
  expect(lines[1]).toContain("receipt,house:bank:EUR,wallet:");
  expect(lines[2]).toContain("settlement,wallet:");
  expect(lines[2]).toContain("house:revenue:EUR,160.00,EUR");
  expect(lines[1]).toContain("ada@example.com");
});

Deno.test("reports are for those who may see them", async () => {
  await using deps = await makeDeps();
  const viewer = makeStaff("support");
  const missing = { ok: false, error: { code: "not_found" } };
  expect(await getReports(deps, { viewer, span: SPAN })).toEqual(missing);
  expect(await exportReport(deps, { viewer, span: SPAN, file: "journal" })).toEqual(missing);
});

Deno.test("checkSpan() takes a year at most, and says what is wrong beside the day", async () => {
  await using deps = await makeDeps();
  expect(checkSpan(deps, {})).toEqual({
    ok: true,
    value: { from: "2025-04-01", to: "2026-03-01" },
  });
  const fields = (typed: { from?: string; to?: string }) => {
    const checked = checkSpan(deps, typed);
    return checked.ok ? [] : Object.keys(checked.error.fields);
  };
  expect(fields({ from: "2026-02-30" })).toEqual(["from"]);
  expect(fields({ to: "__proto__" })).toEqual(["to"]);
  expect(fields({ from: "2026-03-01", to: "2026-02-01" })).toEqual(["to"]);
  expect(fields({ from: "2020-01-01" })).toEqual(["from"]);
});
