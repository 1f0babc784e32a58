/**
 * Checks of receiving addresses. A wrong character is money lost, so each form's own checksum is verified: base58check,
 * bech32 and bech32m (BIP 173, BIP 350) for Bitcoin, EIP-55 for Ethereum, base58check for Tron.
 */
import { keccak_256 } from "@noble/hashes/sha3.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bech32, bech32m, createBase58check } from "@scure/base";

/** Chains whose addresses can be checked. */
export const NETWORKS = ["bitcoin", "ethereum", "tron"] as const;

/** A chain. */
export type Network = (typeof NETWORKS)[number];

/** Assets that customers can pay in. */
export const ASSETS = ["BTC", "ETH", "USDT", "USDC"] as const;

/** An asset. */
export type Asset = (typeof ASSETS)[number];

/** The chains on which an asset is taken. */
export const ASSET_NETWORKS: Readonly<Record<Asset, readonly Network[]>> = {
  BTC: ["bitcoin"],
  ETH: ["ethereum"],
  USDT: ["ethereum", "tron"],
  USDC: ["ethereum"],
};

const base58check = createBase58check(sha256);

/** Whether `address` can receive on the network's main chain. */
export function isAddress(network: Network, address: string): boolean {
  switch (network) {
    case "bitcoin":
      return isSegwit(address) || isBase58(address, [0x00, 0x05]);
    case "ethereum":
      return isEthereum(address);
    case "tron":
      return isBase58(address, [0x41]);
  }
}

/** Pay-to-pubkey-hash and pay-to-script-hash (and Tron's form of them): a version byte and a 20-byte hash. */
function isBase58(address: string, versions: readonly number[]): boolean {
  const bytes = attempt(() => base58check.decode(address));
  return bytes !== null && bytes.length === 21 && versions.includes(bytes[0]!);
}

/** Witness programs: version 0 in bech32 with 20 or 32 bytes, later ones in bech32m with 2 to 40. */
function isSegwit(address: string): boolean {
  if (!/^bc1/i.test(address)) return false;
  const decoded = attempt(() => bech32.decode(address as `${string}1${string}`, 90));
  if (decoded) {
    const program = programOf(bech32, decoded.words);
    return decoded.prefix === "bc" && decoded.words[0] === 0 &&
      (program?.length === 20 || program?.length === 32);
  }
  const modern = attempt(() => bech32m.decode(address as `${string}1${string}`, 90));
  if (!modern || modern.prefix !== "bc") return false;
  const version = modern.words[0] ?? 0;
  const program = programOf(bech32m, modern.words);
  if (!program || version < 1 || version > 16) return false;
  return version === 1 ? program.length === 32 : program.length >= 2 && program.length <= 40;
}

function programOf(coder: typeof bech32, words: number[]): Uint8Array | null {
  return attempt(() => coder.fromWords(words.slice(1)));
}

/** An address in one case has no checksum: it is refused, as a typing error in it couldn't be seen. */
function isEthereum(address: string): boolean {
  return /^0x[0-9a-fA-F]{40}$/.test(address) && address === checksumAddress(address.slice(2));
}

/**
 * An Ethereum address with its checksum (EIP-55): letters are capitals where the hash of the address has a digit of 8
 * or more. Takes its forty hex digits in any case.
 */
export function checksumAddress(digits: string): string {
  const lower = digits.toLowerCase();
  const hash = keccak_256(new TextEncoder().encode(lower)).toHex();
  const cased = Array.from(lower, (char, at) => {
    return Number.parseInt(hash[at]!, 16) >= 8 ? char.toUpperCase() : char;
  });
  return `0x${cased.join("")}`;
}

function attempt<T>(decode: () => T): T | null {
  try {
    return decode();
  } catch {
    return null;
  }
}
