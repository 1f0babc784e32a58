/** The tax report against the ledger: whatever is paid, credited, voided or given up, its tax is that of the tax accounts. */
import { expect } from "expect";
import fc from "fast-check";
import { changePrices, getCatalog } from "@/domain/catalog/mod.ts";
import { issueCreditNote } from "@/domain/credit_note/mod.ts";
import { updateProfile } from "@/domain/customer/mod.ts";
import { amountDue, type Invoice, scanInvoices, splitOf } from "@/domain/invoice/mod.ts";
import {
  createDraft,
  issueDraft,
  readDraftForStaff,
  saveDraft,
} from "@/domain/invoice_desk/mod.ts";
import { voidInvoice, writeOffInvoice } from "@/domain/invoice_desk/mod.ts";
import { verifyLedger } from "@/domain/ledger/mod.ts";
import { cancelOrder, placeOrder } from "@/domain/order/mod.ts";
import { bookReceipt } from "@/domain/payment/mod.ts";
import {
  exportReport,
  getTaxReport,
  type TaxReportView,
  updateTaxDays,
} from "@/domain/report/mod.ts";
import { getSettings, updateSettings } from "@/domain/settings/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import { money, share, toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { setTaxExemption } from "@/domain/tax/mod.ts";
import { makeDeps, type TestDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { makeCustomer, makeStaff, openShop, orderForm, setTax } from "../order/fixtures.ts";

const OWNER = makeStaff();
const SPAN = { from: "2026-01-01", to: "2099-12-31" };
const EU = { mode: "by_country" as const, usesDestinationRates: true };

/** One of each: their names say what they are. */
const PLACES = {
  german: { country: "DE" },
  french_company: { country: "FR", company: "Sarl" },
  austrian_business: { country: "AT", tax_number: "ATU13585627" },
  american: { country: "US" },
  exempt: { country: "DE" },
} as const;

async function openTaxShop(deps: TestDeps): Promise<CustomerActor[]> {
  await openShop(deps);
  await setTax(deps, EU, { country: "DE" });
  const values = { ...await getSettings(deps, "money"), furtherCurrencies: ["USD"] };
  unwrap(await updateSettings(deps, { actor: OWNER, section: "money", values }));
  const { id } = (await getCatalog(deps)).plans.find(({ slug }) => slug === "vps-grow")!;
  const form = { EUR_annual: "120.01", EUR_setup: "0", USD_annual: "150.07", USD_setup: "0" };
  unwrap(await changePrices(deps, { actor: OWNER, id, form }));
  const customers = [];
  for (const [name, place] of Object.entries(PLACES)) {
    const actor = await makeCustomer(deps, name);
    unwrap(await updateProfile(deps, { actor, form: { name, ...place } }));
    customers.push(actor);
  }
  const exempt = { accountId: customers.at(-1)!.id, form: { reason: "Embassy" } };
  unwrap(await setTaxExemption(deps, { actor: OWNER, ...exempt }));
  return customers;
}

async function order(
  deps: TestDeps,
  actor: CustomerActor,
  { currency = "EUR", hostname = "host.example.com" } = {},
): Promise<Invoice> {
  const form = orderForm({ currency, addons: [], hostname });
  const placed = unwrap(await placeOrder(deps, { actor, form }));
  return (await Array.fromAsync(scanInvoices(deps.kv))).find(({ id }) => id === placed.invoiceId)!;
}

function receive(deps: TestDeps, invoice: Invoice, percent: bigint) {
  const due = amountDue(invoice);
  const part = share(due, { numerator: percent, denominator: 100n });
  return bookReceipt(deps, {
    actor: OWNER,
    customerId: invoice.customerId,
    invoiceId: invoice.id,
    receipt: {
      amount: money(Math.max(1, part.minor), due.currency),
      method: "bank_transfer",
      reference: deps.ids.token(12),
      receivedOn: deps.clock.now().toString().slice(0, 10),
    },
    source: "staff",
  });
}

async function reportOf(deps: TestDeps, by: "month" | "quarter" = "month"): Promise<TaxReportView> {
  await updateTaxDays(deps);
  return unwrap(await getTaxReport(deps, { viewer: OWNER, span: SPAN, by }));
}

Deno.test("the tax report tells countries, rules and kinds of customers apart, by month and quarter", async () => {
  await using deps = await makeDeps();
  for (const customer of await openTaxShop(deps)) {
    unwrap(await receive(deps, await order(deps, customer), 100n));
  }
  const dollars = await order(deps, (await openedFirst(deps))!, { currency: "USD" });
  deps.clock.set("2026-04-02T08:00:00Z");
  unwrap(await receive(deps, dollars, 100n));

  const { rows, totals } = await reportOf(deps);

  const short = (row: (typeof rows)[number]) =>
    [row.period, row.country, row.treatment, row.rateBasisPoints, row.customerKind]
      .concat([row.currency, row.net.minor, row.tax.minor, row.gross.minor]).join(" ");
  expect(rows.map(short)).toEqual([
    "2026-04 DE standard 1900 private USD 15007 2851 17858",
    "2026-03 AT reverse_charge 0 business_with_number EUR 12001 0 12001",
    "2026-03 DE standard 1900 private EUR 12001 2280 14281",
    "2026-03 DE exempt 0 private EUR 12001 0 12001",
    "2026-03 FR standard 2000 business EUR 12001 2400 14401",
    "2026-03 US outside_scope 0 private EUR 12001 0 12001",
  ]);
  const germany = totals.find(({ country, currency }) => country === "DE" && currency === "EUR")!;
  expect([germany.net.minor, germany.tax.minor]).toEqual([24_002, 2280]);
  const quarters = await reportOf(deps, "quarter");
  expect([...new Set(quarters.rows.map(({ period }) => period))]).toEqual(["2026-Q2", "2026-Q1"]);
});

/** The first customer of the shop: the German one. */
async function openedFirst(deps: TestDeps): Promise<CustomerActor | null> {
  for await (const { customerId } of scanInvoices(deps.kv)) {
    return { kind: "customer", id: customerId };
  }
  return null;
}

Deno.test("a credit note and a void lower the day that they are made on, and leave the one before alone", async () => {
  await using deps = await makeDeps();
  const [german] = await openTaxShop(deps);
  const paid = await order(deps, german!);
  unwrap(await receive(deps, paid, 100n));
  const part = await order(deps, german!, { hostname: "part.example.com" });
  unwrap(await receive(deps, part, 50n));
  const march = (await reportOf(deps)).rows;
  deps.clock.set("2026-04-02T08:00:00Z");

  const amounts = ["11.90"];
  unwrap(
    await issueCreditNote(deps, { actor: OWNER, invoiceId: paid.id, amounts, reason: "Late" }),
  );
  unwrap(await cancelOrder(deps, { actor: OWNER, id: part.orderId!, reason: "Test" }));

  const { rows } = await reportOf(deps);
  expect(rows.filter(({ period }) => period === "2026-03")).toEqual(march);
  const [april] = rows;
  const half = splitOf(part, money(7141, "EUR"));
  expect([april!.period, april!.net.minor, april!.tax.minor])
    .toEqual(["2026-04", -1000 - half.revenue.minor, -190 - half.tax.minor]);
});

const pick = fc.nat(20);
const step = fc.oneof(
  fc.record({ kind: fc.constant("order" as const), pick, usd: fc.boolean() }),
  fc.record({
    kind: fc.constant("draft" as const),
    pick,
    minor: fc.integer({ min: 1, max: 9_999 }),
  }),
  fc.record({
    kind: fc.constant("receipt" as const),
    pick,
    percent: fc.constantFrom(1n, 33n, 50n, 100n, 100n, 140n),
  }),
  fc.record({
    kind: fc.constant("credit" as const),
    pick,
    minor: fc.integer({ min: 1, max: 6_000 }),
    isWhole: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("void" as const), pick }),
  fc.record({ kind: fc.constant("give_up" as const), pick }),
  fc.record({ kind: fc.constant("rate" as const), pick }),
  fc.record({ kind: fc.constant("days" as const), pick }),
  fc.record({ kind: fc.constant("report" as const), pick }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

Deno.test("the report's tax is the ledger's through random lives, whenever the task ran", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 40 }), async (steps) => {
      await using deps = await makeDeps();
      const customers = await openTaxShop(deps);
      for (const [index, each] of steps.entries()) await take(deps, { customers, each, index });
      await expectLedger(deps);
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

async function take(
  deps: TestDeps,
  { customers, each, index }: { customers: CustomerActor[]; each: Step; index: number },
): Promise<unknown> {
  const invoices = await Array.fromAsync(scanInvoices(deps.kv));
  const invoice = invoices[each.pick % Math.max(invoices.length, 1)];
  const customer = customers[each.pick % customers.length]!;
  switch (each.kind) {
    case "order": {
      const currency = each.usd ? "USD" : "EUR";
      return await order(deps, customer, { currency, hostname: `host${index}.example.com` });
    }
    case "draft":
      return await manual(deps, customer, each.minor);
    case "receipt":
      return invoice?.status === "open" && await receive(deps, invoice, each.percent);
    case "credit": {
      const amounts = [toDecimal(money(each.minor, "EUR"))];
      return invoice && await issueCreditNote(deps, {
        actor: OWNER,
        invoiceId: invoice.id,
        amounts,
        isWhole: each.isWhole,
        reason: "Test",
      });
    }
    case "void": {
      if (!invoice) return;
      return invoice.orderId
        ? await cancelOrder(deps, { actor: OWNER, id: invoice.orderId, reason: "Test" })
        : await voidInvoice(deps, { actor: OWNER, invoiceId: invoice.id, reason: "Test" });
    }
    case "give_up":
      return invoice &&
        await writeOffInvoice(deps, { actor: OWNER, invoiceId: invoice.id, reason: "Test" });
    case "rate":
      return await setTax(deps, { ...EU, pricesIncludeTax: each.pick % 2 === 0 }, {
        country: each.pick % 3 ? "DE" : "NL",
      });
    case "days":
      return deps.clock.advance({ hours: 7 * each.pick });
    case "report":
      return await updateTaxDays(deps);
  }
}

/** An invoice of staff's own: the tax of small amounts rounds. */
async function manual(deps: TestDeps, customer: CustomerActor, minor: number): Promise<void> {
  const { id } = unwrap(await createDraft(deps, { actor: OWNER, customerId: customer.id }));
  const { version } = unwrap(await readDraftForStaff(deps, { viewer: OWNER, id }));
  const unit = toDecimal(money(minor, "EUR"));
  const rows = { labels: ["One", "Two"], quantities: ["1", "3"], units: [unit, "0.01"] };
  const form = { ...rows, notes: "", dueOn: "", fromWallet: false };
  unwrap(await saveDraft(deps, { actor: OWNER, id, version, form }));
  const saved = unwrap(await readDraftForStaff(deps, { viewer: OWNER, id }));
  unwrap(await issueDraft(deps, { actor: OWNER, id, version: saved.version }));
}

/** By account of the ledger, and by what the invoices were settled with. */
async function expectLedger(deps: TestDeps): Promise<void> {
  // The figures of the present day may be as old as that.
  deps.clock.advance({ minutes: 11 });
  const { rows, totals } = await reportOf(deps);
  const { houseBalances } = unwrap(await verifyLedger(deps));
  const booked = (prefix: string) =>
    Object.fromEntries(
      Object.entries(houseBalances).filter(([name, minor]) => name.startsWith(prefix) && minor)
        .map(([name, minor]) => [name, -minor]),
    );
  const reported: Record<string, number> = {};
  const count = (name: string, minor: number) => reported[name] = (reported[name] ?? 0) + minor;
  for (const { country, currency, tax } of rows) {
    count(`house:tax:${country}:${currency}`, tax.minor);
  }
  expect(withoutZeros(reported)).toEqual(booked("house:tax:"));
  const revenue: Record<string, number> = {};
  for (const { currency, net } of totals) {
    const name = `house:revenue:${currency}`;
    revenue[name] = (revenue[name] ?? 0) + net.minor;
  }
  expect(withoutZeros(revenue)).toEqual(booked("house:revenue:"));

  const byRule: Record<string, number> = {};
  for await (const invoice of scanInvoices(deps.kv)) {
    const { treatment, country, rateBasisPoints } = invoice.taxRule;
    const name = [invoice.currency, country, treatment, rateBasisPoints, invoice.customerKind];
    const { revenue, tax } = splitOf(invoice, invoice.paid);
    byRule[name.join(" ")] = (byRule[name.join(" ")] ?? 0) + revenue.minor + 1e9 * tax.minor;
  }
  const rules: Record<string, number> = {};
  for (const row of rows) {
    const { currency, country, treatment, rateBasisPoints, customerKind } = row;
    const name = [currency, country, treatment, rateBasisPoints, customerKind].join(" ");
    rules[name] = (rules[name] ?? 0) + row.net.minor + 1e9 * row.tax.minor;
  }
  expect(withoutZeros(rules)).toEqual(withoutZeros(byRule));
}

function withoutZeros(sums: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(sums).filter(([, minor]) => minor !== 0));
}

Deno.test("the tax file has the report's rows, and who may not see reports gets nothing", async () => {
  await using deps = await makeDeps();
  const [german] = await openTaxShop(deps);
  unwrap(await receive(deps, await order(deps, german!), 100n));
  await reportOf(deps);

  const asked = { viewer: OWNER, span: SPAN, file: "tax" as const, by: "quarter" as const };
  const file = (await Array.fromAsync(unwrap(await exportReport(deps, asked)))).join("");

  expect(file).toBe(
    "\uFEFFperiod,country,treatment,rate_percent,customer_kind,currency,net,tax,gross\r\n" +
      "2026-Q1,DE,standard,19.00,private,EUR,120.01,22.80,142.81\r\n",
  );
  const before = await dumpKv(deps.kv);
  const viewer = makeStaff("support");
  const missing = { ok: false, error: { code: "not_found" } };
  expect(await getTaxReport(deps, { viewer, span: SPAN, by: "month" })).toEqual(missing);
  expect(await exportReport(deps, { ...asked, viewer })).toEqual(missing);
  expect(await dumpKv(deps.kv)).toEqual(before);
});
