/** Paying in crypto, and deciding about it, through the real handler. */
import { expect } from "expect";
import { applyLook } from "@/domain/crypto/apply_look.ts";
import { refreshRates } from "@/domain/crypto/mod.ts";
import { listPayments } from "@/domain/payment/mod.ts";
import { arrivalOf, RULES } from "@/tests/domain/crypto/fixtures.ts";
import { type CryptoShop, openCryptoShop, setChains } from "@/tests/domain/crypto/shop.ts";
import { makeStaff } from "@/tests/domain/order/fixtures.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { NAMED_TXID } from "@/tests/helpers/chain_payment.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson, signIn } from "@/tests/helpers/people.ts";

async function openCounter() {
  const shop = await openCryptoShop();
  const { deps, debt } = shop;
  const app = await makeApp(deps);
  const ada = { session: await signIn(deps, "ada@example.com") };
  const eve = await makePerson(deps, { name: "Eve", email: "eve@example.com" });
  const owner = await makePerson(deps, { name: "O", email: "o@example.com", role: "owner" });
  const path = `/dashboard/invoices/${debt.invoice.id}/crypto`;
  const read = async (at = path, who: { session: string } = ada) =>
    await (await app.get(at, who)).text();
  const ask = (asset: string, who: { session: string } = ada) =>
    app.post(path, { action: "quote", asset }, who);
  return Object.assign(shop, { app, ada, eve, owner, path, read, ask });
}

async function see({ deps }: CryptoShop, id: string, at: { height?: number; tip: number }) {
  await applyLook(deps, id, {
    now: deps.clock.now(),
    tip: at.tip,
    arrivals: [arrivalOf({ height: at.height, minedAt: 30 })],
    isGone: () => true,
    rules: { ...RULES, lateRule: "staff_decides" },
  });
}

Deno.test("GET /dashboard/invoices/:id offers each asset that there is somewhere to receive", async () => {
  await using shop = await openCounter();
  const invoice = shop.path.replace("/crypto", "");
  const all = await shop.read(invoice);
  await setChains(shop.deps, { assets: ["USDC", "BTC"], ethereumAccountKey: "" });
  const one = await shop.read(invoice);

  for (const asset of ["BTC", "ETH", "USDT", "USDC"]) expect(all).toContain(`value="${asset}"`);
  expect(one).toContain('value="BTC"');
  expect(one).not.toContain('value="USDC"');
});

Deno.test("POST …/crypto asks for a quote, and its page shows amount, address, code and what will happen", async () => {
  await using shop = await openCounter();
  const asked = await shop.ask("BTC");
  const page = await shop.read();
  const payment = await shop.quote("BTC");

  expect([asked.status, asked.headers.get("location")]).toEqual([303, `${shop.path}#main`]);
  expect(page).toContain(payment.address);
  expect(page).toContain(`bitcoin:${payment.address}?amount=0.0032`);
  for (const title of ["You send less", "You send more", "You send it too late"]) {
    expect(page).toContain(title);
  }
  expect(page).toContain("Name your transaction");
  await setChains(shop.deps, { esploraUrl: "https://esplora.example.com" });
  expect(await shop.read()).not.toContain("Name your transaction");
});

Deno.test("while all of it is on its way nobody is asked to send it again; a part leaves a code for the rest", async () => {
  await using shop = await openCounter();
  const { id, address } = await shop.quote("BTC");
  const look = (key: string, units: string) =>
    applyLook(shop.deps, id, {
      now: shop.deps.clock.now(),
      tip: 100,
      arrivals: [arrivalOf({ key, units })],
      isGone: () => true,
      rules: RULES,
    });

  await look("a:0", "320000");
  expect(await shop.read()).not.toContain("bitcoin:");
  shop.deps.clock.advance({ seconds: 1 });
  await look("b:0", "120000");
  expect(await shop.read()).toContain(`bitcoin:${address}?amount=0.002`);
});

Deno.test("POST …/crypto says why there is no quote, and writes nothing", async () => {
  await using shop = await openCounter();
  shop.prices.sayAll(null);
  await refreshRates(shop.deps);
  const before = await dumpKv(shop.deps.kv, { ignore: ["rate_limits", "crypto_rates"] });
  const paused = await shop.ask("BTC");
  const broken = await shop.ask("DOGE");
  const foreign = await shop.ask("BTC", shop.eve);
  const extra = await shop.app.post(
    shop.path,
    { action: "quote", asset: "BTC", amount: "1" },
    shop.ada,
  );

  expect([paused.status, broken.status, foreign.status, extra.status])
    .toEqual([409, 422, 404, 422]);
  expect(await paused.text()).toContain("it is paused");
  expect(await dumpKv(shop.deps.kv, { ignore: ["rate_limits", "crypto_rates"] })).toEqual(before);
});

Deno.test("GET …/crypto/state answers a mark that changes with what is seen, to its customer alone", async () => {
  await using shop = await openCounter();
  const { app, ada, eve, path } = shop;
  const mark = async () => (await (await app.get(`${path}/state`, ada)).json()).mark;
  const empty = await mark();
  const { id } = await shop.quote("BTC");
  const waiting = await mark();
  await see(shop, id, { tip: 100 });
  const seen = await mark();
  shop.deps.clock.advance({ seconds: 1 });
  await see(shop, id, { height: 100, tip: 100 });
  const confirming = await mark();

  expect(new Set([empty, waiting, seen, confirming]).size).toBe(4);
  expect((await app.get(`${path}/state`, eve)).status).toBe(404);
});

Deno.test("a transaction is named, refused beside its field, and booked or sent back by staff", async () => {
  await using shop = await openCounter();
  const { app, ada, owner, path, deps, debt } = shop;
  const { id } = await shop.quote("BTC");
  const name = (txid: string) => app.post(path, { action: "name", payment: id, txid }, ada);
  const refused = await name("<script>alert(1)</script>");
  const text = await refused.text();
  const named = await name(NAMED_TXID);
  const detail = `/admin/payments/chain/${id}`;
  const list = await shop.read("/admin/payments/chain", owner);
  const bad = await app.post(detail, { action: "book", key: NAMED_TXID, amount: "x" }, owner);
  const badText = await bad.text();
  const booked = await app.post(
    detail,
    { action: "book", key: NAMED_TXID, amount: "160.00" },
    owner,
  );

  expect(refused.status).toBe(422);
  expect(text).toContain('id="f-txid-error"');
  expect(text).not.toContain("<script>alert(1)");
  expect(named.status).toBe(303);
  expect(list).toContain(`href="${detail}"`);
  expect(bad.status).toBe(422);
  expect(badText).toContain("Enter an amount such as 120.00");
  expect(booked.status).toBe(303);
  const payments = await listPayments(deps, { viewer: makeStaff(), invoiceId: debt.invoice.id });
  expect(payments.map(({ reference, outcome }) => [reference, outcome]))
    .toEqual([[NAMED_TXID, "settled"]]);
  expect(await shop.read()).toContain("nothing is to be paid");
  expect(await shop.read("/admin/payments/chain", owner)).toContain("Nothing to decide");
});

Deno.test("a customer's page has nothing of staff: no index, no sources, no other customer's", async () => {
  await using shop = await openCounter();
  const { id } = await shop.quote("BTC");
  const own = await shop.read();
  const staffs = await shop.read(`/admin/payments/chain/${id}`, shop.owner);

  expect(staffs).toContain("Address number");
  expect(staffs).toContain("Kraken: €50,000.00");
  for (const word of ["Address number", "kraken", "zpub"]) expect(own).not.toContain(word);
  expect((await shop.app.get(shop.path, shop.eve)).status).toBe(404);
});

Deno.test("GET /admin/settings/chains shows the first addresses of the keys, for comparing", async () => {
  await using shop = await openCounter();
  const page = await shop.read("/admin/settings/chains", shop.owner);
  expect(page).toContain("bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu");
  expect(page).toContain("0x9858EfFD232B4033E47d90003D41EC34EcaEda94");
  expect(page).toContain("No address was given");
  await shop.quote("BTC");
  expect(await shop.read("/admin/settings/chains", shop.owner)).toContain("1 were given");
});

Deno.test("staff see each source, what was quoted and what is paused; no page of theirs asks for a rate", async () => {
  await using shop = await openCounter();
  const { deps, prices, owner } = shop;
  await refreshRates(deps);
  const { id } = await shop.quote("BTC");
  deps.clock.advance({ hours: 2 });
  await see(shop, id, { height: 100, tip: 200 });
  prices.says.kraken = prices.says.bitstamp = null;
  await refreshRates(deps);
  deps.clock.advance({ minutes: 30 });
  const asked = prices.requests.length;

  const rates = await shop.read("/admin/payments/rates", owner);
  const detail = await shop.read(`/admin/payments/chain/${id}`, owner);
  const list = await shop.read("/admin/payments/chain", owner);
  const overview = await shop.read("/admin", owner);

  expect(prices.requests.length).toBe(asked);
  for (const text of ["Paused", "No answer", "30 min", "€50,000.00", shop.debt.invoice.number]) {
    expect(rates).toContain(text);
  }
  expect(detail).toContain("Money that came late");
  expect(overview).toContain("Crypto to decide");
  expect(list).toContain("Waits since");
  for (const page of [list, overview]) expect(page).toContain("Paused: BTC in EUR");
});

/** Whether the address is on the page, and there only for who unfolds it. */
function isFolded(html: string): boolean {
  return html.includes("bitcoin:") && /<details(?:(?!<\/details>).)*bitcoin:/s.test(html);
}

Deno.test("while something of theirs is looked into, customers are told not to send again, and the address is folded away", async () => {
  await using shop = await openCounter();
  const { deps, app, ada, owner, path } = shop;
  const { id } = await shop.quote("BTC");
  const open = await shop.read();
  await app.post(path, { action: "name", payment: id, txid: NAMED_TXID }, ada);
  const named = await shop.read();
  const reason = "It pays somebody else.";
  const decision = { action: "dismiss", key: NAMED_TXID, reason };
  await app.post(`/admin/payments/chain/${id}`, decision, owner);
  const rejected = await shop.read();
  deps.clock.advance({ hours: 1 });
  await see(shop, id, { height: 100, tip: 200 });
  await shop.quote("BTC");
  const decided = await shop.read();

  expect([open, named, rejected].map(isFolded)).toEqual([false, true, false]);
  expect(named).toContain("We look your transaction up");
  expect(named).toContain("Don't send anything again");
  expect(rejected).toContain(`${reason} Check it in your wallet`);
  expect(decided).toContain("Your payment came late");
  expect(isFolded(decided)).toBe(true);
});

Deno.test("what is paused says so where it is chosen, without asking anybody", async () => {
  await using shop = await openCounter();
  shop.prices.sayAll(null);
  await shop.ask("BTC");
  const asked = shop.prices.requests.length;
  const pages = [await shop.read(), await shop.read(shop.path.replace("/crypto", ""))];

  for (const page of pages) {
    expect(page.match(/Paused: no rate just now/g)).toHaveLength(1);
  }
  expect(shop.prices.requests.length).toBe(asked);
});
