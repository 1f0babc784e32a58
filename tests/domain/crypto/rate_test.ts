import { expect } from "expect";
import { getRate } from "@/domain/crypto/get_rate.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { FakeClock } from "@/tests/helpers/clock.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { servePrices, setPrices } from "@/tests/helpers/price_peer.ts";

const BTC = { asset: "BTC", currency: "EUR" } as const;

async function openMarket(price = "50000") {
  const peer = servePrices({ now: () => deps.clock.now() }, price);
  const deps = await makeDeps({ config: { privateHosts: [peer.host] } });
  await setPrices(deps, peer);
  return {
    deps,
    peer,
    async [Symbol.asyncDispose]() {
      await peer[Symbol.asyncDispose]();
      await deps[Symbol.asyncDispose]();
    },
  };
}

Deno.test("getRate() asks each service for the pair in its own form, and keeps what each said", async () => {
  await using market = await openMarket();
  const { deps, peer } = market;
  peer.says.kraken = "50010";
  peer.says.bitstamp = "49990.5";
  peer.says.coingecko = "50020.25";

  const rate = unwrap(await getRate(deps, BTC));

  expect(rate).toMatchObject({ kind: "fresh", price: "50005", at: "2026-03-01T12:00:00.000Z" });
  expect(rate.sources.map(({ source, price, leftOut }) => [source, price, leftOut])).toEqual([
    ["coinbase", "50000", null],
    ["kraken", "50010", null],
    ["bitstamp", "49990.5", null],
    ["coingecko", "50020.25", null],
  ]);
  expect(peer.requests.toSorted()).toEqual([
    "GET /bitstamp/api/v2/ticker/btceur/",
    "GET /coinbase/v2/prices/BTC-EUR/spot",
    "GET /coingecko/api/v3/simple/price?ids=bitcoin&vs_currencies=eur" +
    "&include_last_updated_at=true&precision=full",
    "GET /kraken/0/public/Ticker?pair=XBTEUR",
  ]);
});

Deno.test("getRate() asks once a minute, however many want to know", async () => {
  await using market = await openMarket();
  const { deps, peer } = market;

  await Promise.all(Array.from({ length: 20 }, () => getRate(deps, BTC)));
  deps.clock.advance({ seconds: 59 });
  peer.sayAll("60000");
  const cached = unwrap(await getRate(deps, BTC));
  const asked = peer.requests.length;
  deps.clock.advance({ seconds: 1 });
  const renewed = unwrap(await getRate(deps, BTC));

  expect([asked, cached.price, renewed.price]).toEqual([4, "50000", "60000"]);
});

Deno.test("getRate() takes no answer of another shape, pair or status", async () => {
  const wrong: Response[] = [
    new Response("not json"),
    Response.json({}),
    Response.json({ data: { amount: "1", base: "ETH", currency: "EUR" } }),
    Response.json({ data: { amount: "1", base: "BTC", currency: "USD" } }),
    Response.json({ data: { amount: 50000, base: "BTC", currency: "EUR" } }),
    Response.json({ data: { amount: "50000", base: "BTC", currency: "EUR" } }, { status: 500 }),
    new Response(null, { status: 302, headers: { location: "/coinbase" } }),
    new Response("x".repeat(100_000)),
  ];
  for (const answer of wrong) {
    await using market = await openMarket();
    const { deps, peer } = market;
    peer.says.coinbase = answer;
    const rate = unwrap(await getRate(deps, BTC));
    expect(rate.sources.map(({ source }) => source)).toEqual(["kraken", "bitstamp", "coingecko"]);
  }
});

Deno.test("without agreement the last good rate serves with a margin for a while, then the asset is paused", async () => {
  await using market = await openMarket();
  const { deps, peer } = market;
  const settings = await getSettings(deps, "rates");
  expect([settings.lastGoodMinutes, settings.lastGoodMarginBasisPoints]).toEqual([60, 100]);
  unwrap(await getRate(deps, BTC));
  peer.says.coinbase = null;
  peer.says.kraken = null;

  deps.clock.advance({ minutes: 2 });
  const margin = unwrap(await getRate(deps, BTC));
  deps.clock.advance({ minutes: 57, seconds: 59 });
  const last = await getRate(deps, BTC);
  deps.clock.advance({ seconds: 21 });
  const paused = await getRate(deps, BTC);
  peer.says.coinbase = "51000";
  peer.says.bitstamp = peer.says.coingecko = "51000";
  deps.clock.advance({ seconds: 20 });
  const back = unwrap(await getRate(deps, BTC));

  expect(margin).toMatchObject({
    kind: "last_good",
    price: "49500",
    at: "2026-03-01T12:00:00.000Z",
  });
  expect(last.ok).toBe(true);
  expect(paused).toEqual({ ok: false, error: { code: "rate_paused" } });
  expect(back).toMatchObject({ kind: "fresh", price: "51000" });
});

Deno.test("getRate() doesn't ask services that just failed again for 20 seconds", async () => {
  await using market = await openMarket();
  const { deps, peer } = market;
  peer.sayAll(null);

  const first = await getRate(deps, BTC);
  deps.clock.advance({ seconds: 19 });
  const second = await getRate(deps, BTC);

  expect([first.ok, second.ok, peer.requests.length]).toEqual([false, false, 4]);
  deps.clock.advance({ seconds: 1 });
  await getRate(deps, BTC);
  expect(peer.requests.length).toBe(8);
});

Deno.test("getRate() counts no price that its service has had for too long", async () => {
  await using market = await openMarket();
  const { deps, peer } = market;
  const old = { price: "50000", at: "2026-03-01T11:50:00Z" };
  peer.says.bitstamp = old;
  const three = unwrap(await getRate(deps, BTC));
  deps.clock.set(new FakeClock().now().add({ minutes: 2 }));
  peer.says.coingecko = old;
  const two = unwrap(await getRate(deps, BTC));

  expect(three.sources.map(({ leftOut }) => leftOut)).toEqual([null, null, "too_old", null]);
  expect([three.kind, two.kind]).toEqual(["fresh", "last_good"]);
});
