/** Bitcoin payments from the quote to the books, on a chain with blocks, forks and replaced transactions. */
import { expect } from "expect";
import { listAudit } from "@/domain/audit/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import type { ChainPayment } from "@/domain/crypto/model.ts";
import { watchChains } from "@/domain/crypto/watch_chains.ts";
import { getWalletBalance } from "@/domain/ledger/mod.ts";
import { listMails } from "@/domain/mail/mod.ts";
import { expireOrders } from "@/domain/order/mod.ts";
import { listPayments, recordPayment } from "@/domain/payment/mod.ts";
import type { SettingsOf } from "@/domain/settings/mod.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { FakeClock } from "@/tests/helpers/clock.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { countKeys } from "@/tests/helpers/dump.ts";
import { type EsploraPeer, serveEsplora } from "@/tests/helpers/esplora_peer.ts";
import { makeCustomer, makeStaff } from "../order/fixtures.ts";
import { type Debt, paymentForm, placeDebt } from "../payment/fixtures.ts";
import { BITCOIN_ADDRESSES, type CryptoShop, openCryptoShop, setChains } from "./shop.ts";

interface BitcoinShop extends CryptoShop {
  chain: EsploraPeer;
  /** Lets time pass, in steps of a minute at which the chain is watched. */
  watch(minutes?: number): Promise<void>;
  /** Pays so many satoshis to the payment's address. */
  send(payment: ChainPayment, satoshis: number): string;
  received(): Promise<Array<[amountMinor: number, outcome: string]>>;
}

async function openBitcoinShop(
  chains: Partial<SettingsOf<"chains">> = {},
  kv?: Deno.Kv,
): Promise<BitcoinShop> {
  const time: { clock: { now(): Temporal.Instant } } = { clock: new FakeClock() };
  const chain = serveEsplora({ now: () => time.clock.now() });
  const shop = await openCryptoShop({
    chains: { esploraUrl: chain.url, ...chains },
    privateHosts: [chain.host],
    kv,
  });
  const { deps, debt } = shop;
  time.clock = deps.clock;
  const dispose = shop[Symbol.asyncDispose];
  return Object.assign(shop, {
    chain,
    async watch(minutes = 1) {
      for (let n = 0; n < minutes; n++) {
        deps.clock.advance({ minutes: 1 });
        await watchChains(deps);
      }
    },
    send: ({ address }: ChainPayment, value: number) => chain.pay([{ address, value }]),
    async received() {
      const input = { viewer: makeStaff(), invoiceId: debt.invoice.id };
      const payments = (await listPayments(deps, input)).toReversed();
      return payments.map(({ amount, outcome }): [number, string] => [amount.minor, outcome]);
    },
    async [Symbol.asyncDispose]() {
      await chain[Symbol.asyncDispose]();
      await dispose();
    },
  });
}

const asked = (payment: ChainPayment) => Number(payment.quotes.at(-1)!.units);

/** The wallet's balance, in cents. */
async function credit({ deps, debt }: BitcoinShop): Promise<number> {
  return (await getWalletBalance(deps, { accountId: debt.customer.id, currency: "EUR" })).minor;
}

async function booksAreRight({ deps }: BitcoinShop): Promise<boolean> {
  return (await verifyBooks(deps)).ok;
}

Deno.test("paid exactly: seen, confirming block by block, booked once at its depth, and the order goes on", async () => {
  await using shop = await openBitcoinShop();
  const { deps, chain, debt } = shop;
  const payment = await shop.quote("BTC");
  const phase = async () => (await shop.payment(payment.id)).phase;
  const phases: string[] = [];
  const needed = payment.quotes[0]!.confirmations;
  expect(needed).toBe(2);

  await shop.watch();
  phases.push(await phase());
  const txid = shop.send(payment, asked(payment));
  await shop.watch();
  phases.push(await phase());
  chain.mine();
  await shop.watch();
  phases.push(await phase());
  expect(await shop.received()).toEqual([]);
  chain.mine();
  await shop.watch();
  phases.push(await phase());
  chain.mine(5);
  await shop.watch(5);

  expect(phases).toEqual(["waiting", "seen", "confirming", "exact"]);
  expect(await shop.received()).toEqual([[debt.invoice.due.minor, "settled"]]);
  expect(await shop.due()).toBe(0);
  const staff = { viewer: makeStaff(), invoiceId: debt.invoice.id };
  expect(await listPayments(deps, staff)).toEqual([
    expect.objectContaining({
      method: "crypto_btc",
      reference: `${txid}:0`,
      recordedBy: "crypto.watch",
      receivedOn: "2026-03-01",
    }),
  ]);
  expect(await booksAreRight(shop)).toBe(true);
});

Deno.test("two processes that watch at once book once", async () => {
  const kv = await Deno.openKv(":memory:");
  const shop = await openBitcoinShop({}, kv);
  const other = await makeDeps({ kv, config: shop.deps.config });
  const payment = await shop.quote("BTC");
  shop.send(payment, asked(payment));
  shop.chain.mine(2);
  for (const deps of [shop.deps, other]) deps.clock.advance({ minutes: 1 });

  await Promise.all([shop.deps, other, shop.deps, other].map((deps) => watchChains(deps)));

  expect(await shop.received()).toEqual([[shop.debt.invoice.due.minor, "settled"]]);
  expect(await booksAreRight(shop)).toBe(true);
  await other[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
  kv.close();
});

Deno.test("paid too little: the part is booked, and a fresh quote for the rest settles it to the cent", async () => {
  await using shop = await openBitcoinShop();
  const { chain, deps, debt } = shop;
  const payment = await shop.quote("BTC");
  const part = Math.floor(asked(payment) / 3);
  shop.send(payment, part);
  chain.mine(2);
  await shop.watch();
  const booked = Math.floor(part * debt.invoice.due.minor / asked(payment));
  expect((await shop.payment(payment.id)).phase).toBe("underpaid");
  expect(await shop.received()).toEqual([[booked, "underpaid"]]);
  expect(await shop.due()).toBe(debt.invoice.due.minor - booked);

  deps.clock.advance({ hours: 1 });
  shop.prices.sayAll("40000");
  const rest = await shop.quote("BTC");
  expect(rest.address).toBe(payment.address);
  expect(rest.quotes.at(-1)).toMatchObject({ number: 2, due: { minor: await shop.due() } });
  shop.send(rest, asked(rest));
  chain.mine(2);
  await shop.watch();

  expect((await shop.payment(payment.id)).phase).toBe("exact");
  expect(await shop.due()).toBe(0);
  expect(await credit(shop)).toBe(0);
  expect(await booksAreRight(shop)).toBe(true);
});

Deno.test("paid in three parts on one quote: their sum is what was due, to the cent", async () => {
  await using shop = await openBitcoinShop();
  const payment = await shop.quote("BTC");
  const third = Math.floor(asked(payment) / 3);
  for (const part of [third, third, asked(payment) - 2 * third]) shop.send(payment, part);
  shop.chain.mine(2);
  await shop.watch();

  const amounts = (await shop.received()).map(([minor]) => minor);
  expect(amounts).toHaveLength(3);
  expect(amounts.reduce((a, b) => a + b)).toBe(shop.debt.invoice.due.minor);
  expect(await shop.due()).toBe(0);
  expect(await credit(shop)).toBe(0);
  expect(await booksAreRight(shop)).toBe(true);
});

Deno.test("too little within the tolerance counts as paid; a satoshi less doesn't", async () => {
  for (const [missing, phase] of [[0n, "exact"], [1n, "underpaid"]] as const) {
    await using shop = await openBitcoinShop({ toleranceBasisPoints: 500 });
    const payment = await shop.quote("BTC");
    const least = (BigInt(asked(payment)) * 95n + 99n) / 100n;
    shop.send(payment, Number(least - missing));
    shop.chain.mine(2);
    await shop.watch();

    expect((await shop.payment(payment.id)).phase).toBe(phase);
    expect(await shop.due() === 0).toBe(phase === "exact");
    expect(await booksAreRight(shop)).toBe(true);
  }
});

Deno.test("paid too much: the invoice is settled, and the rest is the customer's credit", async () => {
  await using shop = await openBitcoinShop();
  const payment = await shop.quote("BTC");
  shop.send(payment, asked(payment) + 20_000);
  shop.chain.mine(3);
  await shop.watch();

  // 20,000 satoshis at 50,000 EUR are 10 EUR.
  expect((await shop.payment(payment.id)).phase).toBe("overpaid");
  expect(await credit(shop)).toBeGreaterThanOrEqual(999);
  expect(await credit(shop)).toBeLessThanOrEqual(1000);
  expect(await shop.due()).toBe(0);
  expect(await booksAreRight(shop)).toBe(true);
});

Deno.test("paid too late: booked at the rate of its confirmation, or left to staff, as the settings say", async () => {
  for (const lateRule of ["rate_at_confirmation", "staff_decides"] as const) {
    await using shop = await openBitcoinShop({ lateRule });
    const { deps, chain, debt } = shop;
    const payment = await shop.quote("BTC");
    deps.clock.advance({ minutes: 16 });
    await shop.watch();
    shop.send(payment, asked(payment));
    await shop.watch();
    shop.prices.sayAll("25000");
    deps.clock.advance({ minutes: 2 });
    chain.mine(2);
    await shop.watch();

    const { phase, sightings } = await shop.payment(payment.id);
    expect(phase).toBe("late");
    const mails = unwrap(await listMails(deps, { viewer: makeStaff() })).items
      .filter(({ template }) => template === "crypto_attention");
    if (lateRule === "rate_at_confirmation") {
      const half = Math.floor(asked(payment) / 1e8 * 25_000 * 100);
      expect(await shop.received()).toEqual([[half, "underpaid"]]);
      expect(await shop.due()).toBe(debt.invoice.due.minor - half);
      expect(mails).toEqual([]);
    } else {
      expect(await shop.received()).toEqual([]);
      expect(sightings[0]!.booking).toBeNull();
      expect(await countKeys(deps.kv, ["chain_payments_attention"])).toBe(1);
      expect(mails).toHaveLength(1);
    }
    expect(await booksAreRight(shop)).toBe(true);
  }
});

Deno.test("late money waits while nobody knows a rate, and is booked when somebody does", async () => {
  await using shop = await openBitcoinShop();
  const { deps, chain } = shop;
  const payment = await shop.quote("BTC");
  deps.clock.advance({ minutes: 20 });
  shop.send(payment, asked(payment));
  chain.mine(2);
  shop.prices.sayAll(null);
  await shop.watch(3);
  expect(await shop.received()).toEqual([]);
  shop.prices.sayAll("50000");
  await shop.watch();
  expect(await shop.received()).toHaveLength(1);
});

Deno.test("its sender raises the fee: the first is gone, the second counts, and one is booked", async () => {
  await using shop = await openBitcoinShop();
  const payment = await shop.quote("BTC");
  const { address } = payment;
  const first = shop.send(payment, asked(payment));
  await shop.watch();
  const seen = await shop.payment(payment.id);
  shop.chain.replace(first, [{ address, value: asked(payment) }]);
  await shop.watch();
  shop.chain.mine(2);
  await shop.watch();

  const { sightings, phase } = await shop.payment(payment.id);
  expect(seen.sightings[0]!.isReplaceable).toBe(true);
  expect(sightings.map(({ status, booking }) => [status, booking !== null]))
    .toEqual([["gone", false], ["live", true]]);
  expect(phase).toBe("exact");
  expect(await shop.received()).toHaveLength(1);
});

Deno.test("its sender takes it back: nothing is booked, and the next one counts", async () => {
  await using shop = await openBitcoinShop();
  const payment = await shop.quote("BTC");
  const taken = shop.send(payment, asked(payment));
  await shop.watch();
  shop.chain.drop(taken);
  await shop.watch();
  expect((await shop.payment(payment.id)).phase).toBe("reorganised");
  shop.chain.mine(6);
  await shop.watch();
  expect(await shop.received()).toEqual([]);

  shop.send(payment, asked(payment));
  shop.chain.mine(2);
  await shop.watch();
  expect((await shop.payment(payment.id)).phase).toBe("exact");
});

Deno.test("a fork before its depth: not booked, and counted anew in the other branch", async () => {
  await using shop = await openBitcoinShop();
  const { chain } = shop;
  const payment = await shop.quote("BTC");
  shop.send(payment, asked(payment));
  chain.mine();
  await shop.watch();
  chain.fork(1);
  chain.mine(0);
  await shop.watch();
  expect((await shop.payment(payment.id)).phase).toBe("seen");
  expect(await shop.received()).toEqual([]);
  chain.mine(2);
  await shop.watch();
  expect((await shop.payment(payment.id)).phase).toBe("exact");
  expect(await shop.received()).toHaveLength(1);
});

Deno.test("a fork takes back what was booked: staff hear of it once, the audit log has it, no money moves by itself", async () => {
  await using shop = await openBitcoinShop();
  const { chain, deps, debt } = shop;
  const payment = await shop.quote("BTC");
  const txid = shop.send(payment, asked(payment));
  chain.mine(2);
  await shop.watch();
  const before = await shop.received();
  chain.fork(2);
  chain.drop(txid);
  chain.mine(3);
  await shop.watch(3);

  const lost = await shop.payment(payment.id);
  expect(lost.phase).toBe("lost");
  expect(await shop.received()).toEqual(before);
  expect(await shop.due()).toBe(0);
  const events = unwrap(await listAudit(deps, { viewer: makeStaff() })).items
    .filter(({ action }) => action === "crypto.payment_lost");
  expect(events).toEqual([
    expect.objectContaining({
      subject: { kind: "invoice", id: debt.invoice.id },
      actor: { kind: "system", id: "crypto.watch" },
    }),
  ]);
  const mails = unwrap(await listMails(deps, { viewer: makeStaff() })).items;
  expect(mails.filter(({ template }) => template === "crypto_lost")).toHaveLength(1);
  expect(await countKeys(deps.kv, ["chain_payments_attention"])).toBe(1);
  expect(await booksAreRight(shop)).toBe(true);
});

Deno.test("what was booked and comes back after a fork isn't booked again", async () => {
  await using shop = await openBitcoinShop();
  const { chain } = shop;
  const payment = await shop.quote("BTC");
  shop.send(payment, asked(payment));
  chain.mine(2);
  await shop.watch();
  chain.fork(2);
  await shop.watch();
  chain.mine(3);
  await shop.watch(2);

  expect((await shop.payment(payment.id)).phase).toBe("exact");
  expect(await shop.received()).toHaveLength(1);
});

Deno.test("a transaction that staff have recorded by hand isn't booked again, nor the other way round", async () => {
  await using shop = await openBitcoinShop();
  const { deps, chain, debt } = shop;
  const payment = await shop.quote("BTC");
  const txid = shop.send(payment, asked(payment));
  const byHand = (reference: string) =>
    recordPayment(deps, {
      actor: makeStaff(),
      invoiceId: debt.invoice.id,
      form: paymentForm(debt.invoice.due, {
        method: "crypto_btc",
        reference,
        accept_difference: "on",
      }),
    });
  unwrap(await byHand(txid.toUpperCase()));
  chain.mine(2);
  await shop.watch();
  expect(await shop.received()).toEqual([[debt.invoice.due.minor, "settled"]]);

  const second = shop.send(payment, 100_000);
  chain.mine(2);
  await shop.watch();
  expect(await shop.received()).toHaveLength(2);
  const again = await byHand(second);
  expect(again).toMatchObject({ ok: false, error: { code: "validation" } });
  expect(await shop.received()).toHaveLength(2);
});

Deno.test("one transaction that pays two customers is booked for both, also where staff have recorded it for one", async () => {
  await using shop = await openBitcoinShop();
  const { deps, chain, debt } = shop;
  const other = await placeDebt(deps, await makeCustomer(deps, "eve"), "b.example.com");
  const [one, two] = [await shop.quote("BTC"), await shop.quote("BTC", other)];
  const outcomes = async ({ invoice }: Debt) =>
    (await listPayments(deps, { viewer: makeStaff(), invoiceId: invoice.id }))
      .map(({ outcome }) => outcome);
  const send = () =>
    chain.pay([one, two].map((payment) => ({ address: payment.address, value: 10_000 })));
  send();
  chain.mine(2);
  await shop.watch();
  expect(await outcomes(debt)).toEqual(["underpaid"]);
  expect(await outcomes(other)).toEqual(["underpaid"]);

  const reference = send();
  unwrap(
    await recordPayment(deps, {
      actor: makeStaff(),
      invoiceId: debt.invoice.id,
      form: paymentForm(money(500, "EUR"), {
        method: "crypto_btc",
        reference,
        accept_difference: "on",
      }),
    }),
  );
  chain.mine(2);
  await shop.watch();
  expect(await outcomes(debt)).toEqual(["underpaid", "underpaid"]);
  expect(await outcomes(other)).toEqual(["underpaid", "underpaid"]);
  expect(await booksAreRight(shop)).toBe(true);
});

Deno.test("a void invoice's payment is the customer's credit", async () => {
  await using shop = await openBitcoinShop();
  const { deps, chain } = shop;
  const payment = await shop.quote("BTC");
  deps.clock.advance({ hours: 24 * 30 });
  await expireOrders(deps);
  shop.send(payment, asked(payment));
  chain.mine(2);
  await shop.watch();

  expect((await shop.received()).map(([, outcome]) => outcome)).toEqual(["credited"]);
  expect(await credit(shop)).toBeGreaterThan(0);
  expect(await booksAreRight(shop)).toBe(true);
});

Deno.test("an older payment to the same address is nobody's of now", async () => {
  await using shop = await openBitcoinShop({ esploraUrl: "" });
  const { chain, deps } = shop;
  chain.pay([{ address: BITCOIN_ADDRESSES[0]!, value: 1_000_000 }]);
  chain.mine(3);
  deps.clock.advance({ hours: 3 });
  const payment = await shop.quote("BTC");
  await setChains(deps, { esploraUrl: chain.url });
  await shop.watch();

  expect(await shop.payment(payment.id)).toMatchObject({ sightings: [], phase: "waiting" });
});

Deno.test("a server that is down changes nothing, and what came meanwhile counts when it is back", async () => {
  await using shop = await openBitcoinShop();
  const { chain } = shop;
  const payment = await shop.quote("BTC");
  await shop.watch();
  const before = await shop.payment(payment.id);
  chain.isDown = true;
  shop.send(payment, asked(payment));
  chain.mine();
  await shop.watch(30);
  expect(await shop.payment(payment.id)).toEqual(before);
  chain.isDown = false;
  chain.mine();
  await shop.watch(2);

  expect((await shop.payment(payment.id)).sightings[0]).toMatchObject({ match: "on_time" });
  expect(await shop.due()).toBe(0);
});

Deno.test("only what is due is asked about, however many invoices there are", async () => {
  await using shop = await openBitcoinShop();
  const { chain, deps } = shop;
  const payment = await shop.quote("BTC");
  deps.clock.advance({ hours: 24 * 90 });
  await watchChains(deps);
  expect(await shop.payment(payment.id)).toMatchObject({ nextLookAt: null, phase: "expired" });
  const asked = chain.requests.length;
  await shop.watch(3);
  expect(chain.requests.length).toBe(asked);
  expect(await countKeys(deps.kv, ["chain_payments_due"])).toBe(0);
});

Deno.test("records that can't be read don't hold up the others, however many they are", async () => {
  await using shop = await openBitcoinShop();
  const { deps, chain } = shop;
  const payment = await shop.quote("BTC");
  for (let n = 0; n < 100; n++) {
    const bad = `chp_${String(n).padStart(26, "0")}`;
    await deps.kv.set(["chain_payments", bad], { schemaVersion: 99 });
    await deps.kv.set(["chain_payments_due", "2026-03-01T11:00:00.000Z", bad], bad);
  }
  shop.send(payment, asked(payment));
  chain.mine(2);
  await shop.watch(2);

  expect(await shop.due()).toBe(0);
  expect(deps.logged.some(({ event }) => event === "crypto.look_failed")).toBe(true);
});
