/**
 * What is set for receiving crypto: where the money goes and who watches it (`chains`), how deep it must lie before it
 * counts (`confirmations`), and what it is worth (`rates`).
 */
import { z } from "zod";
import { DERIVED_NETWORKS, type DerivedNetwork, parseAccountKey } from "./account_key.ts";
import { ASSETS, isAddress } from "./crypto_address.ts";

/** Price services whose answers can be read. */
export const RATE_SOURCES = ["coinbase", "kraken", "bitstamp", "coingecko"] as const;

/** A price service. */
export type RateSource = (typeof RATE_SOURCES)[number];

/** The fewest sources that a rate is made from: fewer can't outvote one that is wrong. */
export const MIN_RATE_SOURCES = 3;

/** What happens to money that comes too late, or in another asset than was asked for. */
export const CRYPTO_RULES = ["rate_at_confirmation", "staff_decides"] as const;

/** What happens to money that the quote didn't foresee. */
export type CryptoRule = (typeof CRYPTO_RULES)[number];

const accountKey = (network: DerivedNetwork) =>
  z.string().trim().superRefine((key, context) => {
    const parsed = key === "" ? null : parseAccountKey(network, key);
    if (parsed && !parsed.ok) context.addIssue({ code: "custom", message: parsed.error.message });
  });

/** Whether its host may be reached is checked against the configuration when it is saved, and again with each request. */
const serverUrl = z.string().trim().max(300, "Use at most 300 characters.")
  .refine((url) => url === "" || URL.canParse(url), "Enter a URL such as https://node.example.com.")
  .transform((url) => url.replace(/\/+$/, ""));

const contract = z.string().trim().refine(
  (address) => isAddress("ethereum", address),
  "This isn't an address with its checksum: compare each character, capitals too.",
);

const whole = (min: number, max: number) =>
  z.int("Enter a whole number.").min(min, `Enter at least ${min}.`).max(
    max,
    `Enter at most ${max}.`,
  );

const basisPoints = (max: number) =>
  z.int("Enter a percentage.").min(0, "Enter 0 or more.").max(max, `Enter at most ${max / 100} %.`);

const rule = z.enum(CRYPTO_RULES, "Choose one of them.");

export const chains = z.strictObject({
  /** The assets that are offered, as far as there is somewhere to receive them. */
  assets: z.array(z.enum(ASSETS, `Use ${ASSETS.join(", ")}, one a line.`))
    .refine((assets) => new Set(assets).size === assets.length, "Name each asset once."),
  bitcoinAccountKey: accountKey("bitcoin"),
  ethereumAccountKey: accountKey("ethereum"),
  /** Base of an Esplora HTTP API; "" for none. */
  esploraUrl: serverUrl,
  /** An Ethereum JSON-RPC endpoint; "" for none. */
  ethereumRpcUrl: serverUrl,
  chainId: whole(1, 2 ** 31),
  usdtContract: contract,
  usdcContract: contract,
  /** By how much less than asked for counts as paid. */
  toleranceBasisPoints: basisPoints(500),
  lateRule: rule,
  wrongAssetRule: rule,
});

export const confirmations = z.strictObject({
  steps: z.array(z.strictObject({
    network: z.enum(DERIVED_NETWORKS, "Choose one of the networks."),
    /** In whole units of the invoice's currency; 0 for any amount. */
    upTo: whole(0, 1_000_000_000),
    confirmations: whole(1, 100),
  })).max(12, "Use at most twelve steps."),
}).superRefine(({ steps }, context) => {
  steps.forEach(({ network, upTo }, at) => {
    const first = steps.findIndex((step) => step.network === network && step.upTo === upTo);
    if (first === at) return;
    const message = `There is another step for ${network} up to this amount.`;
    context.addIssue({ code: "custom", path: ["steps", at, "upTo"], message });
  });
});

export const rates = z.strictObject({
  sources: z.array(z.strictObject({
    kind: z.enum(RATE_SOURCES, "Choose one of the services."),
    baseUrl: serverUrl.refine((url) => url !== "", "Enter a URL."),
  })).min(MIN_RATE_SOURCES, `Use at least ${MIN_RATE_SOURCES} sources.`)
    .max(RATE_SOURCES.length, `Use at most ${RATE_SOURCES.length} sources.`),
  /** An older price doesn't count. */
  maxAgeMinutes: whole(1, 60),
  /** A price further from the median doesn't count. */
  maxSpreadBasisPoints: basisPoints(2000),
  /** For how long the last good rate serves when there is no new one. */
  lastGoodMinutes: whole(0, 24 * 60),
  /** By how much the asset is then reckoned lower. */
  lastGoodMarginBasisPoints: basisPoints(2000),
}).superRefine(({ sources }, context) => {
  sources.forEach(({ kind }, at) => {
    if (sources.findIndex((source) => source.kind === kind) === at) return;
    const message = "This service is a source already: one voice counts once.";
    context.addIssue({ code: "custom", path: ["sources", at, "kind"], message });
  });
});

/** What holds until staff say otherwise: nothing is received, and nobody is asked. */
export const CRYPTO_DEFAULTS: {
  chains: z.infer<typeof chains>;
  confirmations: z.infer<typeof confirmations>;
  rates: z.infer<typeof rates>;
} = {
  chains: {
    assets: [...ASSETS],
    bitcoinAccountKey: "",
    ethereumAccountKey: "",
    esploraUrl: "",
    ethereumRpcUrl: "",
    chainId: 1,
    usdtContract: "0xdAC17F958D2ee523a2206206994597C13D831ec7",
    usdcContract: "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
    toleranceBasisPoints: 0,
    lateRule: "rate_at_confirmation",
    wrongAssetRule: "staff_decides",
  },
  confirmations: {
    steps: [
      { network: "bitcoin", upTo: 100, confirmations: 1 },
      { network: "bitcoin", upTo: 1000, confirmations: 2 },
      { network: "bitcoin", upTo: 5000, confirmations: 3 },
      { network: "bitcoin", upTo: 0, confirmations: 6 },
      { network: "ethereum", upTo: 100, confirmations: 12 },
      { network: "ethereum", upTo: 1000, confirmations: 32 },
      { network: "ethereum", upTo: 0, confirmations: 64 },
    ],
  },
  rates: {
    sources: [
      { kind: "coinbase", baseUrl: "https://api.coinbase.com" },
      { kind: "kraken", baseUrl: "https://api.kraken.com" },
      { kind: "bitstamp", baseUrl: "https://www.bitstamp.net" },
      { kind: "coingecko", baseUrl: "https://api.coingecko.com" },
    ],
    maxAgeMinutes: 5,
    maxSpreadBasisPoints: 200,
    lastGoodMinutes: 60,
    lastGoodMarginBasisPoints: 100,
  },
};
