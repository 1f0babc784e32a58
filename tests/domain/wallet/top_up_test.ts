/** Filling the wallet: within limits, by an invoice that the wallet can't pay, and only with money that arrived. */
import { expect } from "expect";
import { verifyBooks } from "@/domain/books/mod.ts";
import { getInvoice } from "@/domain/invoice/mod.ts";
import { bookReceipt, payFromWallet } from "@/domain/payment/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { getWalletView, requestTopUp } from "@/domain/wallet/mod.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { makeCustomer, makeStaff } from "../order/fixtures.ts";
import { fill, held } from "./fixtures.ts";

const LIMITS = { ignore: ["rate_limits"] };

function topUp(deps: Deps, actor: CustomerActor, amount: string, currency = "EUR") {
  return requestTopUp(deps, { actor, amount, currency });
}

Deno.test("requestTopUp() issues an untaxed invoice that only money from outside pays; then the wallet has it", async () => {
  await using deps = await makeDeps();
  const actor = await makeCustomer(deps);
  await fill(deps, actor.id, 9_000);

  const { invoiceId } = unwrap(await topUp(deps, actor, "50,00"));

  const invoice = unwrap(await getInvoice(deps, { viewer: actor, id: invoiceId }));
  expect([invoice.kind, invoice.total, invoice.tax.minor, invoice.taxRule.treatment])
    .toEqual(["top_up", money(5_000, "EUR"), 0, "outside_scope"]);
  const refused = await payFromWallet(deps, { actor, invoiceId });
  expect(refused).toMatchObject({ error: { code: "not_from_wallet" } });
  expect(await held(deps, actor.id)).toBe(9_000);

  const booked = await bookReceipt(deps, {
    actor: makeStaff(),
    customerId: actor.id,
    invoiceId,
    receipt: {
      amount: invoice.total,
      method: "bank_transfer",
      reference: "TX-1",
      receivedOn: "2026-03-01",
    },
    source: "staff",
  });
  expect(unwrap(booked).outcome).toBe("settled");
  expect(await held(deps, actor.id)).toBe(14_000);
  unwrap(await verifyBooks(deps));
});

Deno.test("requestTopUp() refuses too little, too much, nonsense, other currencies and those without the right; nothing is written", async () => {
  await using deps = await makeDeps();
  const actor = await makeCustomer(deps);
  const via: CustomerActor["via"] = {
    personId: "cus_x",
    kind: "member",
    rights: new Set(["services"]),
  };
  const before = await dumpKv(deps.kv);

  const tries: Array<[amount: string, currency: string, field: string]> = [
    ["9.99", "EUR", "amount"],
    ["5000.01", "EUR", "amount"],
    ["-50", "EUR", "amount"],
    ["50.001", "EUR", "amount"],
    ["1e3", "EUR", "amount"],
    ["", "EUR", "amount"],
    ["50.00", "USD", "currency"],
    ["50.00", "__proto__", "currency"],
  ];
  for (const [amount, currency, field] of tries) {
    expect(await topUp(deps, actor, amount, currency))
      .toMatchObject({ ok: false, error: { fields: { [field]: expect.any(String) } } });
  }
  expect(await topUp(deps, { ...actor, via }, "50.00"))
    .toMatchObject({ error: { code: "not_found" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("ten top-ups a day, also when they are asked for at once: each takes a number of the invoices", async () => {
  await using deps = await makeDeps();
  const actor = await makeCustomer(deps);

  const results = await Promise.all(
    Array.from({ length: 14 }, () => topUp(deps, actor, "50.00")),
  );

  expect(results.filter((result) => result.ok).length).toBe(10);
  const before = await dumpKv(deps.kv, LIMITS);
  expect(await topUp(deps, actor, "50.00")).toMatchObject({ error: { code: "rate_limited" } });
  expect(await dumpKv(deps.kv, LIMITS)).toEqual(before);
  unwrap(await verifyBooks(deps));
});

Deno.test("getWalletView() shows every currency that was booked, the house's first, to those who may see it", async () => {
  await using deps = await makeDeps();
  const actor = await makeCustomer(deps);
  const stranger = await makeCustomer(deps, "ben");
  await fill(deps, actor.id, 700, "USD");
  const accountId = actor.id;

  const view = unwrap(await getWalletView(deps, { viewer: actor, accountId }));

  expect(view.balances).toEqual([money(0, "EUR"), money(700, "USD")]);
  expect(view.topUps).toEqual([{ min: money(1_000, "EUR"), max: money(500_000, "EUR") }]);
  expect((await getWalletView(deps, { viewer: makeStaff("support"), accountId })).ok).toBe(true);
  for (const viewer of [stranger, { ...makeStaff(), permissions: new Set(["users.view"]) }]) {
    const refused = await getWalletView(deps, { viewer: viewer as typeof stranger, accountId });
    expect(refused).toMatchObject({ error: { code: "not_found" } });
  }
});
