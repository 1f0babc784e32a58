/** The coins behind what is booked, as the books keep them; and the names of the house's wallets. */
import type { Coins } from "@/domain/ledger/mod.ts";
import { type Asset, DERIVED_NETWORKS, getSettings } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { NETWORK_LABELS } from "./asset.ts";
import { accountFingerprint } from "./derive.ts";
import type { ChainPayment } from "./model.ts";

/** Coins at the address of a chain payment; without a price where staff say what they are worth. */
export function coinsOf(
  { origin, address }: ChainPayment,
  { asset, units, price }: { asset: Asset; units: string; price: string | null },
): Coins {
  return { asset, units, price, account: origin?.account ?? address };
}

/** The account keys of the settings: what their wallets are called in the books, and for people. */
export async function namedAccounts(deps: Deps): Promise<Map<string, string>> {
  const chains = await getSettings(deps, "chains");
  const keys = { bitcoin: chains.bitcoinAccountKey, ethereum: chains.ethereumAccountKey };
  return new Map(
    DERIVED_NETWORKS.filter((network) => keys[network] !== "").map((network) => [
      accountFingerprint(network, keys[network]),
      `${NETWORK_LABELS[network]} wallet of the settings`,
    ]),
  );
}
