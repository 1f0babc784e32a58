/**
 * What a block brought to our addresses. Ether is found in the block's own list of transactions, tokens in its logs, both
 * asked for by the block's hash, so that an answer is about that block or none. Ether that a contract sends on is in no
 * such list: `readBalance()` shows it.
 */
import { z } from "zod";
import { checksumAddress } from "@/domain/settings/mod.ts";
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { ok, type Result } from "@/domain/shared/result.ts";
import { type Arrival, type ChainFailed, chainFailed } from "./arrival.ts";
import type { EthereumNode } from "./ethereum.ts";
import { callNode, hash32, hexOf, quantity, smallQuantity } from "./json_rpc.ts";

/** keccak256("Transfer(address,address,uint256)"): the event of EIP-20. */
const TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
/** Addresses that are asked for in one call: what public nodes take. */
const MAX_ADDRESSES_PER_CALL = 100;

const address20 = z.string().regex(/^0x[0-9a-f]{40}$/i);

const blockSchema = z.object({
  number: smallQuantity,
  hash: hash32,
  parentHash: hash32,
  timestamp: smallQuantity,
  transactions: z.array(z.object({
    hash: hash32,
    to: address20.nullish(),
    value: quantity,
  })),
});

const logSchema = z.object({
  address: address20,
  topics: z.tuple([z.string(), z.string(), hash32]),
  data: z.string().regex(/^0x[0-9a-f]{64}$/i),
  transactionHash: hash32,
  logIndex: smallQuantity,
  removed: z.boolean().optional(),
});

const receiptSchema = z.object({
  status: smallQuantity,
  blockHash: hash32,
  logs: z.array(z.object({ logIndex: smallQuantity })),
});

type Block = z.infer<typeof blockSchema>;
type ReadDeps = Pick<Deps, "config">;

/** A block with what it brought. */
export interface ScannedBlock {
  height: number;
  hash: string;
  parentHash: string;
  arrivals: Arrival[];
}

/** The block at a height with what it brought to `addresses`; `null` if there is none (any more). */
export async function scanBlock(
  deps: ReadDeps,
  node: EthereumNode,
  { height, addresses }: { height: number; addresses: readonly string[] },
): Promise<Result<ScannedBlock | null, ChainFailed>> {
  const read = await callNode(deps, {
    url: node.url,
    method: "eth_getBlockByNumber",
    params: [hexOf(height), true],
    schema: blockSchema.nullable(),
  });
  if (!read.ok) return read;
  const block = read.value;
  if (block === null) return ok(null);
  if (block.number !== height) return chainFailed("ethereum", "a block of another height");
  const [ether, tokens] = await Promise.all([
    etherIn(deps, node, { block, addresses }),
    tokensIn(deps, node, { block, addresses }),
  ]);
  if (!ether.ok) return ether;
  if (!tokens.ok) return tokens;
  const { hash, parentHash } = block;
  return ok({ height, hash, parentHash, arrivals: [...ether.value, ...tokens.value] });
}

/** Ether that the block's transactions send to an address of ours, unless they failed. */
async function etherIn(
  deps: ReadDeps,
  node: EthereumNode,
  { block, addresses }: { block: Block; addresses: readonly string[] },
): Promise<Result<Arrival[], ChainFailed>> {
  const ours = new Set(addresses.map((address) => address.toLowerCase()));
  const arrivals: Arrival[] = [];
  for (const { hash, to, value } of block.transactions) {
    if (!to || value === 0n || !ours.has(to.toLowerCase())) continue;
    const receipt = await readReceipt(deps, node, { block, txid: hash });
    if (!receipt.ok) return receipt;
    if (receipt.value.status !== 1) continue;
    arrivals.push(arrival(block, { key: hash, txid: hash, asset: "ETH", units: value, to }));
  }
  return ok(arrivals);
}

/**
 * Tokens that the block's logs move to an address of ours. A log is named by its place in its transaction: its place in
 * the block would be another one after a reorganisation.
 */
async function tokensIn(
  deps: ReadDeps,
  node: EthereumNode,
  { block, addresses }: { block: Block; addresses: readonly string[] },
): Promise<Result<Arrival[], ChainFailed>> {
  const { USDT, USDC } = node.contracts;
  const arrivals: Arrival[] = [];
  for (let at = 0; at < addresses.length; at += MAX_ADDRESSES_PER_CALL) {
    const topics = addresses.slice(at, at + MAX_ADDRESSES_PER_CALL).map(toTopic);
    const logs = await callNode(deps, {
      url: node.url,
      method: "eth_getLogs",
      params: [{ blockHash: block.hash, address: [USDT, USDC], topics: [TRANSFER, null, topics] }],
      schema: z.array(logSchema),
    });
    if (!logs.ok) return logs;
    for (const { address, data, topics, transactionHash: txid, logIndex, removed } of logs.value) {
      const units = BigInt(data);
      if (removed || units === 0n) continue;
      const receipt = await readReceipt(deps, node, { block, txid });
      if (!receipt.ok) return receipt;
      const place = receipt.value.logs.findIndex((log) => log.logIndex === logIndex);
      if (place < 0) return chainFailed("ethereum", "a log that its transaction doesn't have");
      const asset = address.toLowerCase() === USDT.toLowerCase() ? "USDT" : "USDC";
      const to = `0x${topics[2].slice(-40)}`;
      arrivals.push(arrival(block, { key: `${txid}:${place}`, txid, asset, units, to }));
    }
  }
  return ok(arrivals);
}

/** What became of a transaction of this block. */
async function readReceipt(
  deps: ReadDeps,
  { url }: EthereumNode,
  { block, txid }: { block: Block; txid: string },
): Promise<Result<z.infer<typeof receiptSchema>, ChainFailed>> {
  const receipt = await callNode(deps, {
    url,
    method: "eth_getTransactionReceipt",
    params: [txid],
    schema: receiptSchema.nullable(),
  });
  if (!receipt.ok) return receipt;
  return receipt.value?.blockHash === block.hash
    ? ok(receipt.value)
    : chainFailed("ethereum", "the chain was reorganised meanwhile");
}

function arrival(
  { number: height, hash, timestamp }: Block,
  { key, txid, asset, units, to }: {
    key: string;
    txid: string;
    asset: Arrival["asset"];
    units: bigint;
    to: string;
  },
): Arrival {
  const at = toIso(Temporal.Instant.fromEpochMilliseconds(timestamp * 1000));
  return {
    key,
    txid,
    asset,
    units: String(units),
    address: checksumAddress(to.slice(2)),
    block: { height, hash, at },
    isReplaceable: false,
  };
}

function toTopic(address: string): string {
  return `0x${address.slice(2).toLowerCase().padStart(64, "0")}`;
}
