/** Recording payments: right, wrong, too little, too much, twice, at once. */
import { expect } from "expect";
import { listAudit } from "@/domain/audit/mod.ts";
import { getInvoice } from "@/domain/invoice/mod.ts";
import { getWalletBalance, listStatement } from "@/domain/ledger/mod.ts";
import { cancelOrder, expireOrders, getOrder } from "@/domain/order/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import {
  listPayments,
  listProofs,
  type PaymentForm,
  recordPayment,
  submitProof,
} from "@/domain/payment/mod.ts";
import { getService } from "@/domain/service/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type Money, money, subtract, toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { updateSettings } from "@/domain/settings/mod.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { counted, makeCustomer, makeStaff, setTax } from "../order/fixtures.ts";
import { type Debt, makeDebt, pay, paymentForm, placeDebt, PNG } from "./fixtures.ts";

const OWNER = makeStaff();

function wallet(deps: Deps, debt: Debt): Promise<Money> {
  return getWalletBalance(deps, { accountId: debt.customer.id, currency: "EUR" });
}

async function stateOf(deps: Deps, debt: Debt) {
  const invoice = unwrap(await getInvoice(deps, { viewer: debt.customer, id: debt.invoice.id }));
  const order = unwrap(await getOrder(deps, { viewer: debt.customer, id: debt.orderId }));
  return { invoice: invoice.status, due: invoice.due.minor, order: order.status };
}

function less(debt: Debt, minor: number): string {
  return toDecimal(subtract(debt.invoice.due, money(minor, "EUR")));
}

async function mailsTo(deps: Deps, template: string): Promise<Array<Record<string, string>>> {
  const mails = [];
  for await (
    const { value } of deps.kv.list<{ template: string; variables: Record<string, string> }>(
      { prefix: ["mails"] },
    )
  ) {
    if (value.template === template) mails.push(value.variables);
  }
  return mails;
}

Deno.test("recordPayment() settles invoice and order, makes the service, accepts the proof", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const file = new File([PNG], "proof.png");
  unwrap(
    await submitProof(deps, { actor: debt.customer, invoiceId: debt.invoice.id, file }),
  );

  const paid = unwrap(await pay(deps, debt));

  expect(paid.outcome).toBe("settled");
  expect([paid.due.minor, paid.credit.minor]).toEqual([0, 0]);
  expect(await stateOf(deps, debt)).toEqual({ invoice: "paid", due: 0, order: "paid" });
  const service = unwrap(await getService(deps, { viewer: debt.customer, id: paid.serviceId! }));
  expect([service.status, service.hasCredentials]).toEqual(["pending", false]);
  const proofs = await listProofs(deps, { viewer: debt.customer, invoiceId: debt.invoice.id });
  expect(proofs.map((proof) => proof.status)).toEqual(["accepted"]);
  expect(await wallet(deps, debt)).toEqual(money(0, "EUR"));
  expect((await mailsTo(deps, "payment_received")).length).toBe(1);
  const audit = unwrap(
    await listAudit(deps, {
      viewer: OWNER,
      subject: { kind: "invoice", id: debt.invoice.id },
    }),
  );
  expect(audit.items.map((event) => event.action)).toContain("payment.recorded");
  expect(await counted(deps, "invoices.open")).toBe(0);
  expect(await counted(deps, "invoices.paid")).toBe(1);
  expect(await counted(deps, "services.pending")).toBe(1);
  expect(await counted(deps, "proofs.pending")).toBe(0);
  const books = unwrap(await verifyBooks(deps));
  expect(books.ledger.houseBalances).toEqual({
    "house:bank:EUR": debt.invoice.total.minor,
    "house:revenue:EUR": -debt.invoice.total.minor,
  });
});

Deno.test("recordPayment() books tax apart from revenue, by the seller's country", async () => {
  await using deps = await makeDeps();
  await setTax(deps, { mode: "flat", rateBasisPoints: 1900 });
  unwrap(
    await updateSettings(deps, {
      actor: OWNER,
      section: "company",
      values: {
        name: "CloudNest",
        legalName: "CloudNest GmbH",
        addressLines: [],
        country: "DE",
        taxNumber: "",
        supportEmail: "a@b.example",
        billingEmail: "a@b.example",
      },
    }),
  );
  const debt = await makeDebt(deps);

  unwrap(await pay(deps, debt, { method: "crypto_btc" }));

  const { subtotal, tax, total } = debt.invoice;
  expect(tax.minor).toBeGreaterThan(0);
  expect(unwrap(await verifyBooks(deps)).ledger.houseBalances).toEqual({
    "house:crypto:BTC:EUR": total.minor,
    "house:revenue:EUR": -subtotal.minor,
    "house:tax:DE:EUR": -tax.minor,
  });
});

const BAD_FORMS: Array<{ what: string; field: string; change: PaymentForm }> = [
  { what: "an amount below what is due", field: "amount", change: { amount: "1.00" } },
  { what: "an amount above what is due", field: "amount", change: { amount: "499.00" } },
  { what: "no amount", field: "amount", change: { amount: undefined } },
  { what: "an empty amount", field: "amount", change: { amount: "" } },
  { what: "a negative amount", field: "amount", change: { amount: "-5.00" } },
  { what: "nothing", field: "amount", change: { amount: "0.00", accept_difference: "1" } },
  { what: "NaN", field: "amount", change: { amount: "NaN", accept_difference: "1" } },
  { what: "infinity", field: "amount", change: { amount: "Infinity", accept_difference: "1" } },
  { what: "an exponent", field: "amount", change: { amount: "1e3", accept_difference: "1" } },
  {
    what: "a huge amount",
    field: "amount",
    change: { amount: "9".repeat(10), accept_difference: "1" },
  },
  { what: "three decimals", field: "amount", change: { amount: "1.005", accept_difference: "1" } },
  { what: "another currency", field: "currency", change: { currency: "USD" } },
  { what: "no currency", field: "currency", change: { currency: "" } },
  { what: "an unknown method", field: "method", change: { method: "cash" } },
  { what: "no reference", field: "reference", change: { reference: "  " } },
  { what: "a reference of signs", field: "reference", change: { reference: "---" } },
  { what: "a long reference", field: "reference", change: { reference: "x".repeat(141) } },
  {
    what: "a reference of characters that stand for many",
    field: "reference",
    change: { reference: "\uFDFA".repeat(140) },
  },
  { what: "a reference over two lines", field: "reference", change: { reference: "a\nb" } },
  { what: "a day in the future", field: "received_on", change: { received_on: "2026-03-03" } },
  { what: "a day long ago", field: "received_on", change: { received_on: "2024-01-01" } },
  { what: "no such day", field: "received_on", change: { received_on: "2026-02-30" } },
  { what: "a day in words", field: "received_on", change: { received_on: "today" } },
  { what: "an unknown field", field: "", change: { status: "paid" } },
];

Deno.test("recordPayment() refuses what makes no sense beside its field, and writes nothing", async (t) => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const before = await dumpKv(deps.kv);
  for (const { what, field, change } of BAD_FORMS) {
    await t.step(what, async () => {
      const refused = await pay(deps, debt, change);
      expect(refused.ok).toBe(false);
      if (refused.ok || refused.error.code !== "validation") throw new Error(what);
      expect(Object.keys(refused.error.fields)).toEqual([field]);
    });
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("recordPayment() is not there for people without the permission, and for missing invoices", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const before = await dumpKv(deps.kv);
  const form = paymentForm(debt.invoice.due);
  const invoiceId = debt.invoice.id;
  const tries = [
    recordPayment(deps, { actor: makeStaff("support"), invoiceId, form }),
    recordPayment(deps, { actor: OWNER, invoiceId: "inv_01J00000000000000000000000", form }),
    recordPayment(deps, { actor: OWNER, invoiceId: "__proto__", form }),
    recordPayment(deps, { actor: OWNER, invoiceId, form: { ...form, invoice_id: "inv_other" } }),
  ];
  for (const refused of await Promise.all(tries)) {
    expect(refused).toEqual({ ok: false, error: { code: "not_found" } });
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("two staff members at once: one payment, one already_paid, the money once", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);

  const results = await Promise.all([
    pay(deps, debt, { reference: "TX-A" }),
    pay(deps, debt, { reference: "TX-B" }),
  ]);

  expect(results.filter((result) => result.ok).length).toBe(1);
  expect(results.find((result) => !result.ok)).toEqual({
    ok: false,
    error: { code: "already_paid" },
  });
  const books = unwrap(await verifyBooks(deps));
  expect([books.paymentCount, books.ledger.houseBalances["house:bank:EUR"]])
    .toEqual([1, debt.invoice.total.minor]);
});

Deno.test("50 parallel payments of one invoice: one is booked", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);

  const results = await Promise.all(
    Array.from({ length: 50 }, (_, index) => pay(deps, debt, { reference: `TX-${index}` })),
  );

  expect(results.filter((result) => result.ok).length).toBe(1);
  expect((await listPayments(deps, { viewer: debt.customer, invoiceId: debt.invoice.id })).length)
    .toBe(1);
  expect(unwrap(await verifyBooks(deps)).ledger.walletTotals).toEqual({ EUR: 0 });
});

Deno.test("two processes that record the same payment book it once", async () => {
  using kv = await Deno.openKv(":memory:");
  await using one = await makeDeps({ kv });
  await using other = await makeDeps({ kv });
  const debt = await makeDebt(one);
  const results = await Promise.all(
    Array.from({ length: 10 }, (_, index) => pay(index % 2 ? one : other, debt)),
  );
  expect(results.filter((result) => result.ok).length).toBe(1);
  expect(unwrap(await verifyBooks(one)).paymentCount).toBe(1);
});

Deno.test("too little pays the invoice in part, and the rest settles it once", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);

  const part = unwrap(await pay(deps, debt, { amount: "10.00", accept_difference: "1" }));
  expect(part.outcome).toBe("underpaid");
  expect(part.serviceId).toBe(null);
  expect(part.credit).toEqual(money(0, "EUR"));
  const rest = debt.invoice.total.minor - 1000;
  expect(await stateOf(deps, debt)).toEqual({
    invoice: "open",
    due: rest,
    order: "pending_payment",
  });
  expect((await mailsTo(deps, "payment_incomplete"))[0]!.due).toBe(`${less(debt, 1000)} EUR`);

  const whole = unwrap(
    await pay(deps, debt, { amount: less(debt, 1000), reference: "TX-0002" }),
  );
  expect(whole.outcome).toBe("settled");
  expect(await stateOf(deps, debt)).toEqual({ invoice: "paid", due: 0, order: "paid" });
  const statement = await listStatement(deps, { accountId: debt.customer.id, currency: "EUR" });
  expect(statement.items.map((line) => line.change.minor).reverse())
    .toEqual([1000, -1000, rest, -rest]);
  unwrap(await verifyBooks(deps));
});

Deno.test("too much settles the invoice, and the rest stays as credit", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const paid = unwrap(
    await pay(deps, debt, {
      amount: toDecimal(money(debt.invoice.total.minor + 250, "EUR")),
      accept_difference: "on",
    }),
  );
  expect([paid.outcome, paid.credit.minor]).toEqual(["overpaid", 250]);
  expect(await wallet(deps, debt)).toEqual(money(250, "EUR"));
  unwrap(await verifyBooks(deps));
});

Deno.test("the same receipt is booked once, however it is typed and for whatever invoice", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const part = { amount: "10.00", accept_difference: "1" };
  unwrap(await pay(deps, debt, { ...part, reference: "TX-0001 ab" }));
  const other = await placeDebt(deps, await makeCustomer(deps, "ben"));
  const before = await dumpKv(deps.kv);

  for (const reference of ["TX-0001 ab", "tx-0001 AB", " TX0001AB "]) {
    for (const target of [debt, other]) {
      const refused = await pay(deps, target, { ...part, reference });
      expect(refused.ok || refused.error.code).toBe("validation");
    }
  }
  expect(await dumpKv(deps.kv)).toEqual(before);

  expect((await pay(deps, debt, { ...part, reference: "TX-0001 ab", method: "crypto_eth" })).ok)
    .toBe(true);
});

Deno.test("one receipt recorded by two people at once for a part is booked once", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const part = { amount: "10.00", accept_difference: "1" };
  const results = await Promise.all(Array.from({ length: 8 }, () => pay(deps, debt, part)));
  expect(results.filter((result) => result.ok).length).toBe(1);
  expect((await stateOf(deps, debt)).due).toBe(debt.invoice.total.minor - 1000);
  expect(unwrap(await verifyBooks(deps)).ledger.houseBalances["house:bank:EUR"]).toBe(1000);
});

Deno.test("what was paid towards an order that expires is back in the wallet, exactly", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  for (const reference of ["TX-1", "TX-2", "TX-3"]) {
    unwrap(await pay(deps, debt, { amount: "3.33", accept_difference: "1", reference }));
  }
  deps.clock.advance({ hours: 24 * 30 });

  await expireOrders(deps);

  expect(await stateOf(deps, debt)).toEqual({ invoice: "void", due: 0, order: "expired" });
  expect(await wallet(deps, debt)).toEqual(money(999, "EUR"));
  const { houseBalances } = unwrap(await verifyBooks(deps)).ledger;
  expect(houseBalances).toEqual({ "house:bank:EUR": 999, "house:revenue:EUR": 0 });
});

Deno.test("one receipt recorded for two customers' invoices at once is booked once", async () => {
  for (let round = 0; round < 5; round++) {
    await using deps = await makeDeps();
    const debt = await makeDebt(deps);
    const other = await placeDebt(deps, await makeCustomer(deps, "ben"));
    const results = await Promise.all([debt, other].map((target) => pay(deps, target)));
    expect(results.filter((result) => result.ok).length).toBe(1);
    expect(unwrap(await verifyBooks(deps)).paymentCount).toBe(1);
  }
});

Deno.test("money for an expired order isn't lost: it is in the wallet, and staff are told", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  deps.clock.advance({ hours: 170 });
  await expireOrders(deps);
  expect((await stateOf(deps, debt)).invoice).toBe("void");

  const late = unwrap(await pay(deps, debt));

  expect([late.outcome, late.serviceId, late.credit]).toEqual([
    "credited",
    null,
    debt.invoice.total,
  ]);
  expect(await stateOf(deps, debt)).toEqual({ invoice: "void", due: 0, order: "expired" });
  expect((await mailsTo(deps, "payment_credited")).length).toBe(1);
  unwrap(await verifyBooks(deps));
});

Deno.test("a second transfer for a paid invoice is credit, once staff say that they mean it", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  unwrap(await pay(deps, debt));
  const second = { reference: "TX-0002" };

  const unmeant = await pay(deps, debt, second);
  const meant = unwrap(await pay(deps, debt, { ...second, accept_difference: "1" }));

  expect(unmeant).toEqual({ ok: false, error: { code: "already_paid" } });
  expect([meant.outcome, meant.credit]).toEqual(["credited", debt.invoice.total]);
  expect(await wallet(deps, debt)).toEqual(debt.invoice.total);
  expect(await stateOf(deps, debt)).toEqual({ invoice: "paid", due: 0, order: "paid" });
  unwrap(await verifyBooks(deps));
});

Deno.test("a part payment keeps the order alive, and leaves proofs to be checked", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const proof = { actor: debt.customer, invoiceId: debt.invoice.id };
  unwrap(await submitProof(deps, { ...proof, file: new File([PNG], "a.png") }));
  deps.clock.advance({ hours: 100 });
  unwrap(await pay(deps, debt, { amount: "1.00", accept_difference: "1" }));
  deps.clock.advance({ hours: 100 });

  await expireOrders(deps);

  expect((await stateOf(deps, debt)).order).toBe("pending_payment");
  expect(await counted(deps, "proofs.pending")).toBe(1);
});

Deno.test("a payment and a cancellation at once: either is done whole", async () => {
  for (let round = 0; round < 8; round++) {
    await using deps = await makeDeps();
    const debt = await makeDebt(deps);
    const [paid, cancelled] = await Promise.all([
      pay(deps, debt),
      cancelOrder(deps, { actor: OWNER, id: debt.orderId, reason: "Asked for" }),
    ]);
    const state = await stateOf(deps, debt);
    const { outcome } = unwrap(paid);
    expect(state).toEqual(
      outcome === "settled"
        ? { invoice: "paid", due: 0, order: "paid" }
        : { invoice: "void", due: 0, order: "cancelled" },
    );
    expect(cancelled.ok).toBe(outcome !== "settled");
    unwrap(await verifyBooks(deps));
  }
});
