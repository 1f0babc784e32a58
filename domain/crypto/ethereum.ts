/** Ethereum through a node's JSON-RPC: how far the chain is, and what it says of single addresses. */
import { z } from "zod";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Result } from "@/domain/shared/result.ts";
import { type ChainFailed, chainFailed } from "./arrival.ts";
import { callNode, hash32, hexOf, quantity, smallQuantity } from "./json_rpc.ts";
import type { EthereumPlace } from "./payment_uri.ts";

/** A node, and what it is for. */
export interface EthereumNode extends EthereumPlace {
  url: string;
}

type ReadDeps = Pick<Deps, "config">;

/** Height of the chain's last block; fails if the node is one of another chain. */
export async function readEthereumTip(
  deps: ReadDeps,
  { url, chainId }: EthereumNode,
): Promise<Result<number, ChainFailed>> {
  const chain = await callNode(deps, { url, method: "eth_chainId", schema: smallQuantity });
  if (!chain.ok) return chain;
  if (chain.value !== chainId) {
    return chainFailed("ethereum", `the node is of chain ${chain.value}`);
  }
  return await callNode(deps, { url, method: "eth_blockNumber", schema: smallQuantity });
}

/** Hash of the block at a height; `null` if there is none. */
export function readBlockHash(
  deps: ReadDeps,
  { url }: EthereumNode,
  height: number,
): Promise<Result<string | null, ChainFailed>> {
  return callNode(deps, {
    url,
    method: "eth_getBlockByNumber",
    params: [hexOf(height), false],
    schema: z.object({ hash: hash32 }).nullable().transform((block) => block && block.hash),
  });
}

/** Wei at an address after the block at a height. */
export function readBalance(
  deps: ReadDeps,
  { url }: EthereumNode,
  { address, height }: { address: string; height: number },
): Promise<Result<bigint, ChainFailed>> {
  const params = [address, hexOf(height)];
  return callNode(deps, { url, method: "eth_getBalance", params, schema: quantity });
}

/** How many transactions an address has sent. */
export function readNonce(
  deps: ReadDeps,
  { url }: EthereumNode,
  address: string,
): Promise<Result<bigint, ChainFailed>> {
  const params = [address, "latest"];
  return callNode(deps, { url, method: "eth_getTransactionCount", params, schema: quantity });
}
