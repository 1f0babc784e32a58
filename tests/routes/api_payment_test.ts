/** Paying through the API: quotes in crypto, their state, and paying from the wallet just once. */
import { expect } from "expect";
import { bookReceipt } from "@/domain/payment/mod.ts";
import { applyLook } from "@/domain/crypto/apply_look.ts";
import { getWalletBalance } from "@/domain/ledger/mod.ts";
import { type Money, money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { arrivalOf, RULES } from "@/tests/domain/crypto/fixtures.ts";
import { openCryptoShop } from "@/tests/domain/crypto/shop.ts";
import { makeStaff } from "@/tests/domain/order/fixtures.ts";
import { callApi, tokenOf } from "@/tests/helpers/api.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson } from "@/tests/helpers/people.ts";

const KEY = "8f14e45f-ceea-467f-a0e6-8d3c9f1b2a77";
/** What a refusal may write: that it was counted, and that the token was used. */
const COUNTED = { ignore: ["rate_limits", "api_tokens", "crypto_rates"] };

async function openCounter() {
  const shop = await openCryptoShop();
  const { deps, debt } = shop;
  const app = await makeApp(deps);
  const { token } = await tokenOf(deps, debt);
  const eve = await makePerson(deps, { name: "Eve", email: "eve@example.com" });
  const path = `/api/v1/invoices/${debt.invoice.id}`;
  const pay = (body: unknown, key: string | null = KEY, by = token) =>
    callApi(app, `${path}/payments`, {
      token: by,
      body,
      headers: key === null ? {} : { "idempotency-key": key },
    });
  const quote = (asset: string) => callApi(app, `${path}/quotes`, { token, body: { asset } });
  const state = async () => await (await callApi(app, `${path}/crypto`, { token })).json();
  const balance = async () =>
    (await getWalletBalance(deps, { accountId: debt.customer.id, currency: "EUR" })).minor;
  const fill = async (amount: Money) => {
    const reference = deps.ids.token(9);
    const receipt = {
      amount,
      method: "bank_transfer",
      reference,
      receivedOn: "2026-03-01",
    } as const;
    const customerId = debt.customer.id;
    const input = { actor: makeStaff(), customerId, invoiceId: null, receipt };
    unwrap(await bookReceipt(deps, { ...input, source: "staff" }));
  };
  return Object.assign(shop, { app, token, eve, path, pay, ask: quote, state, balance, fill });
}

const codeOf = async (response: Response) => (await response.json()).code;

Deno.test("POST …/quotes answers amount, address and terms; asked again it answers the same, and GET …/crypto shows it", async () => {
  await using shop = await openCounter();
  const { deps, prices } = shop;
  const empty = await shop.state();
  const first = await shop.ask("BTC");
  const quoted = await first.json();
  const again = await (await shop.ask("BTC")).json();
  const asked = prices.requests.length;
  deps.clock.advance({ minutes: 10 });
  const later = await shop.state();

  expect(first.status).toBe(200);
  expect(empty.payments).toEqual([]);
  expect(empty.assets.map((each: { asset: string }) => each.asset))
    .toEqual(["BTC", "ETH", "USDT", "USDC"]);
  expect(quoted).toMatchObject({
    invoice_id: shop.debt.invoice.id,
    network: "Bitcoin",
    to_send: { amount: "0.0032", asset: "BTC" },
    due: { amount: "160.00", currency: "EUR" },
    price: { amount: "50000", currency: "EUR" },
    expires_at: "2026-03-01T12:15:00.000Z",
    is_expired: false,
    late_rule: "rate_at_confirmation",
    state: { phase: "waiting", received: null },
  });
  expect(quoted.uri).toBe(`bitcoin:${quoted.address}?amount=0.0032`);
  expect(again).toEqual(quoted);
  expect(later.payments).toEqual([quoted]);
  expect(prices.requests.length).toBe(asked);
});

Deno.test("GET …/crypto tells what came, and nothing of staff: no index, no sources", async () => {
  await using shop = await openCounter();
  const { deps } = shop;
  const { id } = await (await shop.ask("BTC")).json();
  await applyLook(deps, id, {
    now: deps.clock.now(),
    tip: 100,
    arrivals: [arrivalOf({ units: "120000", height: 100 })],
    isGone: () => true,
    rules: RULES,
  });
  const { payments: [payment] } = await shop.state();

  expect(payment.state).toMatchObject({
    phase: "confirming",
    received: { amount: "0.0012", asset: "BTC" },
    confirmations: 1,
  });
  expect(payment.to_send).toEqual({ amount: "0.002", asset: "BTC" });
  expect(payment.transactions).toEqual([{
    txid: "a",
    coins: { amount: "0.0012", asset: "BTC" },
    first_seen_at: "2026-03-01T12:00:00.000Z",
    match: "on_time",
    confirmations: 1,
    confirmations_needed: 3,
    status: "confirming",
    booked: null,
  }]);
  expect(Object.keys(payment).toSorted()).toEqual([
    "address",
    "address_is_shared",
    "asset",
    "confirmations_needed",
    "due",
    "expires_at",
    "id",
    "invoice_id",
    "is_expired",
    "is_watched",
    "late_rule",
    "network",
    "price",
    "rate",
    "state",
    "to_send",
    "tolerance_basis_points",
    "transactions",
    "uri",
    "wrong_asset_rule",
  ]);
});

Deno.test("POST …/quotes says why there is none, and writes nothing", async () => {
  await using shop = await openCounter();
  const { deps, prices, app, path, eve } = shop;
  const other = await tokenOf(deps, eve);
  prices.sayAll(null);
  await shop.ask("BTC");
  const before = await dumpKv(deps.kv, COUNTED);
  const paused = await shop.ask("BTC");
  const unknown = await shop.ask("DOGE");
  const extra = await callApi(app, `${path}/quotes`, {
    token: shop.token,
    body: { asset: "BTC", amount: "1" },
  });
  const foreign = await callApi(app, `${path}/quotes`, {
    token: other.token,
    body: { asset: "BTC" },
  });

  expect([paused.status, unknown.status, extra.status, foreign.status])
    .toEqual([409, 422, 422, 404]);
  expect(await codeOf(paused)).toBe("rate_paused");
  expect(await dumpKv(deps.kv, COUNTED)).toEqual(before);
});

Deno.test("POST …/payments with one key pays once, in turn or at once, and answers the same each time", async () => {
  await using shop = await openCounter();
  await shop.fill(money(20_000, "EUR"));

  const first = await shop.pay({ amount: "10.00" });
  const answer = await first.json();
  const repeated = await Promise.all(
    Array.from({ length: 10 }, () => shop.pay({ amount: "10.00" })),
  );
  const atOnce = await Promise.all(
    Array.from({ length: 10 }, () => shop.pay({ amount: "5.00" }, "another-key-of-this-test")),
  );

  expect([first.status, answer]).toEqual([200, {
    invoice_id: shop.debt.invoice.id,
    paid: { amount: "10.00", currency: "EUR" },
    due: { amount: "150.00", currency: "EUR" },
  }]);
  for (const response of repeated) expect(await response.json()).toEqual(answer);
  for (const response of atOnce) {
    expect(await response.json()).toMatchObject({ due: { amount: "145.00", currency: "EUR" } });
  }
  expect([await shop.balance(), await shop.due()]).toEqual([18_500, 14_500]);
});

Deno.test("POST …/payments refuses a missing or reused key, too much and too little, and writes nothing", async () => {
  await using shop = await openCounter();
  const { deps, eve } = shop;
  const other = await tokenOf(deps, eve);
  await shop.fill(money(1_000, "EUR"));
  await shop.pay({ amount: "1.00" });
  const before = await dumpKv(deps.kv, COUNTED);

  const refusals = await Promise.all([
    shop.pay({ amount: "2.00" }),
    shop.pay({ amount: "1.00" }, null),
    shop.pay({ amount: "1.00" }, "short"),
    shop.pay({}, "a-key-for-all-of-it"),
    shop.pay({ amount: "160.00" }, "a-key-for-too-much"),
    shop.pay({ amount: "-1.00" }, "a-key-for-less"),
    shop.pay({ amount: "1.00", currency: "USD" }, "a-key-for-more"),
    shop.pay({ amount: "1.00" }, KEY, other.token),
  ]);

  expect(await Promise.all(refusals.map(async (each) => [each.status, await codeOf(each)])))
    .toEqual([
      [409, "idempotency_key_reused"],
      [422, "validation"],
      [422, "validation"],
      [402, "insufficient_funds"],
      [422, "validation"],
      [422, "validation"],
      [422, "validation"],
      [404, "not_found"],
    ]);
  expect(await dumpKv(deps.kv, COUNTED)).toEqual(before);
});

Deno.test("a payment that was refused may be tried again with its key, and a key ends after a day", async () => {
  await using shop = await openCounter();
  const refused = await shop.pay({});
  await shop.fill(money(20_000, "EUR"));
  const paid = await shop.pay({});
  const replayed = await shop.pay({});
  shop.deps.clock.advance({ hours: 24 });
  const forgotten = await shop.pay({});

  expect([refused.status, paid.status, replayed.status]).toEqual([402, 200, 200]);
  expect(await replayed.json()).toEqual(await paid.json());
  expect([forgotten.status, await codeOf(forgotten)]).toEqual([409, "not_open"]);
  expect([await shop.balance(), await shop.due()]).toEqual([4_000, 0]);
});
