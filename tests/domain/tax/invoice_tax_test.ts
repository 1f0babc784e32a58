/** The tax on invoices: whose it is, frozen when it is issued, with the tax in the prices or on top. */
import { expect } from "expect";
import { listAudit } from "@/domain/audit/mod.ts";
import { updateProfile } from "@/domain/customer/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { readOrder } from "@/domain/order/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import { fail, unwrap } from "@/domain/shared/result.ts";
import {
  customerTax,
  endTaxExemption,
  type ExemptionForm,
  getTaxExemption,
  setTaxExemption,
  visitorTax,
} from "@/domain/tax/mod.ts";
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
  const exempt = (form: ExemptionForm) => setTaxExemption(deps, { actor, accountId: ada.id, form });

  unwrap(await exempt({ reason: "  Forces of the NATO,  form 34. " }));
  const invoice = await bill(deps, ada);
  expect(invoice.taxRule).toMatchObject({
    treatment: "exempt",
    rateBasisPoints: 0,
    note: "Exempt from VAT. Forces of the NATO, form 34.",
  });
  expect(unwrap(await getTaxExemption(deps, { viewer: actor, accountId: ada.id })))
    .toMatchObject({ reason: "Forces of the NATO, form 34.", grantedBy: actor.id });

  const before = await dumpKv(deps.kv);
  unwrap(await exempt({ reason: "Forces of the NATO, form 34." }));
  expect(await dumpKv(deps.kv)).toEqual(before);
  unwrap(await exempt({ reason: "Forces of the NATO.", certificate: " 34/ 2026 " }));
  expect((await bill(deps, ada)).taxRule.note)
    .toBe("Exempt from VAT. Forces of the NATO, certificate 34/ 2026");
  unwrap(await endTaxExemption(deps, { actor, accountId: ada.id }));
  expect((await bill(deps, ada)).taxRule.treatment).toBe("standard");
  const ended = await dumpKv(deps.kv);
  unwrap(await endTaxExemption(deps, { actor, accountId: ada.id }));
  expect(await dumpKv(deps.kv)).toEqual(ended);
  const events = unwrap(await listAudit(deps, { viewer: actor }));
  const facts = { certificateNumber: "", validFrom: null, validUntil: null };
  expect(
    events.items.filter(({ action }) => action.startsWith("tax."))
      .map(({ action, before, after }) => ({ action, before, after })),
  ).toEqual([
    {
      action: "tax.exemption_ended",
      before: { ...facts, reason: "Forces of the NATO.", certificateNumber: "34/ 2026" },
      after: null,
    },
    {
      action: "tax.exempted",
      before: { ...facts, reason: "Forces of the NATO, form 34." },
      after: { ...facts, reason: "Forces of the NATO.", certificateNumber: "34/ 2026" },
    },
    {
      action: "tax.exempted",
      before: null,
      after: { ...facts, reason: "Forces of the NATO, form 34." },
    },
  ]);
});

Deno.test("an exemption holds from its first day to its last, both among them", async () => {
  await using deps = await makeDeps({ at: "2026-03-31T23:30:00Z" });
  const ada = await openShop(deps);
  await setTax(deps, EU, GERMANY);
  const form = { reason: "Embassy", valid_from: "2026-04-01", valid_until: "2026-04-30" };
  unwrap(await setTaxExemption(deps, { actor: makeStaff(), accountId: ada.id, form }));
  const treatmentAt = async (at: string) => {
    deps.clock.set(at);
    const hostname = `h${deps.clock.now().epochMilliseconds}.example.com`;
    const { invoiceId } = await mustPlace(deps, ada, { hostname });
    return (await readInvoice(deps.kv, invoiceId))!.taxRule.treatment;
  };
  expect(await treatmentAt("2026-03-31T23:59:59Z")).toBe("standard");
  expect(await treatmentAt("2026-04-01T00:00:00Z")).toBe("exempt");
  expect(await treatmentAt("2026-04-30T23:59:59Z")).toBe("exempt");
  expect(await treatmentAt("2026-05-01T00:20:00Z")).toBe("standard");
});

Deno.test("an exemption of before there were certificates holds until it is ended", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  await setTax(deps, EU, GERMANY);
  await deps.kv.set(["tax_exemptions", ada.id], {
    schemaVersion: 1,
    accountId: ada.id,
    reason: "Embassy",
    grantedAt: "2025-01-01T00:00:00Z",
    grantedBy: makeStaff().id,
  });
  expect((await bill(deps, ada)).taxRule.note).toBe("Exempt from VAT. Embassy");
});

Deno.test("an exemption is refused to whoever may not give it, for nobody, and for no end of reasons", async () => {
  await using deps = await makeDeps();
  const ada = await openShop(deps);
  const before = await dumpKv(deps.kv);
  const missing = fail({ code: "not_found" });
  const form = { reason: "x" };
  for (const role of ["support", "provisioning", "viewer"] as const) {
    const actor = makeStaff(role);
    expect(await setTaxExemption(deps, { actor, accountId: ada.id, form })).toEqual(missing);
    expect(await endTaxExemption(deps, { actor, accountId: ada.id })).toEqual(missing);
    expect(await getTaxExemption(deps, { viewer: actor, accountId: ada.id })).toEqual(missing);
  }
  const actor = makeStaff();
  for (const accountId of ["cus_01ARZ3NDEKTSV4RRFFQ69G5FAV", "x", ""]) {
    expect(await setTaxExemption(deps, { actor, accountId, form })).toEqual(missing);
    expect(await endTaxExemption(deps, { actor, accountId })).toEqual(missing);
  }
  const wrong: Array<[string, ExemptionForm]> = [
    ["reason", { reason: " " }],
    ["reason", { reason: "x".repeat(201) }],
    ["certificate", { reason: "x", certificate: "1".repeat(61) }],
    ["valid_from", { reason: "x", valid_from: "2026-02-30" }],
    ["valid_until", { reason: "x", valid_until: "tomorrow" }],
    ["valid_until", { reason: "x", valid_from: "2026-05-01", valid_until: "2026-04-30" }],
  ];
  for (const [field, form] of wrong) {
    const refused = await setTaxExemption(deps, { actor, accountId: ada.id, form });
    expect(refused.ok || refused.error.code === "validation" && Object.keys(refused.error.fields))
      .toEqual([field]);
  }
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
