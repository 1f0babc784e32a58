/** Whatever can be chosen is billed as quoted; whatever can't is refused without a trace. */
import { expect } from "expect";
import fc from "fast-check";
import { type Catalog, getCatalog, getStock, quote } from "@/domain/catalog/mod.ts";
import { getInvoice } from "@/domain/invoice/mod.ts";
import { getOrder, type OrderForm, placeOrder } from "@/domain/order/mod.ts";
import { CYCLES } from "@/domain/shared/period.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { anyText } from "@/tests/helpers/any_text.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { countKeys } from "@/tests/helpers/dump.ts";
import { openShop, orderForm, setTax } from "./fixtures.ts";

/** Orders of any plan with a system, panel and add-ons that fit it, in a place that has it. */
function validForms(catalog: Catalog, stock: Record<string, Record<string, number>>) {
  return fc.constantFrom(...catalog.plans).chain((plan) => {
    const places = plan.datacenters.filter((place) => stock[plan.slug]![place]! > 0);
    const os = plan.platform ? fc.constant("") : fc.constantFrom(...plan.os);
    const addon = (slug: string) => {
      const { maxQuantity } = catalog.addons.find((each) => each.slug === slug)!;
      return fc.nat(maxQuantity).map((count) => count === 0 ? [] : [`${slug}:${count}`]);
    };
    return fc.record({
      cycle: fc.constantFrom(...CYCLES),
      datacenter: fc.constantFrom(...places),
      os,
      panelIndex: fc.nat(3),
      addons: fc.tuple(...plan.addons.map(addon)).map((lists) => lists.flat()),
      hostname: fc.domain(),
    }).map(({ panelIndex, ...rest }): OrderForm => {
      const panels = catalog.panels.filter((panel) =>
        plan.panels.includes(panel.slug) && panel.os.includes(rest.os)
      );
      const panel = plan.platform ? "" : panels[panelIndex]?.slug ?? "none";
      return orderForm({ ...rest, plan: plan.slug, panel });
    });
  });
}

Deno.test("any order that fits is billed line by line as it was quoted, with tax", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await setTax(deps, { mode: "flat", rateBasisPoints: 1900 });
  const catalog = await getCatalog(deps);
  const stock = Object.fromEntries(
    await Promise.all(
      catalog.plans.map(async ({ slug }) => [slug, await getStock(deps, slug)] as const),
    ),
  );

  await fc.assert(
    fc.asyncProperty(validForms(catalog, stock), async (form) => {
      deps.clock.advance({ minutes: 15 });
      const quoted = unwrap(quote(catalog, form, {
        tax: { rateBasisPoints: 1900, isInclusive: false },
      }));
      const result = await placeOrder(deps, { actor: ada, form });
      if (!result.ok && result.error.code === "out_of_stock") return;
      const { orderId, invoiceId } = unwrap(result);
      const order = unwrap(await getOrder(deps, { viewer: ada, id: orderId }));
      const invoice = unwrap(await getInvoice(deps, { viewer: ada, id: invoiceId }));
      expect(order.lines).toEqual(quoted.lines);
      expect([order.subtotal, order.tax, order.total, order.renewal])
        .toEqual([quoted.subtotal, quoted.tax, quoted.total, quoted.renewal]);
      expect([invoice.subtotal, invoice.tax, invoice.total])
        .toEqual([quoted.subtotal, quoted.tax, quoted.total]);
    }),
    { numRuns: 40 },
  );
});

Deno.test("any junk is refused with messages beside fields, and nothing is written", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const junk = fc.oneof(anyText(), fc.constantFrom("", "__proto__", "-1", "0"));

  await fc.assert(
    fc.asyncProperty(
      fc.record({
        plan: fc.oneof(fc.constant("vps-grow"), junk),
        cycle: fc.oneof(fc.constant("annual"), junk),
        datacenter: junk,
        os: junk,
        panel: junk,
        hostname: junk,
        addons: fc.array(junk, { maxLength: 5 }),
        promo: junk,
        payment_method: junk,
        accept_terms: junk,
      }),
      async (form) => {
        const result = await placeOrder(deps, { actor: ada, form });
        if (result.ok || result.error.code !== "validation") throw new Error("it was accepted");
        const messages = Object.values(result.error.fields);
        expect(messages.length).toBeGreaterThan(0);
        expect(messages.every((message) => message.endsWith("."))).toBe(true);
      },
    ),
    { numRuns: 100 },
  );
  expect(await countKeys(deps.kv, ["orders"])).toBe(0);
  expect(await countKeys(deps.kv, ["invoices"])).toBe(0);
});
