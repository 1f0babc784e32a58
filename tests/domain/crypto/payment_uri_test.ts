import { expect } from "expect";
import { paymentUri } from "@/domain/crypto/payment_uri.ts";
import type { Asset } from "@/domain/settings/mod.ts";
import { qrCodeOf } from "@/domain/shared/qr.ts";
import { readQr } from "@/tests/helpers/qr_reader.ts";

const BITCOIN = "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu";
const ETHEREUM = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94";
const PLACE = {
  chainId: 1,
  contracts: {
    USDT: "0xdAC17F958D2ee523a2206206994597C13D831ec7",
    USDC: "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
  },
};

const URIS: [asset: Asset, address: string, units: bigint, uri: string][] = [
  ["BTC", BITCOIN, 12_345n, `bitcoin:${BITCOIN}?amount=0.00012345`],
  ["BTC", BITCOIN, 2_000_000_000n, `bitcoin:${BITCOIN}?amount=20`],
  ["ETH", ETHEREUM, 2_014n * 10n ** 15n, `ethereum:${ETHEREUM}@1?value=2014000000000000000`],
  [
    "USDT",
    ETHEREUM,
    10_869_600n,
    `ethereum:${PLACE.contracts.USDT}@1/transfer?address=${ETHEREUM}&uint256=10869600`,
  ],
  [
    "USDC",
    ETHEREUM,
    1n,
    `ethereum:${PLACE.contracts.USDC}@1/transfer?address=${ETHEREUM}&uint256=1`,
  ],
];

for (const [asset, address, units, uri] of URIS) {
  Deno.test(`paymentUri() asks for ${units} units of ${asset} in the form of its standard, and a QR reader reads it`, () => {
    const request = paymentUri({ asset, address, units, ethereum: PLACE });

    expect(request).toBe(uri);
    expect(readQr(qrCodeOf(request))).toBe(uri);
  });
}

Deno.test("paymentUri() names the chain that is meant", () => {
  const ethereum = { ...PLACE, chainId: 31337 };
  expect(paymentUri({ asset: "ETH", address: ETHEREUM, units: 1n, ethereum }))
    .toBe(`ethereum:${ETHEREUM}@31337?value=1`);
});

Deno.test("paymentUri() sends nobody to what isn't an address of that chain", () => {
  const lower = ETHEREUM.toLowerCase();
  const bad: [asset: Asset, address: string][] = [
    ["BTC", ETHEREUM],
    ["ETH", BITCOIN],
    ["ETH", lower],
    ["USDC", `${ETHEREUM}&uint256=1`],
  ];
  for (const [asset, address] of bad) {
    expect(() => paymentUri({ asset, address, units: 1n, ethereum: PLACE })).toThrow(TypeError);
  }
  const ethereum = { ...PLACE, contracts: { ...PLACE.contracts, USDT: lower } };
  expect(() => paymentUri({ asset: "USDT", address: ETHEREUM, units: 1n, ethereum }))
    .toThrow(TypeError);
});
