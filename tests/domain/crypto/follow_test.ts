/** What happens between looks, and in the middle of one. */
import { expect } from "expect";
import { applyLook } from "@/domain/crypto/apply_look.ts";
import { followChain } from "@/domain/crypto/cursor.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { servePeer } from "@/tests/helpers/http_peer.ts";
import { arrivalOf, RULES } from "./fixtures.ts";
import { openCryptoShop } from "./shop.ts";

const hash = (name: string) => `0x${name.repeat(64).slice(0, 64)}`;
const ADDRESS = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94";

Deno.test("a block that isn't the child of the one before it is left until the next look", async () => {
  const blocks: Record<string, { hash: string; parentHash: string }> = {
    "0x1": { hash: hash("a"), parentHash: hash("0") },
    "0x2": { hash: hash("b"), parentHash: hash("c") },
  };
  await using peer = servePeer(async (request) => {
    const { method, params } = await request.json();
    const payment = { hash: hash("f"), to: ADDRESS.toLowerCase(), value: "0x1" };
    const receipt = { status: "0x1", blockHash: hash("b"), logs: [] };
    const result = method === "eth_getBlockByNumber"
      ? {
        number: params[0],
        timestamp: "0x69a42a58",
        transactions: [payment],
        ...blocks[params[0]],
      }
      : method === "eth_getLogs"
      ? []
      : receipt;
    return Response.json({ jsonrpc: "2.0", id: 1, result });
  });
  await using deps = await makeDeps({ config: { privateHosts: [peer.host] } });
  const contracts = { USDT: ADDRESS, USDC: ADDRESS };
  const node = { url: peer.url, chainId: 1, contracts };
  const known = [{ height: 1, hash: hash("a") }];
  const follow = async () =>
    unwrap(
      await followChain(deps, node, { blocks: known, tip: 2, start: 0, addresses: [ADDRESS] }),
    );

  expect(await follow()).toEqual({ blocks: known, arrivals: [] });
  blocks["0x2"]!.parentHash = hash("a");
  const child = await follow();
  expect(child.blocks).toHaveLength(2);
  expect(child.arrivals).toHaveLength(1);
});

Deno.test("a look that began before another one ended changes nothing: it saw an older chain", async () => {
  await using shop = await openCryptoShop();
  const { deps } = shop;
  const { id } = await shop.quote("BTC");
  const now = deps.clock.now();
  const seen = { tip: 100, isGone: () => true, rules: RULES };
  const arrivals = [arrivalOf({ height: 100 })];
  await applyLook(deps, id, { ...seen, now: now.add({ seconds: 2 }), arrivals });
  const before = await dumpKv(deps.kv);

  const answer = await applyLook(deps, id, { ...seen, now, tip: 99, arrivals: [] });

  expect(answer).toMatchObject({ phase: "confirming", tip: 100 });
  expect(await dumpKv(deps.kv)).toEqual(before);
});
