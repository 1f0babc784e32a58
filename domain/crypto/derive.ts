/**
 * Receiving addresses from an account's public key: BIP 84 for Bitcoin, BIP 44 for Ethereum. No private key is in
 * reach: what isn't hardened is derived from public keys alone (BIP 32: public parent to public child).
 */
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bech32 } from "@scure/base";
import { checksumAddress, type DerivedNetwork, parseAccountKey } from "@/domain/settings/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";

/** Indexes below this one aren't hardened. */
const MAX_INDEX = 2 ** 31 - 1;

/** BIP 44: addresses that are shown to others, as against those for change. */
const RECEIVING = 0;

/** Where an address comes from. */
export interface AddressInput {
  network: DerivedNetwork;
  /** A key that `parseAccountKey()` takes. */
  accountKey: string;
  /** 0 for the account's first receiving address. */
  index: number;
}

/**
 * The receiving address `<account>/0/<index>`: version 0 witness program in bech32 (BIP 84, BIP 173), or 20 bytes with
 * the checksum of EIP-55.
 *
 * @throws Error if the key isn't an account key, RangeError if the index isn't one.
 */
export function deriveAddress({ network, accountKey, index }: AddressInput): string {
  if (!Number.isInteger(index) || index < 0 || index > MAX_INDEX) {
    throw new RangeError(`not an address index: ${index}`);
  }
  const account = unwrap(parseAccountKey(network, accountKey));
  const child = account.deriveChild(RECEIVING).deriveChild(index);
  switch (network) {
    case "bitcoin":
      return bech32.encode("bc", [0, ...bech32.toWords(child.pubKeyHash!)]);
    case "ethereum":
      return ethereumAddress(child.publicKey!);
  }
}

/**
 * Names an account key without showing it: the first 16 hex digits of the hash of key and chain code, the same for
 * `xpub` and `zpub` of one account.
 */
export function accountFingerprint(network: DerivedNetwork, accountKey: string): string {
  const { publicKey, chainCode } = unwrap(parseAccountKey(network, accountKey));
  return sha256(new Uint8Array([...publicKey!, ...chainCode!])).toHex().slice(0, 16);
}

/** The last 20 bytes of the hash of the public key's coordinates. */
function ethereumAddress(publicKey: Uint8Array): string {
  const point = secp256k1.Point.fromBytes(publicKey).toBytes(false);
  return checksumAddress(keccak_256(point.slice(1)).slice(-20).toHex());
}
