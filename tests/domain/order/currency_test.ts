/** Ordering in a further currency: priced, billed and renewed in it, and never converted. */
import { expect } from "expect";
import { changePrices, getCatalog } from "@/domain/catalog/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { placeOrder, readOrder } from "@/domain/order/mod.ts";
import { bookReceipt, payFromWallet } from "@/domain/payment/mod.ts";
import { readService } from "@/domain/service/mod.ts";
import { getSettings, updateSettings } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { makeStaff, openShop, orderForm } from "./fixtures.ts";

const OWNER = makeStaff();

async function openInDollars(deps: Deps) {
  const customer = await openShop(deps);
  const values = { ...await getSettings(deps, "money"), furtherCurrencies: ["USD"] };
  unwrap(await updateSettings(deps, { actor: OWNER, section: "money", values }));
  const { plans } = await getCatalog(deps);
  const { id } = plans.find(({ slug }) => slug === "vps-grow")!;
  const form = { EUR_annual: "120.00", EUR_setup: "0", USD_annual: "150.00", USD_setup: "0" };
  unwrap(await changePrices(deps, { actor: OWNER, id, form }));
  return customer;
}

Deno.test("an order in dollars is priced, billed and renewed in dollars; euros don't pay it", async () => {
  await using deps = await makeDeps();
  const actor = await openInDollars(deps);
  const form = orderForm({ currency: "USD", addons: [] });

  const { orderId, invoiceId } = unwrap(await placeOrder(deps, { actor, form }));

  const invoice = (await readInvoice(deps.kv, invoiceId))!;
  expect([invoice.currency, invoice.total]).toEqual(["USD", money(15_000, "USD")]);
  const receive = (currency: string) =>
    bookReceipt(deps, {
      actor: OWNER,
      customerId: actor.id,
      invoiceId: currency === "USD" ? invoiceId : null,
      receipt: {
        amount: money(15_000, currency),
        method: "bank_transfer",
        reference: `TX-${currency}`,
        receivedOn: "2026-03-01",
      },
      source: "staff",
    });
  unwrap(await receive("EUR"));
  const wrong = await payFromWallet(deps, { actor, invoiceId });
  expect(wrong.ok || wrong.error.code).toBe("insufficient_funds");
  unwrap(await receive("USD"));
  const { serviceId } = (await readOrder(deps.kv, orderId))!;
  expect((await readService(deps.kv, serviceId!))?.renewal).toEqual(money(15_000, "USD"));
});

Deno.test("an order in a currency without prices is refused, and nothing is written", async () => {
  await using deps = await makeDeps();
  const actor = await openInDollars(deps);
  const before = await dumpKv(deps.kv);
  for (const currency of ["CHF", "usd", "__proto__"]) {
    const refused = await placeOrder(deps, { actor, form: orderForm({ currency }) });
    expect([currency, refused.ok || refused.error.code]).toEqual([currency, "validation"]);
  }
  const withoutPrice = await placeOrder(deps, {
    actor,
    form: orderForm({ currency: "USD", plan: "vps-scale" }),
  });
  expect(withoutPrice.ok || withoutPrice.error.code).toBe("validation");
  expect(await dumpKv(deps.kv)).toEqual(before);
});
