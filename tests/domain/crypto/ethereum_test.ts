/** Ethereum as a real node tells it. */
import { expect } from "expect";
import {
  type EthereumNode,
  readBalance,
  readBlockHash,
  readEthereumTip,
  readNonce,
} from "@/domain/crypto/ethereum.ts";
import type { Arrival } from "@/domain/crypto/arrival.ts";
import { scanBlock } from "@/domain/crypto/scan_block.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { startAnvil } from "@/tests/helpers/anvil.ts";
import { servePeer } from "@/tests/helpers/http_peer.ts";

/** Addresses of the well-known words "abandon … about". */
const OURS = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94";
const ALSO_OURS = "0x6Fac4D18c912343BF86fa7049364Dd4E424Ab9C0";
const THEIRS = "0xb6716976A3ebe8D39aCEB04372f22Ff8e6802D7A";
const AT = Temporal.Instant.from("2026-03-01T12:00:00Z");

async function openNode() {
  const anvil = await startAnvil(AT);
  const contracts = { USDT: await anvil.deployToken(), USDC: await anvil.deployToken() };
  const node: EthereumNode = { url: anvil.url, chainId: anvil.chainId, contracts };
  const deps = { config: { privateHosts: [anvil.host] } } as never;
  const tip = async () => unwrap(await readEthereumTip(deps, node));
  const scan = async (height: number, addresses = [OURS, ALSO_OURS]) =>
    unwrap(await scanBlock(deps, node, { height, addresses }));
  const dispose = () => anvil[Symbol.asyncDispose]();
  return { anvil, node, deps, tip, scan, contracts, [Symbol.asyncDispose]: dispose };
}

const brief = ({ asset, units, address }: Arrival) => `${units} ${asset} ${address}`;

Deno.test("scanBlock() finds ether and tokens sent to our addresses, and nothing else", async () => {
  await using chain = await openNode();
  const { anvil, contracts } = chain;
  const ether = await anvil.send(OURS, 5n * 10n ** 17n);
  await anvil.send(THEIRS, 10n ** 18n);
  await anvil.send(ALSO_OURS, 0n);
  const usdc = await anvil.sendToken(contracts.USDC, ALSO_OURS, 12_345_678n);
  await anvil.sendToken(contracts.USDT, THEIRS, 1n);
  await anvil.sendToken(contracts.USDT, OURS, 7n);
  const other = await anvil.deployToken();
  await anvil.sendToken(other, OURS, 9n);
  const height = await chain.tip();
  await anvil.mine();

  const block = (await chain.scan(height))!;

  expect(block.arrivals.map(brief)).toEqual([
    `500000000000000000 ETH ${OURS}`,
    `12345678 USDC ${ALSO_OURS}`,
    `7 USDT ${OURS}`,
  ]);
  expect(block.arrivals[0]).toMatchObject({ key: ether, txid: ether, isReplaceable: false });
  expect(block.arrivals[1]).toMatchObject({ key: `${usdc}:0`, txid: usdc });
  expect(block.arrivals[0]!.block).toEqual({
    height,
    hash: block.hash,
    at: expect.stringMatching(/^2026-03-01T12:0\d:\d\d\.000Z$/),
  });
  expect((await chain.scan(height, [THEIRS]))!.arrivals.map(brief))
    .toEqual([`1000000000000000000 ETH ${THEIRS}`, `1 USDT ${THEIRS}`]);
  expect((await chain.scan(height, []))!.arrivals).toEqual([]);
  expect((await chain.scan(height + 1))!.arrivals).toEqual([]);
  expect(await chain.scan(height + 2)).toBeNull();
});

Deno.test("scanBlock() counts no transaction that failed", async () => {
  await using chain = await openNode();
  const { anvil, contracts } = chain;
  await anvil.sendToken(contracts.USDC, OURS, 2n * 10n ** 18n);
  const [from] = await anvil.rpc<string[]>("eth_accounts");
  // The contract takes no ether with a call that it doesn't know.
  const fields = { from, to: contracts.USDC, value: "0x1", gas: "0x20000" };
  await anvil.rpc("eth_sendTransaction", [fields]);
  await anvil.mine();

  const height = await chain.tip();
  expect((await chain.scan(height, [OURS, contracts.USDC]))!.arrivals).toEqual([]);
});

Deno.test("a reorganisation shows as another hash at the same height, and as another parent", async () => {
  await using chain = await openNode();
  const { anvil, deps, node } = chain;
  const start = await anvil.snapshot();
  await anvil.send(OURS, 10n ** 18n);
  await anvil.mine(2);
  const height = await chain.tip();
  const before = [await chain.scan(height - 1), await chain.scan(height)];

  await anvil.revert(start);
  await anvil.send(THEIRS, 10n ** 18n);
  await anvil.mine(2);
  const after = [await chain.scan(height - 1), await chain.scan(height)];

  expect(before[0]!.arrivals.length).toBe(1);
  expect(before[1]!.parentHash).toBe(before[0]!.hash);
  expect(after[0]!.arrivals).toEqual([]);
  expect(after[0]!.hash).not.toBe(before[0]!.hash);
  expect(after[0]!.parentHash).toBe(before[0]!.parentHash);
  expect(after[1]!.parentHash).toBe(after[0]!.hash);
  expect(unwrap(await readBlockHash(deps, node, height))).toBe(after[1]!.hash);
  expect(unwrap(await readBlockHash(deps, node, height + 1))).toBeNull();
});

Deno.test("a token payment keeps its name when a reorganisation moves it in its block", async () => {
  await using chain = await openNode();
  const { anvil, contracts } = chain;
  const start = await anvil.snapshot();
  const [, second] = await anvil.rpc<string[]>("eth_accounts");
  const pay = () => anvil.sendToken(contracts.USDC, OURS, 100n);
  await pay();
  await anvil.mine();
  const height = await chain.tip();
  const alone = (await chain.scan(height))!.arrivals[0]!;

  await anvil.revert(start);
  await anvil.rpc("anvil_setBalance", [second, "0x8ac7230489e80000"]);
  const data = `0xa9059cbb${THEIRS.slice(2).padStart(64, "0")}${"0".repeat(64)}`;
  const first = { from: second, to: contracts.USDT, data, gas: "0x20000" };
  await anvil.rpc("eth_sendTransaction", [{ ...first, gasPrice: "0x174876e800" }]);
  await pay();
  await anvil.mine();
  const behind = (await chain.scan(height))!.arrivals[0]!;

  const [log] = await anvil.rpc<Array<{ logIndex: string }>>("eth_getLogs", [{
    blockHash: behind.block!.hash,
    address: contracts.USDC,
  }]);
  expect(log!.logIndex).toBe("0x1");
  expect(behind.key).toBe(alone.key);
});

Deno.test("ether that a contract sends on is in no transaction, but in the balance", async () => {
  await using chain = await openNode();
  const { anvil, deps, node } = chain;
  await anvil.sendInternally(OURS, 3n * 10n ** 17n);
  await anvil.mine();
  const height = await chain.tip();

  const scanned = (await chain.scan(height))!.arrivals;
  const balance = async (at: number) =>
    unwrap(await readBalance(deps, node, { address: OURS, height: at }));

  expect(scanned).toEqual([]);
  expect([await balance(height - 1), await balance(height)]).toEqual([0n, 3n * 10n ** 17n]);
  expect(unwrap(await readNonce(deps, node, OURS))).toBe(0n);
});

Deno.test("a node of another chain, one that answers nonsense and one that is down aren't believed", async () => {
  await using chain = await openNode();
  const { deps, node, anvil } = chain;
  const answers: [answer: () => Response, reason: string][] = [
    [() => new Response("<html>"), "eth_chainId: an answer of another shape"],
    [() => new Response("busy", { status: 429 }), "eth_chainId: status 429"],
    [() => Response.json({ jsonrpc: "2.0", id: 1, result: 5 }), "another shape"],
    [() => Response.json({ error: { code: -32005, message: "limit" } }), "eth_chainId: -32005"],
  ];

  const wrong = await readEthereumTip(deps, { ...node, chainId: 1 });
  expect(wrong).toMatchObject({ error: { reason: `the node is of chain ${anvil.chainId}` } });
  for (const [answer, reason] of answers) {
    await using peer = servePeer(answer);
    const asked = { config: { privateHosts: [peer.host] } } as never;
    const tip = await readEthereumTip(asked, { ...node, url: peer.url });
    expect(tip).toMatchObject({
      ok: false,
      error: { code: "chain_failed", network: "ethereum", reason: expect.stringContaining(reason) },
    });
  }
  await anvil[Symbol.asyncDispose]();
  expect(await readEthereumTip(deps, node)).toMatchObject({ error: { reason: "unreachable" } });
});
