/** What keeps rates known, what staff see of them, and that a pause is told once. */
import { expect } from "expect";
import { listAudit } from "@/domain/audit/mod.ts";
import { getRate } from "@/domain/crypto/get_rate.ts";
import { listPaused, listRates, refreshRates } from "@/domain/crypto/mod.ts";
import { listMails } from "@/domain/mail/mod.ts";
import { EXAMPLE_ADDRESSES, getSettings, updateSettings } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { makeStaff } from "../order/fixtures.ts";
import { type CryptoShop, openCryptoShop, setChains } from "./shop.ts";

const BTC = { asset: "BTC", currency: "EUR" } as const;

async function mailsAbout({ deps }: CryptoShop): Promise<string[]> {
  const { items } = unwrap(await listMails(deps, { viewer: makeStaff() }));
  return items.map(({ template }) => template).filter((each) => /paused|resumed/.test(each));
}

function only(shop: CryptoShop): Promise<void> {
  return setChains(shop.deps, { assets: ["BTC"] });
}

async function ratesOf(deps: Deps) {
  return (await listRates(deps, { viewer: makeStaff() })).rates;
}

Deno.test("a pause is told once, however often and from however many processes it is seen, and so is its end", async () => {
  await using shop = await openCryptoShop();
  const { deps, prices } = shop;
  await only(shop);
  const other = await makeDeps({ kv: deps.kv, config: deps.config });
  const bothAsk = async () => {
    other.clock.set(deps.clock.now());
    await Promise.all([getRate(deps, BTC), getRate(other, BTC)]);
  };
  await bothAsk();
  prices.sayAll(null);
  deps.clock.advance({ minutes: 59 });
  await bothAsk();
  const whileLastGood = await mailsAbout(shop);
  for (let minute = 0; minute < 5; minute++) {
    deps.clock.advance({ minutes: 1 });
    await bothAsk();
  }
  const whilePaused = await mailsAbout(shop);
  const [paused] = await ratesOf(deps);
  prices.sayAll("51000");
  deps.clock.advance({ minutes: 1 });
  await bothAsk();
  deps.clock.advance({ minutes: 1 });
  await bothAsk();
  const afterwards = await mailsAbout(shop);
  prices.sayAll(null);
  deps.clock.advance({ hours: 2 });
  await bothAsk();

  expect(whileLastGood).toEqual([]);
  expect(whilePaused).toEqual(["crypto_paused"]);
  expect(paused!.pausedSince).toBe("2026-03-01T13:00:00.000Z");
  expect(afterwards).toEqual(["crypto_resumed", "crypto_paused"]);
  expect(await mailsAbout(shop)).toEqual(["crypto_paused", "crypto_resumed", "crypto_paused"]);
  const events = unwrap(await listAudit(deps, { viewer: makeStaff() }));
  expect(events.items.map(({ action }) => action).filter((each) => each.startsWith("crypto.")))
    .toEqual(["crypto.rate_paused", "crypto.rate_resumed", "crypto.rate_paused"]);
  other[Symbol.dispose]();
});

Deno.test("refreshRates() asks every five minutes about what is on offer, and every minute while there is no agreement", async () => {
  await using shop = await openCryptoShop();
  const { deps, prices } = shop;
  await setChains(deps, { assets: ["BTC", "USDC"] });
  const run = async (minutes: number) => {
    const before = prices.requests.length;
    for (let minute = 0; minute < minutes; minute++) {
      await refreshRates(deps);
      deps.clock.advance({ minutes: 1 });
    }
    return prices.requests.length - before;
  };

  expect(await run(5)).toBe(8);
  expect(await run(5)).toBe(8);
  prices.sayAll(null);
  expect(await run(5)).toBe(40);
  await setChains(deps, { assets: [] });
  expect(await run(5)).toBe(0);
});

Deno.test("refreshRates() asks nobody because of example addresses", async () => {
  await using shop = await openCryptoShop();
  const { deps, prices } = shop;
  await setChains(deps, { bitcoinAccountKey: "", ethereumAccountKey: "" });
  const values = { addresses: [...EXAMPLE_ADDRESSES] };
  unwrap(await updateSettings(deps, { actor: makeStaff(), section: "crypto", values }));

  await refreshRates(deps);

  expect([prices.requests.length, await ratesOf(deps)]).toEqual([0, []]);
});

Deno.test("listRates() shows each source with its age and distance, the spread, the quotes, and asks nobody", async () => {
  await using shop = await openCryptoShop();
  const { deps, prices } = shop;
  await only(shop);
  const unknown = (await ratesOf(deps))[0];
  const at = deps.clock.now().subtract({ minutes: 3 }).toString();
  prices.says.kraken = "50400";
  prices.says.bitstamp = { price: "50000", at };
  prices.says.coingecko = "60000";
  await shop.quote("BTC");
  deps.clock.advance({ seconds: 30 });
  const asked = prices.requests.length;

  const [rate] = await ratesOf(deps);

  expect(unknown).toMatchObject({ state: "unknown", price: null, quotes: [] });
  expect(prices.requests.length).toBe(asked);
  expect(rate).toMatchObject({
    state: "ok",
    price: "50000",
    median: "50000",
    spreadBasisPoints: 80,
    countedCount: 3,
    pausedSince: null,
    sources: [
      { source: "coinbase", price: "50000", ageSeconds: 30, status: "counted" },
      { source: "kraken", price: "50400", ageSeconds: 30, status: "counted" },
      { source: "bitstamp", price: "50000", ageSeconds: 210, status: "counted" },
      { source: "coingecko", price: "60000", status: "too_far" },
    ],
    quotes: [{ invoiceNumber: shop.debt.invoice.number, price: "50000", sourceCount: 3 }],
  });
  expect(await listRates(deps, { viewer: makeStaff("support") })).toMatchObject({ rates: [] });
});

Deno.test("listRates() tells the last good rate with its margin from a pause, and a silent source from one that is far off", async () => {
  await using shop = await openCryptoShop();
  const { deps, prices } = shop;
  await only(shop);
  await refreshRates(deps);
  prices.says.coinbase = prices.says.kraken = null;
  deps.clock.advance({ minutes: 6 });
  await refreshRates(deps);
  const [lastGood] = await ratesOf(deps);
  const noneYet = await listPaused(deps, { viewer: makeStaff() });
  deps.clock.advance({ minutes: 54 });
  await refreshRates(deps);
  const [paused] = await ratesOf(deps);

  expect(lastGood).toMatchObject({ state: "last_good", price: "49500", goodPrice: "50000" });
  expect(lastGood!.sources.map(({ status }) => status))
    .toEqual(["no_answer", "no_answer", "counted", "counted"]);
  expect(paused).toMatchObject({ state: "paused", price: null, pausedSince: expect.any(String) });
  expect([noneYet, await listPaused(deps, { viewer: makeStaff() })]).toEqual([[], [BTC]]);
  expect((await getSettings(deps, "rates")).lastGoodMinutes).toBe(60);
});
