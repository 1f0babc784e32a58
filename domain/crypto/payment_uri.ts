/**
 * Payment requests as URIs that wallets read from a QR code: BIP 21 for Bitcoin, EIP-681 for Ethereum and its tokens.
 * They hold nothing but where, how much and in what: no name of a customer and no number of an invoice goes on.
 */
import { type Asset, isAddress } from "@/domain/settings/mod.ts";
import { ASSET_FACTS, formatUnits } from "./asset.ts";

/** A request for a payment. */
export interface PaymentRequest {
  asset: Asset;
  /** Ours. */
  address: string;
  /** In the asset's smallest unit. */
  units: bigint;
  ethereum: EthereumPlace;
}

/** Which Ethereum chain is meant, and where its tokens live. */
export interface EthereumPlace {
  /** EIP-155; 1 is the main network. */
  chainId: number;
  /** Contracts by token, with their checksum. */
  contracts: Readonly<Record<"USDT" | "USDC", string>>;
}

/**
 * The URI of a payment request.
 *
 * @throws TypeError if an address in it isn't one: nobody may be sent there.
 */
export function paymentUri({ asset, address, units, ethereum }: PaymentRequest): string {
  mustBeAddress(ASSET_FACTS[asset].network, address);
  switch (asset) {
    case "BTC":
      return `bitcoin:${address}?amount=${formatUnits(units, asset)}`;
    case "ETH":
      return `ethereum:${address}@${ethereum.chainId}?value=${units}`;
    case "USDT":
    case "USDC": {
      const contract = ethereum.contracts[asset];
      mustBeAddress("ethereum", contract);
      const call = `${contract}@${ethereum.chainId}/transfer`;
      return `ethereum:${call}?address=${address}&uint256=${units}`;
    }
  }
}

function mustBeAddress(network: "bitcoin" | "ethereum", address: string): void {
  if (!isAddress(network, address)) throw new TypeError(`not an address on ${network}: ${address}`);
}
