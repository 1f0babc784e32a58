/** How each asset can be paid, by what the settings have for its chain: an address of its own, a fixed one, or not at all. */
import {
  type Asset,
  type DerivedNetwork,
  getSettings,
  payableAddresses,
  type SettingsOf,
} from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { ASSET_FACTS } from "./asset.ts";
import type { EthereumNode } from "./ethereum.ts";

/** Where an asset is received. */
export type Way =
  /** At an address of the invoice's own. */
  | { kind: "derived"; accountKey: string }
  /** At an address that all share. */
  | { kind: "fixed"; address: string };

/** What the settings say of receiving crypto. */
export interface Receiving {
  chains: SettingsOf<"chains">;
  steps: SettingsOf<"confirmations">["steps"];
  /** Assets on offer, with where they are received. */
  ways: ReadonlyMap<Asset, Way>;
}

/** Reads what the settings say of receiving crypto. */
export async function readReceiving(deps: Deps): Promise<Receiving> {
  const [chains, { steps }, { addresses }] = await Promise.all([
    getSettings(deps, "chains"),
    getSettings(deps, "confirmations"),
    getSettings(deps, "crypto"),
  ]);
  const keys: Record<DerivedNetwork, string> = {
    bitcoin: chains.bitcoinAccountKey,
    ethereum: chains.ethereumAccountKey,
  };
  const fixed = payableAddresses(deps.config, addresses);
  const ways = new Map<Asset, Way>();
  for (const asset of chains.assets) {
    const { network } = ASSET_FACTS[asset];
    const entry = fixed.find((each) => each.asset === asset && each.network === network);
    if (keys[network] !== "") ways.set(asset, { kind: "derived", accountKey: keys[network] });
    else if (entry) ways.set(asset, { kind: "fixed", address: entry.address });
  }
  return { chains, steps, ways };
}

/** Whether a node watches a chain. */
export function isWatched(chains: SettingsOf<"chains">, network: DerivedNetwork): boolean {
  return (network === "bitcoin" ? chains.esploraUrl : chains.ethereumRpcUrl) !== "";
}

/** The Ethereum node of the settings. */
export function ethereumNode(chains: SettingsOf<"chains">): EthereumNode {
  const { ethereumRpcUrl: url, chainId, usdtContract: USDT, usdcContract: USDC } = chains;
  return { url, chainId, contracts: { USDT, USDC } };
}
