/**
 * Checks of account keys: the public halves (BIP 32) from which receiving addresses are derived. Whatever could spend
 * money is refused before anything else is looked at, and is never stored: this system can only watch.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { createBase58check } from "@scure/base";
import { HARDENED_OFFSET, HDKey } from "@scure/bip32";
import { fail, ok, type Result } from "../shared/result.ts";

/** Chains on which addresses are derived. */
export const DERIVED_NETWORKS = ["bitcoin", "ethereum"] as const;

/** A chain on which addresses are derived. */
export type DerivedNetwork = (typeof DERIVED_NETWORKS)[number];

/** Why a text isn't an account key: a sentence for who typed it. */
export interface BadAccountKey {
  readonly code: "private_key" | "not_an_account_key";
  readonly message: string;
}

/** Version bytes of SLIP-132 whose keys are taken, by chain. An `xpub` is taken as a BIP 84 account for Bitcoin. */
const VERSIONS: Readonly<Record<DerivedNetwork, readonly number[]>> = {
  bitcoin: [0x04b24746, 0x0488b21e],
  ethereum: [0x0488b21e],
};

const FORMS: Readonly<Record<DerivedNetwork, string>> = {
  bitcoin: "zpub or xpub",
  ethereum: "xpub",
};

/** Depth of an account in BIP 44's tree: purpose, coin, account. */
const ACCOUNT_DEPTH = 3;
const PRIVATE_VERSIONS = { private: 0, public: 0 };
const IS_PRIVATE =
  "This is a private key or a seed: whoever sees it can take the money. It wasn't saved. " +
  "Enter the public account key (xpub or zpub), and move your funds if others could have seen this one.";

const base58check = createBase58check(sha256);

/**
 * The account key in a text. Takes `zpub` and `xpub` for Bitcoin (SLIP-132), `xpub` for Ethereum, at the level of an
 * account (`m/84'/0'/n'`, `m/44'/60'/n'`).
 */
export function parseAccountKey(
  network: DerivedNetwork,
  text: string,
): Result<HDKey, BadAccountKey> {
  const key = text.trim();
  if (isPrivate(key)) return fail({ code: "private_key", message: IS_PRIVATE });
  const bytes = decode(key);
  if (!bytes) return bad("This isn't an extended public key: compare each character.");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(0);
  if (!VERSIONS[network].includes(version)) {
    return bad(`Enter a key that begins with ${FORMS[network]}, of the main network.`);
  }
  if (view.getUint8(4) !== ACCOUNT_DEPTH || view.getUint32(9) < HARDENED_OFFSET) {
    return bad("This key isn't that of an account: export the account's own key from your wallet.");
  }
  try {
    return ok(HDKey.fromExtendedKey(key, { ...PRIVATE_VERSIONS, public: version }));
  } catch {
    return bad("This key names no point on the curve: compare each character.");
  }
}

/**
 * Whether a text could be something that spends money: an extended private key of any network, a raw or WIF private
 * key, or words of a seed; also with typing errors in it.
 */
export function isPrivate(text: string): boolean {
  const key = text.trim();
  return /^[a-z]prv/i.test(key) || /^(0x)?[0-9a-f]{64}$/i.test(key) ||
    /^[5KL9c][1-9A-HJ-NP-Za-km-z]{50,51}$/.test(key) || /^6P[1-9A-HJ-NP-Za-km-z]{56}$/.test(key) ||
    /^[a-z]{3,8}([\s,]+[a-z]{3,8}){11,23}$/i.test(key);
}

/** The 78 bytes of an extended key (BIP 32: serialization format). */
function decode(key: string): Uint8Array | null {
  try {
    const bytes = base58check.decode(key);
    return bytes.length === 78 ? bytes : null;
  } catch {
    return null;
  }
}

function bad(message: string): Result<never, BadAccountKey> {
  return fail({ code: "not_an_account_key", message });
}
