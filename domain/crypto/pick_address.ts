/**
 * The next address of an account key that the chain has never seen: others, such as the operator's own wallet, may give
 * addresses of the same account away. What a node can't be asked about is taken as it is.
 */
import type { DerivedNetwork, SettingsOf } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { ok, type Result } from "@/domain/shared/result.ts";
import type { ChainFailed } from "./arrival.ts";
import { accountFingerprint, deriveAddress } from "./derive.ts";
import { isBitcoinAddressUsed, readBitcoinTip } from "./esplora.ts";
import { readBalance, readEthereumTip, readNonce } from "./ethereum.ts";
import { readNextIndex } from "./repo.ts";
import { ethereumNode, isWatched } from "./ways.ts";

/** Addresses that are passed over at once; the next request goes on from there. */
const MAX_SKIPPED = 10;

/** An address to be given. */
export interface PickedAddress {
  address: string;
  account: string;
  index: number;
  /** The index that was next when this one was picked. */
  expected: number;
  /** Height of the chain now; `null` if nobody knows. */
  sinceHeight: number | null;
}

/** Picks an address; nothing is written. */
export async function pickAddress(
  deps: Deps,
  { network, accountKey, chains }: {
    network: DerivedNetwork;
    accountKey: string;
    chains: SettingsOf<"chains">;
  },
): Promise<PickedAddress> {
  const account = accountFingerprint(network, accountKey);
  const expected = await readNextIndex(deps.kv, network, account);
  const tip = isWatched(chains, network) ? await readTip(deps, network, chains) : null;
  const sinceHeight = tip?.ok ? tip.value : null;
  for (let index = expected;; index++) {
    const address = deriveAddress({ network, accountKey, index });
    const picked = { address, account, index, expected, sinceHeight };
    if (sinceHeight === null || index - expected >= MAX_SKIPPED) return picked;
    const used = await isUsed(deps, { network, chains, address, height: sinceHeight });
    if (!used.ok || !used.value) return picked;
    deps.log.warn("crypto.address_used", { network, account, index });
  }
}

/** Height of a chain. */
export function readTip(
  deps: Deps,
  network: DerivedNetwork,
  chains: SettingsOf<"chains">,
): Promise<Result<number, ChainFailed>> {
  return network === "bitcoin"
    ? readBitcoinTip(deps, chains.esploraUrl)
    : readEthereumTip(deps, ethereumNode(chains));
}

async function isUsed(
  deps: Deps,
  { network, chains, address, height }: {
    network: DerivedNetwork;
    chains: SettingsOf<"chains">;
    address: string;
    height: number;
  },
): Promise<Result<boolean, ChainFailed>> {
  if (network === "bitcoin") {
    return await isBitcoinAddressUsed(deps, { baseUrl: chains.esploraUrl, address });
  }
  const node = ethereumNode(chains);
  const [nonce, balance] = await Promise.all([
    readNonce(deps, node, address),
    readBalance(deps, node, { address, height }),
  ]);
  if (!nonce.ok) return nonce;
  return balance.ok ? ok(nonce.value > 0n || balance.value > 0n) : balance;
}
