/** Price lists: each price is set, none is converted, what isn't set can't be ordered. */
import { expect } from "expect";
import {
  changePrices,
  getCatalog,
  getPricedView,
  listPriced,
  priceCurrencies,
  quote,
} from "@/domain/catalog/mod.ts";
import { getSettings, updateSettings } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { makeStaff, openShop, orderForm } from "../order/fixtures.ts";

const OWNER = makeStaff();

/** A shop whose settings name dollars and yen besides. */
async function openWith(deps: Deps): Promise<{ planId: string; addonId: string }> {
  await openShop(deps);
  const values = { ...await getSettings(deps, "money"), furtherCurrencies: ["USD", "JPY"] };
  unwrap(await updateSettings(deps, { actor: OWNER, section: "money", values }));
  const { plans, addons } = await getCatalog(deps);
  return {
    planId: plans.find(({ slug }) => slug === "vps-grow")!.id,
    addonId: addons.find(({ slug }) => slug === "ipv4")!.id,
  };
}

const FORM = {
  EUR_monthly: "12.00",
  EUR_annual: "120.00",
  EUR_setup: "0",
  USD_monthly: "14.00",
  USD_setup: "5",
  JPY_annual: "20000",
  JPY_setup: "0",
};

Deno.test("a plan has the prices that were set, in each currency, and no others", async () => {
  await using deps = await makeDeps();
  const { planId: id } = await openWith(deps);

  unwrap(await changePrices(deps, { actor: OWNER, id, form: FORM }));

  expect(await priceCurrencies(deps)).toEqual(["EUR", "JPY", "USD"]);
  const inEuro = (await getCatalog(deps)).plans.find((plan) => plan.id === id)!;
  expect(inEuro.prices).toEqual({
    monthly: money(1200, "EUR"),
    quarterly: null,
    semi_annual: null,
    annual: money(12_000, "EUR"),
  });
  const dollars = await getCatalog(deps, { currency: "USD" });
  expect(dollars.plans.map(({ slug, setupFee }) => [slug, setupFee]))
    .toEqual([["vps-grow", money(500, "USD")]]);
  const yen = await getCatalog(deps, { currency: "JPY" });
  expect(yen.plans[0]!.prices.annual).toEqual(money(20_000, "JPY"));
  expect(await getCatalog(deps, { currency: "CHF" })).toMatchObject({ plans: [] });
  expect(JSON.stringify(dollars)).not.toContain("priceLists");
});

Deno.test("what has no price in the currency can't be ordered in it, and nothing is free for want of one", async () => {
  await using deps = await makeDeps();
  const { planId, addonId } = await openWith(deps);
  unwrap(await changePrices(deps, { actor: OWNER, id: planId, form: FORM }));
  const wanted = orderForm({ cycle: "monthly" });

  const before = quote(await getCatalog(deps, { currency: "USD" }), wanted);
  unwrap(
    await changePrices(deps, {
      actor: OWNER,
      id: addonId,
      form: { EUR_monthly: "2.00", USD_monthly: "2.50" },
    }),
  );
  const after = unwrap(quote(await getCatalog(deps, { currency: "USD" }), wanted));

  expect(before).toMatchObject({
    ok: false,
    error: { fields: { "addons[]": expect.any(String) } },
  });
  expect(after.total).toEqual(money(1400 + 2 * 250 + 500, "USD"));
});

Deno.test("bad prices are refused beside their fields, and nothing is written", async () => {
  await using deps = await makeDeps();
  const { planId: id } = await openWith(deps);
  const before = await dumpKv(deps.kv);

  const table: Array<[field: string, form: Record<string, string>]> = [
    ["EUR_monthly", { ...FORM, EUR_monthly: "-1" }],
    ["EUR_monthly", { ...FORM, EUR_monthly: "0" }],
    ["EUR_monthly", { ...FORM, EUR_monthly: "1e3" }],
    ["EUR_monthly", { EUR_setup: "0" }],
    ["EUR_setup", { EUR_monthly: "12.00" }],
    ["USD_setup", { ...FORM, USD_setup: "" }],
    ["JPY_annual", { ...FORM, JPY_annual: "200.50" }],
    ["", { ...FORM, CHF_monthly: "1.00" }],
    ["", { ...FORM, isActive: "1" }],
  ];
  for (const [field, form] of table) {
    const refused = await changePrices(deps, { actor: OWNER, id, form });
    if (refused.ok || refused.error.code !== "validation") throw new Error(JSON.stringify(form));
    expect(Object.keys(refused.error.fields)).toEqual([field]);
  }
  const missing = { ok: false, error: { code: "not_found" } };
  expect(await changePrices(deps, { actor: makeStaff("support"), id, form: FORM })).toEqual(
    missing,
  );
  expect(await changePrices(deps, { actor: OWNER, id: "pln_../x", form: FORM })).toEqual(missing);
  expect(await getPricedView(deps, { viewer: OWNER, id: "__proto__" })).toEqual(missing);
  expect(await listPriced(deps, { viewer: makeStaff("support") })).toEqual(missing);
  expect(await dumpKv(deps.kv)).toEqual(before);
});
