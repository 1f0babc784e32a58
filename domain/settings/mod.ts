/** Settings that staff change while the shop runs. */
export {
  type BadAccountKey,
  DERIVED_NETWORKS,
  type DerivedNetwork,
  isPrivate,
  parseAccountKey,
} from "./account_key.ts";
export {
  type Asset,
  ASSET_NETWORKS,
  ASSETS,
  checksumAddress,
  isAddress,
  type Network,
} from "./crypto_address.ts";
export { MAX_LEAD_DAYS } from "./billing_section.ts";
export {
  EXAMPLE_ACCOUNTS,
  EXAMPLE_ADDRESSES,
  isExampleAccount,
  isExampleAddress,
  mayShowExamples,
  payableAccounts,
  payableAddresses,
} from "./examples.ts";
export {
  CRYPTO_RULES,
  type CryptoRule,
  MIN_RATE_SOURCES,
  RATE_SOURCES,
  type RateSource,
} from "./crypto_sections.ts";
export { compact, isBic, isIban } from "./iban.ts";
export { type Limits, limitsOf, needsSecondPerson } from "./limits.ts";
export { type BankAccount, type CryptoAddress, SECTIONS } from "./model.ts";
export type { Section, SettingsOf } from "./model.ts";
export { maskValues } from "./server_urls.ts";
export { DEFAULT_TAX, TAX_MODES, type TaxSettings } from "./tax_settings.ts";
export { getSettings, stageFirstSettings, updateSettings } from "./use_settings.ts";
