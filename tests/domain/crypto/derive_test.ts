import { expect } from "expect";
import { HDKey } from "@scure/bip32";
import { bech32, createBase58check } from "@scure/base";
import { sha256 } from "@noble/hashes/sha2.js";
import { pbkdf2Sync } from "node:crypto";
import { accountFingerprint, deriveAddress } from "@/domain/crypto/derive.ts";
import { type DerivedNetwork, isAddress, parseAccountKey } from "@/domain/settings/mod.ts";

/** BIP 84, test vectors: account 0 of the words "abandon … about". */
const BIP84_ZPUB = "zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqt" +
  "fSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs";
const BIP84_ZPRV = "zprvAdG4iTXWBoARxkkzNpNh8r6Qag3irQB8PzEMkAFeTRXxHpbF9z4QgEvBRmfvqWvG" +
  "p42t42nvgGpNgYSJA9iefm1yYNZKEm7z6qUWCroSQnE";

const ABANDON = `${"abandon ".repeat(11)}about`;
const JUNK = `${"test ".repeat(11)}junk`;

/** Version bytes, of SLIP-132. */
const VERSION = {
  xpub: 0x0488b21e,
  ypub: 0x049d7cb2,
  zpub: 0x04b24746,
  tpub: 0x043587cf,
  Zpub: 0x02aa7ed3,
};

/** The master key of a seed's words (BIP 39, no passphrase). */
function masterOf(words: string): HDKey {
  return HDKey.fromMasterSeed(pbkdf2Sync(words, "mnemonic", 2048, 64, "sha512"));
}

/** The same key under other version bytes. */
function withVersion(key: string, version: number): string {
  const base58check = createBase58check(sha256);
  const bytes = base58check.decode(key);
  new DataView(bytes.buffer).setUint32(0, version);
  return base58check.encode(bytes);
}

function refusal(network: DerivedNetwork, key: string): string | null {
  const parsed = parseAccountKey(network, key);
  return parsed.ok ? null : parsed.error.code;
}

Deno.test("public derivation gives the keys of BIP 32's test vectors", () => {
  /** Parent, index, child: vector 2's m and m/0, and m/0/2147483647' and its child 1. */
  const vectors: [parent: string, index: number, child: string][] = [
    [
      "xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB",
      0,
      "xpub69H7F5d8KSRgmmdJg2KhpAK8SR3DjMwAdkxj3ZuxV27CprR9LgpeyGmXUbC6wb7ERfvrnKZjXoUmmDznezpbZb7ap6r1D3tgFxHmwMkQTPH",
    ],
    [
      "xpub6ASAVgeehLbnwdqV6UKMHVzgqAG8Gr6riv3Fxxpj8ksbH9ebxaEyBLZ85ySDhKiLDBrQSARLq1uNRts8RuJiHjaDMBU4Zn9h8LZNnBC5y4a",
      1,
      "xpub6DF8uhdarytz3FWdA8TvFSvvAh8dP3283MY7p2V4SeE2wyWmG5mg5EwVvmdMVCQcoNJxGoWaU9DCWh89LojfZ537wTfunKau47EL2dhHKon",
    ],
  ];
  for (const [parent, index, child] of vectors) {
    expect(HDKey.fromExtendedKey(parent).deriveChild(index).publicExtendedKey).toBe(child);
  }
});

Deno.test("deriveAddress() gives the addresses of BIP 84's test vectors, from zpub and xpub alike", () => {
  for (const accountKey of [BIP84_ZPUB, withVersion(BIP84_ZPUB, VERSION.xpub)]) {
    const addresses = [0, 1].map((index) =>
      deriveAddress({ network: "bitcoin", accountKey, index })
    );
    expect(addresses).toEqual([
      "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu",
      "bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g",
    ]);
  }
});

Deno.test("deriveAddress() gives Ethereum's well-known addresses of BIP 44 accounts, with their checksum", () => {
  const known: [words: string, addresses: string[]][] = [
    [ABANDON, ["0x9858EfFD232B4033E47d90003D41EC34EcaEda94"]],
    [JUNK, [
      "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
      "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
      "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
    ]],
  ];
  for (const [words, addresses] of known) {
    const accountKey = masterOf(words).derive("m/44'/60'/0'").publicExtendedKey;
    addresses.forEach((address, index) => {
      expect(deriveAddress({ network: "ethereum", accountKey, index })).toBe(address);
      expect(isAddress("ethereum", address)).toBe(true);
    });
  }
});

Deno.test("deriveAddress() gives what the private keys of the account would give, at any index", () => {
  const account = masterOf(JUNK).derive("m/84'/0'/7'");
  for (const index of [0, 19, 1000, 2 ** 31 - 1]) {
    const address = deriveAddress({
      network: "bitcoin",
      accountKey: account.publicExtendedKey,
      index,
    });
    const child = account.derive(`m/0/${index}`);
    expect(child.privateKey).not.toBeNull();
    expect(address).toBe(bech32.encode("bc", [0, ...bech32.toWords(child.pubKeyHash!)]));
    expect(isAddress("bitcoin", address)).toBe(true);
    expect(deriveAddress({
      network: "bitcoin",
      accountKey: withVersion(account.publicExtendedKey, VERSION.zpub),
      index,
    })).toBe(address);
  }
  for (const index of [-1, 2 ** 31, 1.5, NaN]) {
    const input = { network: "bitcoin", accountKey: BIP84_ZPUB, index } as const;
    expect(() => deriveAddress(input)).toThrow(RangeError);
  }
});

Deno.test("parseAccountKey() refuses whatever could spend money, misspelt too, and never repeats it", () => {
  const account = masterOf(ABANDON).derive("m/84'/0'/0'");
  const secrets = [
    BIP84_ZPRV,
    account.privateExtendedKey,
    `  ${account.privateExtendedKey}\n`,
    account.privateExtendedKey.slice(0, 60),
    `yprv${account.privateExtendedKey.slice(4)}`,
    "tprv8ZgxMBicQKsPd",
    account.privateKey!.toHex(),
    `0x${account.privateKey!.toHex()}`,
    "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
    "KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617",
    "6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg",
    ABANDON,
    JUNK.replaceAll(" ", "  "),
  ];
  for (const network of ["bitcoin", "ethereum"] as const) {
    for (const secret of secrets) {
      const parsed = parseAccountKey(network, secret);
      expect([secret, refusal(network, secret)]).toEqual([secret, "private_key"]);
      expect(JSON.stringify(parsed)).not.toContain(secret.trim().slice(0, 20));
    }
  }
});

Deno.test("parseAccountKey() takes main network accounts alone: no other network, level or script", () => {
  const master = masterOf(ABANDON);
  const account = master.derive("m/44'/60'/0'").publicExtendedKey;
  const refused: [network: DerivedNetwork, key: string][] = [
    ["bitcoin", ""],
    ["bitcoin", "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"],
    ["bitcoin", BIP84_ZPUB.replace("9", "8")],
    ["bitcoin", BIP84_ZPUB.slice(0, -1)],
    ["bitcoin", withVersion(BIP84_ZPUB, VERSION.ypub)],
    ["bitcoin", withVersion(BIP84_ZPUB, VERSION.Zpub)],
    ["bitcoin", withVersion(BIP84_ZPUB, VERSION.tpub)],
    ["bitcoin", master.publicExtendedKey],
    ["bitcoin", master.derive("m/84'/0'").publicExtendedKey],
    ["bitcoin", master.derive("m/84'/0'/0'/0").publicExtendedKey],
    ["bitcoin", master.derive("m/0/0/0").publicExtendedKey],
    ["ethereum", BIP84_ZPUB],
    ["ethereum", withVersion(account, VERSION.tpub)],
  ];
  for (const [network, key] of refused) {
    expect([key, refusal(network, key)]).toEqual([key, "not_an_account_key"]);
  }
  expect(refusal("ethereum", account)).toBeNull();
  expect(refusal("bitcoin", ` ${BIP84_ZPUB}\n`)).toBeNull();
});

Deno.test("accountFingerprint() is the same for both forms of a key, and another for another account", () => {
  const other = masterOf(JUNK).derive("m/84'/0'/0'").publicExtendedKey;
  const mark = accountFingerprint("bitcoin", BIP84_ZPUB);

  expect(mark).toMatch(/^[0-9a-f]{16}$/);
  expect(accountFingerprint("bitcoin", withVersion(BIP84_ZPUB, VERSION.xpub))).toBe(mark);
  expect(accountFingerprint("bitcoin", other)).not.toBe(mark);
});
