/** The settings forms about crypto, as data: see `settings_sections.ts`. */
import { DERIVED_NETWORKS } from "@/domain/settings/account_key.ts";
import { CRYPTO_RULES, RATE_SOURCES } from "@/domain/settings/crypto_sections.ts";
import { SOURCE_NAMES } from "./chain/rate_texts.ts";
import type { SettingsSection } from "./settings_sections.ts";

/** Networks as people write them. */
export const NETWORK_LABELS = { bitcoin: "Bitcoin", ethereum: "Ethereum", tron: "Tron" };

const RULE_LABELS = {
  rate_at_confirmation: "Book it at the rate when it is confirmed",
  staff_decides: "Staff decide",
};

/** Sections about crypto, in the order of the menu. */
export const CRYPTO_SECTIONS: Readonly<
  Record<"chains" | "confirmations" | "rates", SettingsSection>
> = {
  chains: {
    title: "Crypto wallets and nodes",
    description:
      "An address of its own for each invoice, and who watches it. Public keys only: nothing here can spend.",
    fields: [
      {
        name: "assets",
        label: "Assets on offer",
        kind: "lines",
        hint:
          "BTC, ETH, USDT or USDC, one a line. One without account key or fixed address isn't shown.",
      },
      {
        name: "bitcoinAccountKey",
        label: "Bitcoin account key",
        kind: "text",
        hint:
          "The zpub or xpub of an account for native SegWit addresses (BIP 84). Blank for none.",
      },
      {
        name: "ethereumAccountKey",
        label: "Ethereum account key",
        kind: "text",
        hint: "The xpub of an account (BIP 44, m/44'/60'/0'). Blank for none.",
      },
      {
        name: "esploraUrl",
        label: "Esplora API",
        kind: "text",
        hint: "Watches Bitcoin. Blank: customers name their transaction, staff confirm it.",
      },
      {
        name: "ethereumRpcUrl",
        label: "Ethereum node (JSON-RPC)",
        kind: "text",
        hint: "Watches Ethereum. Blank: customers name their transaction, staff confirm it.",
      },
      {
        name: "chainId",
        label: "Chain id",
        kind: "number",
        hint: "1 is Ethereum's main network.",
        required: true,
      },
      { name: "usdtContract", label: "Contract of USDT", kind: "text", required: true },
      { name: "usdcContract", label: "Contract of USDC", kind: "text", required: true },
      {
        name: "toleranceBasisPoints",
        label: "Tolerance in percent",
        kind: "percent",
        hint: "By how much less still counts as paid: 0 to 5. The difference is yours.",
        required: true,
      },
      {
        name: "lateRule",
        label: "Money that comes after the rate has run out",
        kind: "choice",
        options: CRYPTO_RULES,
        optionLabels: RULE_LABELS,
        required: true,
      },
      {
        name: "wrongAssetRule",
        label: "Another asset than was asked for",
        kind: "choice",
        options: CRYPTO_RULES,
        optionLabels: RULE_LABELS,
        required: true,
      },
    ],
  },
  confirmations: {
    title: "Crypto confirmations",
    description:
      "How deep a payment must lie in the chain before it counts: the more it is worth, the deeper.",
    fields: [],
    list: {
      name: "steps",
      entry: "Step",
      max: 12,
      fields: [
        {
          name: "network",
          label: "Network",
          kind: "choice",
          options: DERIVED_NETWORKS,
          optionLabels: NETWORK_LABELS,
          required: true,
        },
        {
          name: "upTo",
          label: "Up to this amount",
          kind: "number",
          hint: "In whole units of the invoice's currency; 0 for any amount.",
          required: true,
        },
        { name: "confirmations", label: "Confirmations", kind: "number", required: true },
      ],
    },
  },
  rates: {
    title: "Crypto rates",
    description:
      "A rate is the median of its sources. Without enough of them the last good one serves for a while, then crypto pauses.",
    fields: [
      {
        name: "maxAgeMinutes",
        label: "Minutes after which a price is too old",
        kind: "number",
        required: true,
      },
      {
        name: "maxSpreadBasisPoints",
        label: "Percent by which a price may differ from the median",
        kind: "percent",
        hint: "What differs more isn't counted.",
        required: true,
      },
      {
        name: "lastGoodMinutes",
        label: "Minutes for which the last good rate serves",
        kind: "number",
        hint: "0: crypto pauses at once.",
        required: true,
      },
      {
        name: "lastGoodMarginBasisPoints",
        label: "Margin on the last good rate in percent",
        kind: "percent",
        hint: "The asset is reckoned lower by this much while it serves.",
        required: true,
      },
    ],
    list: {
      name: "sources",
      entry: "Source",
      max: 4,
      fields: [
        {
          name: "kind",
          label: "Service",
          kind: "choice",
          options: RATE_SOURCES,
          optionLabels: SOURCE_NAMES,
          required: true,
        },
        { name: "baseUrl", label: "Address of its API", kind: "text", required: true },
      ],
    },
  },
};
