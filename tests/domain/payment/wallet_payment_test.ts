/** Paying from the wallet: in full, in part, twice, at once, for what it may not pay for. */
import { expect } from "expect";
import { getInvoice, INVOICE_LANE, oneLine, stageIssueInvoice } from "@/domain/invoice/mod.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { getWalletBalance } from "@/domain/ledger/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { bookReceipt, payFromWallet } from "@/domain/payment/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { type Money, money } from "@/domain/shared/money.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { makeCustomer, makeStaff, openShop } from "../order/fixtures.ts";
import { makeDebt, placeDebt } from "./fixtures.ts";

const OWNER = makeStaff();

/** Money that arrived for nothing in particular. */
async function fill(deps: Deps, customer: CustomerActor, amount: Money): Promise<void> {
  unwrap(
    await bookReceipt(deps, {
      actor: OWNER,
      customerId: customer.id,
      invoiceId: null,
      receipt: {
        amount,
        method: "bank_transfer",
        reference: deps.ids.token(9),
        receivedOn: "2026-03-01",
      },
      source: "staff",
    }),
  );
}

async function issue(
  deps: Deps,
  customer: CustomerActor,
  input: { kind: "manual" | "top_up"; minor: number; fromWallet?: boolean },
): Promise<string> {
  const { kind, minor, fromWallet } = input;
  const line = oneLine({ kind: "item", slug: "x", label: "Work", unit: money(minor, "EUR") });
  const issued = await transact(
    deps,
    async (tx) =>
      ok(
        await stageIssueInvoice(tx, deps, {
          kind,
          customer: { id: customer.id, name: "Anna", email: "anna@example.com" },
          lines: [line],
          at: deps.clock.now(),
          fromWallet,
        }),
      ),
    { lane: INVOICE_LANE },
  );
  return unwrap(issued).id;
}

const balance = (deps: Deps, { id }: CustomerActor) =>
  getWalletBalance(deps, { accountId: id, currency: "EUR" });

Deno.test("bookReceipt() without an invoice fills the wallet, and payFromWallet() pays an order with it", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const { customer: actor, invoice } = debt;
  await fill(deps, actor, money(invoice.total.minor + 5, "EUR"));

  const paid = unwrap(await payFromWallet(deps, { actor, invoiceId: invoice.id }));

  expect(paid).toMatchObject({ paid: invoice.total, orderId: debt.orderId });
  expect(paid.serviceId).not.toBe(null);
  expect(await balance(deps, actor)).toEqual(money(5, "EUR"));
  const view = unwrap(await getInvoice(deps, { viewer: actor, id: invoice.id }));
  expect([view.status, view.due.minor]).toEqual(["paid", 0]);
  unwrap(await verifyBooks(deps));
});

Deno.test("an invoice can be paid in parts, from the wallet and by transfers", async () => {
  await using deps = await makeDeps();
  const { customer: actor, invoice } = await makeDebt(deps);
  await fill(deps, actor, money(1000, "EUR"));

  const part = unwrap(await payFromWallet(deps, { actor, invoiceId: invoice.id, amount: "4.01" }));
  const rest = unwrap(
    await bookReceipt(deps, {
      actor: OWNER,
      customerId: actor.id,
      invoiceId: invoice.id,
      receipt: {
        amount: part.due,
        method: "bank_transfer",
        reference: "TX-9",
        receivedOn: "2026-03-01",
      },
      source: "statement",
    }),
  );

  expect(part).toMatchObject({ paid: money(401, "EUR"), serviceId: null });
  expect([rest.outcome, rest.credit]).toEqual(["settled", money(599, "EUR")]);
  unwrap(await verifyBooks(deps));
});

Deno.test("50 parallel payments from a balance for one: one invoice is paid, and the books add up", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  const ids = [];
  for (let index = 0; index < 50; index++) {
    ids.push(await issue(deps, customer, { kind: "manual", minor: 700 }));
  }
  await fill(deps, customer, money(1000, "EUR"));

  const results = await Promise.all(
    ids.map((invoiceId) => payFromWallet(deps, { actor: customer, invoiceId })),
  );

  expect(results.filter((result) => result.ok).length).toBe(1);
  expect(await balance(deps, customer)).toEqual(money(300, "EUR"));
  const { ledger } = unwrap(await verifyBooks(deps));
  expect(ledger.walletTotals).toEqual({ EUR: 300 });
  expect(ledger.houseBalances).toEqual({ "house:bank:EUR": 1000, "house:revenue:EUR": -700 });
});

Deno.test("a top-up can't be paid from the wallet, and its money stays there", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  await fill(deps, customer, money(5000, "EUR"));
  const invoiceId = await issue(deps, customer, { kind: "top_up", minor: 2000, fromWallet: true });
  const before = await dumpKv(deps.kv);

  const refused = await payFromWallet(deps, { actor: customer, invoiceId });

  expect(refused).toEqual({ ok: false, error: { code: "not_from_wallet" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
  const booked = unwrap(
    await bookReceipt(deps, {
      actor: OWNER,
      customerId: customer.id,
      invoiceId,
      receipt: {
        amount: money(2000, "EUR"),
        method: "bank_transfer",
        reference: "TX-1",
        receivedOn: "2026-03-01",
      },
      source: "staff",
    }),
  );
  expect([booked.outcome, booked.credit.minor]).toEqual(["settled", 7000]);
  expect(await balance(deps, customer)).toEqual(money(7000, "EUR"));
  unwrap(await verifyBooks(deps));
});

Deno.test("payFromWallet() refuses strangers, too much, nothing and what is closed, and writes nothing", async () => {
  await using deps = await makeDeps();
  const { customer: actor, invoice } = await makeDebt(deps);
  const stranger = await makeCustomer(deps, "ben");
  const paid = await placeDebt(deps, actor, "other.example.com");
  await fill(deps, actor, money(invoice.total.minor * 2, "EUR"));
  unwrap(await payFromWallet(deps, { actor, invoiceId: paid.invoice.id }));
  const invoiceId = invoice.id;
  const noBilling: CustomerActor = {
    ...actor,
    via: { personId: "cus_x", kind: "member", rights: new Set(["services"]) },
  };
  const acting: CustomerActor = {
    ...actor,
    via: { personId: "cus_y", kind: "staff", rights: new Set(["billing", "orders"]) },
  };
  const before = await dumpKv(deps.kv);

  const tries: Array<[string, ReturnType<typeof payFromWallet>]> = [
    ["not_found", payFromWallet(deps, { actor: stranger, invoiceId })],
    ["not_found", payFromWallet(deps, { actor: noBilling, invoiceId })],
    ["not_found", payFromWallet(deps, { actor: acting, invoiceId })],
    ["not_found", payFromWallet(deps, { actor: makeStaff("support"), invoiceId })],
    ["not_found", payFromWallet(deps, { actor, invoiceId: "__proto__" })],
    ["validation", payFromWallet(deps, { actor, invoiceId, amount: "0" })],
    ["validation", payFromWallet(deps, { actor, invoiceId, amount: "-1" })],
    ["validation", payFromWallet(deps, { actor, invoiceId, amount: "99999.00" })],
    ["not_open", payFromWallet(deps, { actor, invoiceId: paid.invoice.id })],
  ];
  for (const [code, result] of tries) {
    const refused = await result;
    expect(refused.ok || refused.error.code).toBe(code);
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("an empty wallet pays nothing", async () => {
  await using deps = await makeDeps();
  const { customer: actor, invoice } = await makeDebt(deps);
  const before = await dumpKv(deps.kv);
  const refused = await payFromWallet(deps, { actor, invoiceId: invoice.id });
  expect(refused).toEqual({
    ok: false,
    error: { code: "insufficient_funds", balance: money(0, "EUR") },
  });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("what is to be paid from the wallet is settled by its job as far as that goes; what is free is paid", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  await fill(deps, customer, money(1000, "EUR"));
  const first = await issue(deps, customer, { kind: "manual", minor: 700, fromWallet: true });
  const free = await issue(deps, customer, { kind: "manual", minor: 0 });
  const second = await issue(deps, customer, { kind: "manual", minor: 700, fromWallet: true });

  await runDueJobs(deps, { handlers: jobHandlers });
  await runDueJobs(deps, { handlers: jobHandlers });

  const states = [];
  for (const id of [first, free, second]) {
    const { status, due } = unwrap(await getInvoice(deps, { viewer: customer, id }));
    states.push([status, due.minor]);
  }
  expect(states.sort()).toEqual([["open", 400], ["paid", 0], ["paid", 0]]);
  expect(await balance(deps, customer)).toEqual(money(0, "EUR"));
  unwrap(await verifyBooks(deps));
});
