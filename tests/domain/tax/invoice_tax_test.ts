/** The tax on invoices: whose it is, frozen when it is issued, with the tax in the prices or on top. */
import { expect } from "expect";
import { updateProfile } from "@/domain/customer/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { readOrder } from "@/domain/order/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import { fail, unwrap } from "@/domain/shared/result.ts";
import { customerTax, getTaxExemption, setTaxExemption, visitorTax } from "@/domain/tax/mod.ts";
import { makeStaff, mustPlace, openShop, setTax } from "@/tests/domain/order/fixtures.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";

const EU = { mode: "by_country" as const, usesDestinationRates: true };
const GERMANY = { country: "DE" };

async function live(
  deps: TestDeps,
  actor: CustomerActor,
  place: { country: string; company?: string; tax_number?: string },
): Promise<void> {
  unwrap(await updateProfile(deps, { actor, form: { name: "Ada", ...place } }));
}

/** The invoice of a new order. */
async function bill(deps: TestDeps, actor: CustomerActor) {
  deps.clock.advance({ minutes: 15 });
  const { invoiceId } = await mustPlace(deps, actor);
  return (await readInvoice(deps.kv, invoiceId))!;
}

Deno.test("an invoice has the tax of its customer's country and kind at the time", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await setTax(deps, EU, GERMANY);
  const billed = async (place?: Parameters<typeof live>[2]) => {
    if (place) await live(deps, ada, place);
    const { subtotal, tax, total, taxRule } = await bill(deps, ada);
    expect(subtotal.minor + tax.minor).toBe(total.minor);
    return [taxRule.country, taxRule.rateBasisPoints, taxRule.treatment, tax.minor];
  };

  expect(await billed()).toEqual(["DE", 1900, "standard", 3040]);
  expect(await billed({ country: "FR" })).toEqual(["FR", 2000, "standard", 3200]);
  expect(await billed({ country: "FI", company: "Oy" })).toEqual(["FI", 2550, "standard", 4080]);
  expect(await billed({ country: "AT", tax_number: "ATU13585627" }))
    .toEqual(["AT", 0, "reverse_charge", 0]);
  expect(await billed({ country: "GB", tax_number: "XI980780684" }))
    .toEqual(["GB", 0, "outside_scope", 0]);
  expect(await billed({ country: "US" })).toEqual(["US", 0, "outside_scope", 0]);
});

Deno.test("an issued invoice keeps its tax, whatever becomes of profile and settings", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await setTax(deps, EU, GERMANY);
  await live(deps, ada, { country: "AT", tax_number: "ATU13585627" });
  const invoice = await bill(deps, ada);

  await live(deps, ada, { country: "FR" });
  await setTax(deps, { mode: "flat", rateBasisPoints: 500, label: "GST" }, GERMANY);

  expect(await readInvoice(deps.kv, invoice.id)).toEqual(invoice);
  expect(invoice.taxRule).toEqual({
    label: "VAT",
    rateBasisPoints: 0,
    country: "AT",
    treatment: "reverse_charge",
    isInclusive: false,
    note:
      "Reverse charge: the customer accounts for the VAT, Article 196 of Directive 2006/112/EC.",
  });
  expect(invoice.buyer).toMatchObject({ country: "AT", taxNumber: "ATU13585627" });
});

Deno.test("prices with tax in them are what is paid, by any rate", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await setTax(deps, { ...EU, pricesIncludeTax: true }, GERMANY);
  const amounts = async (country: string, tax_number = "") => {
    await live(deps, ada, { country, tax_number });
    const { subtotal, tax, total, lines, orderId } = await bill(deps, ada);
    const order = (await readOrder(deps.kv, orderId!))!;
    expect([order.subtotal, order.tax, order.total]).toEqual([subtotal, tax, total]);
    expect(order.taxRule.isInclusive).toBe(true);
    expect(lines.reduce((sum, line) => sum + line.net.minor + line.tax.minor, 0)).toBe(total.minor);
    return [subtotal.minor, tax.minor, total.minor];
  };

  expect(await amounts("DE")).toEqual([13_445, 2_555, 16_000]);
  expect(await amounts("HU")).toEqual([12_599, 3_401, 16_000]);
  expect(await amounts("AT", "ATU13585627")).toEqual([16_000, 0, 16_000]);
});

Deno.test("staff exempt a customer for a reason, which is printed, and end it", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await setTax(deps, EU, GERMANY);
  const actor = makeStaff();
  const exempt = (reason: string) => setTaxExemption(deps, { actor, accountId: ada.id, reason });

  unwrap(await exempt("  Forces of the NATO,  form 34. "));
  const invoice = await bill(deps, ada);
  expect(invoice.taxRule).toMatchObject({
    treatment: "exempt",
    rateBasisPoints: 0,
    note: "Exempt from VAT. Forces of the NATO, form 34.",
  });
  expect(unwrap(await getTaxExemption(deps, { viewer: actor, accountId: ada.id })))
    .toMatchObject({ reason: "Forces of the NATO, form 34.", grantedBy: actor.id });

  const before = await dumpKv(deps.kv);
  unwrap(await exempt("Forces of the NATO, form 34."));
  expect(await dumpKv(deps.kv)).toEqual(before);
  unwrap(await exempt(""));
  expect((await bill(deps, ada)).taxRule.treatment).toBe("standard");
});

Deno.test("an exemption is refused to whoever may not give it, for nobody, and for no end of reasons", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const before = await dumpKv(deps.kv);
  const missing = fail({ code: "not_found" });
  for (const role of ["support", "provisioning", "viewer"] as const) {
    const actor = makeStaff(role);
    expect(await setTaxExemption(deps, { actor, accountId: ada.id, reason: "x" })).toEqual(missing);
    expect(await getTaxExemption(deps, { viewer: actor, accountId: ada.id })).toEqual(missing);
  }
  const actor = makeStaff();
  for (const accountId of ["cus_01ARZ3NDEKTSV4RRFFQ69G5FAV", "x", ""]) {
    expect(await setTaxExemption(deps, { actor, accountId, reason: "x" })).toEqual(missing);
  }
  const long = await setTaxExemption(deps, { actor, accountId: ada.id, reason: "x".repeat(201) });
  expect(long.ok || long.error.code).toBe("validation");
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("visitors are shown the seller's own tax, customers theirs", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await setTax(deps, EU, GERMANY);
  await live(deps, ada, { country: "FR" });
  expect((await visitorTax(deps)).rule).toMatchObject({ country: "DE", rateBasisPoints: 1900 });
  expect((await customerTax(deps, { customerId: ada.id })).rule)
    .toMatchObject({ country: "FR", rateBasisPoints: 2000 });
});
