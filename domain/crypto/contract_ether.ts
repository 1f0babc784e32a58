/**
 * Ether that a contract has sent on, as exchanges do: no transaction names the address that gets it, so it shows in the
 * balance alone. An address that has never sent anything holds all that it ever got: what isn't accounted for came so.
 */
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Arrival } from "./arrival.ts";
import type { ReadBlock } from "./cursor.ts";
import { type EthereumNode, readBalance, readNonce } from "./ethereum.ts";
import type { ChainPayment } from "./model.ts";

/**
 * What an address got through contracts and nobody has noted yet, as one arrival in the last block that was read; none
 * where ether isn't expected, or if the node can't tell.
 */
export async function contractEther(
  deps: Pick<Deps, "config">,
  node: EthereumNode,
  { payment, own, top, now }: {
    payment: ChainPayment;
    /** Arrivals that aren't noted yet. */
    own: readonly Arrival[];
    top: ReadBlock;
    now: Temporal.Instant;
  },
): Promise<Arrival[]> {
  if (!payment.quotes.some(({ asset }) => asset === "ETH")) return [];
  const { address, sightings } = payment;
  const balance = await readBalance(deps, node, { address, height: top.height });
  if (!balance.ok) return [];
  const noted = sightings.filter(({ asset, status, booking }) =>
    asset === "ETH" && (status === "live" || booking !== null)
  );
  const known = new Set(noted.map(({ key }) => key));
  const fresh = own.filter(({ asset, key }) => asset === "ETH" && !known.has(key));
  const total = [...noted, ...fresh].reduce((sum, { units }) => sum + BigInt(units), 0n);
  const units = balance.value - total;
  if (units <= 0n) return [];
  const nonce = await readNonce(deps, node, address);
  if (!nonce.ok || nonce.value > 0n) return [];
  const count = sightings.filter(({ key }) => key.startsWith(`${address}:`)).length;
  return [{
    key: `${address}:${count + 1}`,
    txid: `${address}:${count + 1}`,
    asset: "ETH",
    units: String(units),
    address,
    block: { height: top.height, hash: top.hash, at: toIso(now) },
    isReplaceable: false,
  }];
}
