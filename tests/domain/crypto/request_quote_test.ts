/** Quotes: what an invoice costs in an asset, and at which address. */
import { HDKey } from "@scure/bip32";
import { expect } from "expect";
import { deriveAddress } from "@/domain/crypto/derive.ts";
import { refreshRates } from "@/domain/crypto/refresh_rates.ts";
import { requestQuote } from "@/domain/crypto/request_quote.ts";
import { readNextIndex } from "@/domain/crypto/repo.ts";
import { toUnits } from "@/domain/crypto/asset.ts";
import { rateOf } from "@/domain/crypto/price.ts";
import { type Asset, updateSettings } from "@/domain/settings/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { serveEsplora } from "@/tests/helpers/esplora_peer.ts";
import { startAnvil } from "@/tests/helpers/anvil.ts";
import { makeCustomer, makeStaff, mustPlace } from "../order/fixtures.ts";
import { pay, placeDebt } from "../payment/fixtures.ts";
import {
  BITCOIN_ACCOUNT,
  BITCOIN_ADDRESSES,
  ETHEREUM_ACCOUNT,
  openCryptoShop,
  setChains,
} from "./shop.ts";

async function refusal(shop: Awaited<ReturnType<typeof openCryptoShop>>, asset: Asset = "BTC") {
  const { deps, debt } = shop;
  const input = { actor: debt.customer, invoiceId: debt.invoice.id, asset };
  const asked = await requestQuote(deps, input);
  return asked.ok ? null : asked.error.code;
}

/** Everything but what a refusal may leave behind: the tries that are counted, and the rate that was asked for. */
const written = (shop: Awaited<ReturnType<typeof openCryptoShop>>) =>
  dumpKv(shop.deps.kv, { ignore: ["rate_limits", "crypto_rates"] });

Deno.test("a quote asks for what is due at the rate of now, for 15 minutes, at the first address of the account", async () => {
  await using shop = await openCryptoShop();
  const { due } = shop.debt.invoice;
  shop.prices.says.kraken = "50100";

  const payment = await shop.quote("BTC");

  const rate = rateOf("50000", "EUR");
  expect(payment).toMatchObject({
    invoiceId: shop.debt.invoice.id,
    customerId: shop.debt.customer.id,
    network: "bitcoin",
    address: BITCOIN_ADDRESSES[0],
    origin: { index: 0 },
    phase: "waiting",
  });
  expect(payment.quotes).toEqual([expect.objectContaining({
    number: 1,
    asset: "BTC",
    units: String(toUnits(due, { asset: "BTC", rate })),
    due,
    price: "50000",
    rateKind: "fresh",
    lockedAt: "2026-03-01T12:00:00.000Z",
    expiresAt: "2026-03-01T12:15:00.000Z",
  })]);
  expect(payment.quotes[0]!.sources.map(({ source, price }) => `${source} ${price}`)).toEqual([
    "coinbase 50000",
    "kraken 50100",
    "bitstamp 50000",
    "coingecko 50000",
  ]);
});

Deno.test("whoever asks again while the rate holds gets the same; afterwards a new rate at the same address", async () => {
  await using shop = await openCryptoShop();
  const first = await shop.quote("BTC");
  shop.prices.sayAll("40000");
  shop.deps.clock.advance({ minutes: 14, seconds: 59 });
  const again = await shop.quote("BTC");
  shop.deps.clock.advance({ seconds: 1 });
  const renewed = await shop.quote("BTC");

  expect(again).toEqual(first);
  expect(renewed.id).toBe(first.id);
  expect(renewed.address).toBe(first.address);
  expect(renewed.quotes.map(({ number, price }) => [number, price]))
    .toEqual([[1, "50000"], [2, "40000"]]);
});

Deno.test("the assets of a chain share an invoice's address; another chain has another", async () => {
  await using shop = await openCryptoShop();
  const ether = await shop.quote("ETH");
  const usdc = await shop.quote("USDC");
  const bitcoin = await shop.quote("BTC");

  expect(ether.address).toBe("0x9858EfFD232B4033E47d90003D41EC34EcaEda94");
  expect([usdc.id, usdc.address]).toEqual([ether.id, ether.address]);
  expect(usdc.quotes.map(({ asset }) => asset)).toEqual(["ETH", "USDC"]);
  expect(bitcoin.id).not.toBe(ether.id);
});

Deno.test("thirty invoices at once, in two processes, get thirty addresses, each once and without a gap", async () => {
  const kv = await Deno.openKv(":memory:");
  await using shop = await openCryptoShop({ kv });
  await using other = await makeDeps({ kv, config: shop.deps.config });
  const debts = [];
  for (let n = 0; n < 30; n++) {
    const customer = await makeCustomer(shop.deps, `payer${n}`);
    debts.push(await placeDebt(shop.deps, customer, `s${n}.example.com`));
  }

  const asked = await Promise.all(
    debts.map(({ customer, invoice }, n) =>
      requestQuote(n % 2 === 0 ? shop.deps : other, {
        actor: customer,
        invoiceId: invoice.id,
        asset: "BTC",
      })
    ),
  );

  const payments = await Promise.all(asked.map((each) => shop.payment(unwrap(each).id)));
  const indexes = payments.map(({ origin }) => origin!.index).toSorted((a, b) => a - b);
  expect(indexes).toEqual(Array.from({ length: 30 }, (_, index) => index));
  for (const { address, origin } of payments) {
    expect(address).toBe(
      deriveAddress({ network: "bitcoin", accountKey: BITCOIN_ACCOUNT, index: origin!.index }),
    );
  }
  expect(await countKeys(kv, ["chain_addresses", "bitcoin"])).toBe(30);
  await other[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
  kv.close();
});

Deno.test("ten requests for one invoice at once take one address", async () => {
  await using shop = await openCryptoShop();
  const payments = await Promise.all(Array.from({ length: 10 }, () => shop.quote("BTC")));

  expect(new Set(payments.map(({ id }) => id)).size).toBe(1);
  expect((await shop.payment(payments[0]!.id)).quotes).toHaveLength(1);
  const account = payments[0]!.origin!.account;
  expect(await readNextIndex(shop.deps.kv, "bitcoin", account)).toBe(1);
});

Deno.test("another account key counts from its own beginning, and the old one goes on where it was", async () => {
  await using shop = await openCryptoShop();
  const { deps } = shop;
  const other = HDKey.fromMasterSeed(new Uint8Array(32)).derive("m/84'/0'/0'").publicExtendedKey;
  const debts = await Promise.all(
    ["a", "b", "c"].map(async (name) =>
      await placeDebt(deps, await makeCustomer(deps, `x${name}`), `${name}.example.com`)
    ),
  );
  const first = await shop.quote("BTC", debts[0]);
  await setChains(deps, { bitcoinAccountKey: other });
  const second = await shop.quote("BTC", debts[1]);
  await setChains(deps, { bitcoinAccountKey: BITCOIN_ACCOUNT });
  const third = await shop.quote("BTC", debts[2]);

  expect([first, second, third].map(({ origin }) => origin!.index)).toEqual([0, 0, 1]);
  expect(second.address).not.toBe(first.address);
  expect(third.address).toBe(BITCOIN_ADDRESSES[1]);
});

Deno.test("an address that the chain knows already isn't given", async () => {
  const at = Temporal.Instant.from("2026-03-01T12:00:00Z");
  await using esplora = serveEsplora({ now: () => at });
  await using anvil = await startAnvil(at);
  const shop = await openCryptoShop({
    chains: { esploraUrl: esplora.url, ethereumRpcUrl: anvil.url, chainId: anvil.chainId },
    privateHosts: [esplora.host, anvil.host],
  });
  esplora.pay([{ address: BITCOIN_ADDRESSES[0]!, value: 600 }]);
  await anvil.send(
    deriveAddress({ network: "ethereum", accountKey: ETHEREUM_ACCOUNT, index: 0 }),
    1n,
  );
  await anvil.mine();

  const bitcoin = await shop.quote("BTC");
  const ether = await shop.quote("ETH");

  expect(bitcoin).toMatchObject({ address: BITCOIN_ADDRESSES[1], sinceHeight: esplora.tip() });
  expect(ether).toMatchObject({ origin: { index: 1 }, sinceHeight: 1 });
  await shop[Symbol.asyncDispose]();
});

Deno.test("a node that is down stops nobody from paying", async () => {
  await using shop = await openCryptoShop({
    chains: { esploraUrl: "http://127.0.0.1:1" },
    privateHosts: ["127.0.0.1:1"],
  });
  expect(await shop.quote("BTC")).toMatchObject({
    address: BITCOIN_ADDRESSES[0],
    sinceHeight: null,
  });
});

Deno.test("without a rate the asset is paused, and nothing is written", async () => {
  await using shop = await openCryptoShop();
  shop.prices.sayAll(null);
  await refreshRates(shop.deps);
  const before = await written(shop);

  expect(await refusal(shop)).toBe("rate_paused");
  expect(await written(shop)).toEqual(before);
});

Deno.test("what isn't on offer, or has nowhere to go, can't be asked for, and nothing is written", async () => {
  await using shop = await openCryptoShop({ chains: { ethereumAccountKey: "", assets: ["ETH"] } });
  const before = await written(shop);

  expect([await refusal(shop, "BTC"), await refusal(shop, "ETH")])
    .toEqual(["not_offered", "not_offered"]);
  expect(await written(shop)).toEqual(before);
});

Deno.test("an invoice of somebody else, of nobody and one that is paid can't be asked about", async () => {
  await using shop = await openCryptoShop();
  const { deps, debt } = shop;
  const eve = await makeCustomer(deps, "eve");
  const noBilling = {
    ...debt.customer,
    via: { personId: eve.id, kind: "member" as const, rights: new Set(["services" as const]) },
  };
  const paid = await placeDebt(deps, eve, "paid.example.com");
  unwrap(await pay(deps, paid));
  const before = await written(shop);
  const code = async (actor: typeof eve, invoiceId: string) => {
    const asked = await requestQuote(deps, { actor, invoiceId, asset: "BTC" });
    return asked.ok ? null : asked.error.code;
  };

  expect(await code(eve, debt.invoice.id)).toBe("not_found");
  expect(await code(noBilling, debt.invoice.id)).toBe("not_found");
  expect(await code(debt.customer, deps.ids.next("inv"))).toBe("not_found");
  expect(await code(debt.customer, "../x")).toBe("not_found");
  expect(await code(eve, paid.invoice.id)).toBe("nothing_due");
  expect(await written(shop)).toEqual(before);
});

Deno.test("what was paid in part by other means leaves a quote for the rest", async () => {
  await using shop = await openCryptoShop();
  const { deps, debt } = shop;
  await shop.quote("BTC");
  unwrap(await pay(deps, debt, { amount: "10.00", accept_difference: "on" }));

  const rest = await shop.quote("BTC");

  expect(rest.quotes.map(({ due }) => due.minor))
    .toEqual([debt.invoice.due.minor, debt.invoice.due.minor - 1000]);
});

Deno.test("an account asks for thirty quotes an hour at the most", async () => {
  await using shop = await openCryptoShop();
  const { deps, debt } = shop;
  const codes: Array<string | null> = [];
  for (let n = 0; n < 31; n++) codes.push(await refusal(shop, n % 2 === 0 ? "ETH" : "USDC"));
  const kept = (await shop.quote("USDC").catch(() => null)) ?? null;

  expect(codes.slice(0, 30)).toEqual(Array(30).fill(null));
  expect(codes[30]).toBe("rate_limited");
  expect(kept?.quotes.length).toBe(20);
  deps.clock.advance({ hours: 1 });
  expect(await refusal(shop)).toBeNull();
  expect(debt.invoice.due.minor).toBeGreaterThan(0);
});

Deno.test("a fixed address is shown where there is no account key: each asset its own", async () => {
  await using shop = await openCryptoShop({
    chains: { bitcoinAccountKey: "", ethereumAccountKey: "" },
  });
  const addresses = [
    { asset: "BTC", network: "bitcoin", address: "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa" },
    { asset: "ETH", network: "ethereum", address: "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359" },
    { asset: "USDC", network: "ethereum", address: "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB" },
    { asset: "USDT", network: "tron", address: "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t" },
  ];
  const change = { actor: makeStaff(), section: "crypto" as const, values: { addresses } };
  unwrap(await updateSettings(shop.deps, change));

  const paid = [await shop.quote("BTC"), await shop.quote("ETH"), await shop.quote("USDC")];

  expect(paid.map(({ address }) => address)).toEqual(addresses.slice(0, 3).map((a) => a.address));
  expect(paid.map(({ origin, nextLookAt }) => [origin, nextLookAt]))
    .toEqual(Array(3).fill([null, null]));
  expect(await refusal(shop, "USDT")).toBe("not_offered");
  expect(await countKeys(shop.deps.kv, ["chain_addresses"])).toBe(0);
  await mustPlace(shop.deps, shop.debt.customer, { hostname: "b.example.com" });
});
