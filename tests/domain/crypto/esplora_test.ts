/** Bitcoin as an Esplora server tells it. */
import { expect } from "expect";
import type { Arrival } from "@/domain/crypto/arrival.ts";
import {
  isBitcoinAddressUsed,
  readBitcoinArrivals,
  readBitcoinTip,
} from "@/domain/crypto/esplora.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { FakeClock } from "@/tests/helpers/clock.ts";
import { serveEsplora } from "@/tests/helpers/esplora_peer.ts";
import { servePeer } from "@/tests/helpers/http_peer.ts";

const OURS = "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu";
const THEIRS = "bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g";

function openChain() {
  const clock = new FakeClock();
  const peer = serveEsplora(clock);
  const deps = { config: { privateHosts: [peer.host] } } as never;
  const read = async (address = OURS) =>
    unwrap(await readBitcoinArrivals(deps, { baseUrl: peer.url, address })).arrivals;
  const dispose = () => peer[Symbol.asyncDispose]();
  return { clock, peer, deps, read, [Symbol.asyncDispose]: dispose };
}

const brief = ({ units, block }: Arrival) => [units, block?.height ?? null];

Deno.test("an arrival is each output that pays to the address, in the mempool and in a block", async () => {
  await using chain = openChain();
  const { peer, deps } = chain;
  const txid = peer.pay([
    { address: THEIRS, value: 5 },
    { address: OURS, value: 1000 },
    { address: OURS, value: 2000 },
  ]);

  const waiting = await chain.read();
  peer.mine(3);
  const mined = await chain.read();

  expect(waiting).toEqual([
    {
      key: `${txid}:1`,
      txid,
      asset: "BTC",
      units: "1000",
      address: OURS,
      block: null,
      isReplaceable: true,
    },
    expect.objectContaining({ key: `${txid}:2`, units: "2000" }),
  ]);
  const tip = unwrap(await readBitcoinTip(deps, peer.url));
  expect(tip).toBe(peer.tip());
  expect(mined.map(brief)).toEqual([["1000", tip - 2], ["2000", tip - 2]]);
  expect(mined[0]!.block!.at).toBe("2026-03-01T12:00:00.000Z");
  expect((await chain.read(THEIRS)).map(brief)).toEqual([["5", tip - 2]]);
});

Deno.test("a transaction is flagged as replaceable when an input says so", async () => {
  await using chain = openChain();
  const { peer } = chain;
  peer.pay([{ address: OURS, value: 1 }], { isReplaceable: false });
  expect((await chain.read()).map((arrival) => arrival.isReplaceable)).toEqual([false]);
  peer.pay([{ address: OURS, value: 2 }]);
  expect((await chain.read()).map((arrival) => arrival.isReplaceable)).toEqual([true, false]);
});

Deno.test("a replaced transaction is gone, one of a fork waits again, or is gone too", async () => {
  await using chain = openChain();
  const { peer } = chain;
  const first = peer.pay([{ address: OURS, value: 1000 }]);
  peer.replace(first, [{ address: OURS, value: 900 }]);
  expect((await chain.read()).map(brief)).toEqual([["900", null]]);

  peer.mine(2);
  const height = peer.tip() - 1;
  const [before] = await chain.read();
  peer.fork(2);
  const [back] = await chain.read();
  peer.mine(2);
  const [again] = await chain.read();

  expect([brief(before!), brief(back!), brief(again!)])
    .toEqual([["900", height], ["900", null], ["900", height]]);
  expect(again!.block!.hash).not.toBe(before!.block!.hash);
  peer.fork(2);
  peer.drop(again!.txid);
  peer.mine(3);
  expect(await chain.read()).toEqual([]);
});

Deno.test("an address with more payments than fit on a page is read page by page", async () => {
  await using chain = openChain();
  const { peer } = chain;
  for (let value = 1; value <= 60; value++) {
    peer.pay([{ address: OURS, value }]);
    peer.mine();
  }
  peer.pay([{ address: OURS, value: 61 }]);

  const units = (await chain.read()).map((arrival) => Number(arrival.units));

  expect(units.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 61 }, (_, at) => at + 1));
  expect(peer.requests.length).toBe(3);
});

Deno.test("of an address with more payments than anybody makes, only the newest are read, and it says so", async () => {
  await using chain = openChain();
  const { peer, deps } = chain;
  for (let n = 0; n < 30; n++) {
    for (let value = 1; value <= 8; value++) peer.pay([{ address: OURS, value: n * 8 + value }]);
    peer.mine();
  }

  const read = unwrap(await readBitcoinArrivals(deps, { baseUrl: peer.url, address: OURS }));

  expect(read.isComplete).toBe(false);
  expect(read.arrivals.length).toBe(200);
  expect(Math.max(...read.arrivals.map(({ units }) => Number(units)))).toBe(240);
});

Deno.test("isBitcoinAddressUsed() knows whether the chain has ever had anything of an address", async () => {
  await using chain = openChain();
  const { peer, deps } = chain;
  const isUsed = async () =>
    unwrap(await isBitcoinAddressUsed(deps, { baseUrl: peer.url, address: OURS }));

  expect(await isUsed()).toBe(false);
  peer.pay([{ address: OURS, value: 1 }]);
  expect(await isUsed()).toBe(true);
});

Deno.test("a server that answers nonsense, or not at all, isn't believed", async () => {
  await using chain = openChain();
  chain.peer.isDown = true;
  expect(await readBitcoinTip(chain.deps, chain.peer.url)).toEqual({
    ok: false,
    error: { code: "chain_failed", network: "bitcoin", reason: "status 503" },
  });

  const output = { scriptpubkey_address: OURS, value: 1.5 };
  const answers = [
    "<html>",
    "[{}]",
    "{}",
    JSON.stringify([{ txid: "ab".repeat(32), vin: [], vout: [output], status: {} }]),
  ];
  for (const answer of answers) {
    await using peer = servePeer(() => new Response(answer));
    const deps = { config: { privateHosts: [peer.host] } } as never;
    const read = await readBitcoinArrivals(deps, { baseUrl: peer.url, address: OURS });
    const tip = await readBitcoinTip(deps, peer.url);
    expect([read.ok, tip.ok]).toEqual([false, false]);
  }
});
