/** Renewals of services that were ordered with a code: discounted for as many terms as was agreed, whatever changes. */
import { expect } from "expect";
import { getRenewal } from "@/domain/billing/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { previewChange, requestChange } from "@/domain/change/mod.ts";
import { createPromotion, setPromotionStatus } from "@/domain/promotion/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { setWalletPayment } from "@/domain/terms/mod.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { makeStaff, openShop, setTax } from "../order/fixtures.ts";
import { makeService, receive, renewalsOf, runUntil, serviceOf } from "./helpers.ts";

async function promote(deps: TestDeps, change: Record<string, string>): Promise<string> {
  const form = { code: "SUMMER20", name: "Summer", benefit: "percent", percent: "20", ...change };
  return unwrap(await createPromotion(deps, { actor: makeStaff(), form })).promotionId;
}

/** A customer whose wallet pays all renewals. */
async function openWallet(deps: TestDeps) {
  const customer = await openShop(deps);
  await receive(deps, customer, { amount: money(500_000, "EUR") });
  unwrap(await setWalletPayment(deps, { actor: customer, paysFromWallet: true }));
  return customer;
}

/** What each renewal of a service costs, oldest first: its price, and after discounts. */
async function costs(deps: TestDeps, serviceId: string): Promise<[number, number][]> {
  const invoices = await renewalsOf(deps, serviceId);
  return invoices.map(({ lines }) => {
    const sumOf = (isDiscounted: boolean) =>
      lines.filter(({ kind }) => isDiscounted || kind !== "discount")
        .reduce((total, { amount }) => total + amount.minor, 0);
    return [sumOf(false), sumOf(true)];
  });
}

for (
  const [periods, form, expected] of [
    ["the first term alone", {}, [[1600, 1600], [1600, 1600], [1600, 1600], [1600, 1600]]],
    ["three terms", { periods: "some", period_count: "3" }, [
      [1600, 1280],
      [1600, 1280],
      [1600, 1600],
      [1600, 1600],
    ]],
    ["every term", { periods: "all" }, [[1600, 1280], [1600, 1280], [1600, 1280], [1600, 1280]]],
  ] as const
) {
  Deno.test(`a code for ${periods} discounts the renewals that it reaches`, async () => {
    await using deps = await makeDeps({ at: "2028-01-31T10:00:00Z" });
    const customer = await openWallet(deps);
    const id = await promote(deps, form);
    const order = { addons: ["ipv4:2"], promo: "SUMMER20" };
    const serviceId = await makeService(deps, customer, order);
    // What was agreed stays agreed.
    unwrap(await setPromotionStatus(deps, { actor: makeStaff(), id, action: "end" }));
    const { discounted } = unwrap(await getRenewal(deps, { viewer: customer, serviceId }));
    expect(discounted?.minor ?? 1600).toBe(expected[0][1]);

    await runUntil(deps, "2028-05-31");

    expect((await costs(deps, serviceId)).slice(0, 4)).toEqual(expected);
    const { lastPaid, paidPeriods } = await serviceOf(deps, serviceId);
    expect(lastPaid.minor).toBe((await costs(deps, serviceId))[paidPeriods - 2]![1]);
    unwrap(await verifyBooks(deps));
  });
}

Deno.test("a discounted renewal has its tax taken off with it, line by line", async () => {
  await using deps = await makeDeps({ at: "2028-01-31T10:00:00Z" });
  const customer = await openWallet(deps);
  await setTax(deps, { mode: "flat", rateBasisPoints: 1900 });
  await promote(deps, { periods: "all", benefit: "fixed", amounts: "5.01 EUR" });
  const serviceId = await makeService(deps, customer, { addons: ["ipv4:2"], promo: "SUMMER20" });

  await runUntil(deps, "2028-02-29");

  const [first] = await renewalsOf(deps, serviceId);
  const invoice = (await readInvoice(deps.kv, first!.id))!;
  expect(
    invoice.lines.map(({ kind, net, tax, period, serviceId }) => [
      kind,
      net.minor,
      tax.minor,
      period?.startsOn,
      serviceId !== null,
    ]),
  ).toEqual([
    ["plan", 1200, 228, "2028-02-29", true],
    ["addon", 400, 76, "2028-02-29", true],
    ["discount", -376, -71, "2028-02-29", true],
    ["discount", -125, -24, "2028-02-29", true],
  ]);
  expect([invoice.subtotal.minor, invoice.tax.minor, invoice.total.minor])
    .toEqual([1099, 209, 1308]);
});

Deno.test("terms that are left go on behind a change of the cycle, and not for longer", async () => {
  await using deps = await makeDeps({ at: "2028-01-31T10:00:00Z" });
  const customer = await openWallet(deps);
  await promote(deps, { periods: "some", period_count: "4" });
  const serviceId = await makeService(deps, customer, { promo: "SUMMER20" });
  await runUntil(deps, "2028-03-02");
  expect((await serviceOf(deps, serviceId)).promotion?.periods).toBe(4);
  unwrap(
    await requestChange(deps, {
      actor: customer,
      serviceId,
      plan: "vps-grow",
      cycle: "quarterly",
      when: "next_term",
      seen: "",
      fromWallet: false,
    }),
  );

  await runUntil(deps, "2029-06-30");

  // Two months were had at the old term; of the quarters the first two are the third and fourth term.
  const all = await costs(deps, serviceId);
  expect(all.map(([price, paid]) => paid < price).slice(0, 5))
    .toEqual([true, true, true, false, false]);
  expect((await serviceOf(deps, serviceId)).promotion?.periods).toBe(2);
});

for (
  const [rule, form, wanted, expected] of [
    [
      "a code for one term alone takes nothing off another that a server is changed to",
      { cycles: ["monthly"] },
      { plan: "vps-grow", cycle: "annual" },
      [12_000, 12_000],
    ],
    [
      "a code for one plan alone takes nothing off another that a server is changed to",
      { plans: ["vps-grow"] },
      { plan: "vps-scale", cycle: "monthly" },
      [2400, 2400],
    ],
    ["a code for every plan goes on with one that a server is changed to", {}, {
      plan: "vps-scale",
      cycle: "monthly",
    }, [2400, 1200]],
  ] as const
) {
  Deno.test(rule, async () => {
    await using deps = await makeDeps();
    const customer = await openWallet(deps);
    const all = { code: "HALF3", benefit: "percent", percent: "50", periods: "some" };
    const typed = { name: "Half", period_count: "3", ...all, ...form };
    unwrap(await createPromotion(deps, { actor: makeStaff(), form: typed }));
    const serviceId = await makeService(deps, customer, { promo: "HALF3" });
    const { now } = unwrap(await previewChange(deps, { actor: customer, serviceId, ...wanted }));
    const asked = { actor: customer, serviceId, ...wanted, seen: now!.seen, fromWallet: true };

    unwrap(await requestChange(deps, { ...asked, when: "now" }));
    await runUntil(deps, wanted.cycle === "annual" ? "2027-03-01" : "2026-04-01");

    expect(await costs(deps, serviceId)).toEqual([expected]);
    unwrap(await verifyBooks(deps));
  });
}
