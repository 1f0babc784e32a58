/** The first addresses of the account keys in the settings, for staff to compare with their wallet before anybody pays. */
import { DERIVED_NETWORKS, getSettings } from "@/domain/settings/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { NETWORK_LABELS } from "./asset.ts";
import { accountFingerprint, deriveAddress } from "./derive.ts";
import { readNextIndex } from "./repo.ts";
import type { AddressPreview } from "./view.ts";

const SHOWN = 3;

/** A preview for each chain with an account key; none without `settings.view`. */
export async function previewAddresses(
  deps: Deps,
  { viewer }: { viewer: StaffActor },
): Promise<AddressPreview[]> {
  if (!viewer.permissions.has("settings.view")) return [];
  const chains = await getSettings(deps, "chains");
  const keys = { bitcoin: chains.bitcoinAccountKey, ethereum: chains.ethereumAccountKey };
  const known = DERIVED_NETWORKS.filter((network) => keys[network] !== "");
  return await Promise.all(known.map(async (network) => {
    const accountKey = keys[network];
    const account = accountFingerprint(network, accountKey);
    return {
      networkLabel: NETWORK_LABELS[network],
      account,
      addresses: Array.from(
        { length: SHOWN },
        (_, index) => deriveAddress({ network, accountKey, index }),
      ),
      givenCount: await readNextIndex(deps.kv, network, account),
    };
  }));
}
