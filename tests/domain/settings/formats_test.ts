import { expect } from "expect";
import fc from "fast-check";
import { isAddress, isBic, isIban, type Network } from "@/domain/settings/mod.ts";

const IBANS = [
  "DE89370400440532013000",
  "GB82WEST12345698765432",
  "FR1420041010050500013M02606",
  "NL91ABNA0417164300",
  "CH9300762011623852957",
  "MT84MALT011000012345MTLCAST001S",
  "NO9386011117947",
  "PL61109010140000071219812874",
];

Deno.test("isIban() takes the sample IBANs of the registry", () => {
  for (const iban of IBANS) expect([iban, isIban(iban)]).toEqual([iban, true]);
});

Deno.test("isIban() refuses wrong check digits, lengths, countries and characters", () => {
  const bad = [
    "",
    "DE",
    "DE88370400440532013000",
    "DE8937040044053201300",
    "DE893704004405320130000",
    "XX89370400440532013000",
    "DE89 3704 0044 0532 0130 00",
    "de89370400440532013000",
    "DE8937040044053201300Ä",
    "GB82WEST1234569876543",
    "0089370400440532013000",
  ];
  for (const iban of bad) expect([iban, isIban(iban)]).toEqual([iban, false]);
});

Deno.test("isIban() sees any single wrong digit and any two neighbours swapped", () => {
  const typo = fc.tuple(
    fc.constantFrom(...IBANS),
    fc.integer({ min: 4, max: 14 }),
    fc.constantFrom(..."0123456789"),
  );
  fc.assert(fc.property(typo, ([iban, at, digit]) => {
    const wrong = iban.slice(0, at) + digit + iban.slice(at + 1);
    if (wrong !== iban && /\d/.test(iban[at]!)) expect(isIban(wrong)).toBe(false);
    const swapped = iban.slice(0, at) + iban[at + 1] + iban[at] + iban.slice(at + 2);
    if (swapped !== iban) expect(isIban(swapped)).toBe(false);
  }));
});

Deno.test("isBic() wants 8 or 11 characters in their form", () => {
  for (const bic of ["COBADEFF", "COBADEFFXXX", "DEUTDEFF500"]) expect(isBic(bic)).toBe(true);
  for (const bic of ["", "COBADEF", "COBADEFFX", "C0BADEFF", "cobadeff", "COBADEFFXXXX"]) {
    expect([bic, isBic(bic)]).toEqual([bic, false]);
  }
});

/** From BIP 173, BIP 350, EIP-55 and the chains' own documentation. */
const GOOD: Array<[Network, string]> = [
  ["bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"],
  ["bitcoin", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"],
  ["bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"],
  ["bitcoin", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"],
  ["bitcoin", "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3"],
  ["bitcoin", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"],
  ["bitcoin", "bc1sw50qgdz25j"],
  ["ethereum", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"],
  ["ethereum", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"],
  ["ethereum", "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB"],
  ["ethereum", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"],
  ["ethereum", "0x52908400098527886E0F7030069857D2E4169EE7"],
  ["tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"],
];

const BAD: Array<[Network, string]> = [
  ["bitcoin", ""],
  ["bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"],
  ["bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5"],
  ["bitcoin", "bc1qW508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"],
  ["bitcoin", "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"],
  ["bitcoin", "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn"],
  ["bitcoin", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd"],
  ["bitcoin", "bc1rw5uspcuh"],
  ["bitcoin", "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P"],
  ["bitcoin", "bc1gmk9yu"],
  ["ethereum", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"],
  ["ethereum", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"],
  ["ethereum", "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"],
  ["ethereum", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe"],
  ["tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T"],
  ["tron", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"],
  ["ethereum", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"],
];

Deno.test("isAddress() takes the standards' valid addresses and refuses the invalid ones", () => {
  for (const [network, address] of GOOD) {
    expect([address, isAddress(network, address)]).toEqual([address, true]);
  }
  for (const [network, address] of BAD) {
    expect([address, isAddress(network, address)]).toEqual([address, false]);
  }
});

/** With a fixed seed: EIP-55 lets one in some thousand typing errors through. */
Deno.test("isAddress() sees one wrong character", () => {
  const characters = "023456789acdefghjklmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
  const typo = fc.tuple(
    fc.constantFrom(...GOOD),
    fc.nat({ max: 60 }),
    fc.constantFrom(...characters),
  );
  fc.assert(
    fc.property(typo, ([[network, address], at, character]) => {
      fc.pre(at < address.length && address[at] !== character);
      const wrong = address.slice(0, at) + character + address.slice(at + 1);
      expect([wrong, isAddress(network, wrong)]).toEqual([wrong, false]);
    }),
    { seed: 1 },
  );
});
