/**
 * Bank details and addresses that show what an invoice looks like before staff have entered their own: the sample IBAN of
 * the registry, and addresses from the standards' test vectors, whose keys anybody can know. They are stored only where
 * no customer comes by, and shown only there, wherever the database goes afterwards.
 */
import type { Config } from "../shared/config.ts";
import type { BankAccount, CryptoAddress } from "./model.ts";

/** An account that doesn't exist. */
export const EXAMPLE_ACCOUNTS: readonly BankAccount[] = [{
  currency: "EUR",
  holder: "CloudNest (example)",
  iban: "DE89370400440532013000",
  bic: "COBADEFFXXX",
  bankName: "Example bank",
  instructions:
    "These are example details: don't pay to them. Staff set the real ones in the settings.",
}];

/** Addresses that aren't anybody's alone. */
export const EXAMPLE_ADDRESSES: readonly CryptoAddress[] = [
  {
    asset: "BTC",
    network: "bitcoin",
    address: "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
  },
  {
    asset: "ETH",
    network: "ethereum",
    address: "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
  },
];

/** Whether this is the operator's own machine, or a demonstration. */
export function mayShowExamples(config: Pick<Config, "appUrl" | "demo">): boolean {
  const { hostname } = new URL(config.appUrl);
  return config.demo || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

/** Whether it is the example account, whatever the rest of its entry says. */
export function isExampleAccount(account: Pick<BankAccount, "iban">): boolean {
  return EXAMPLE_ACCOUNTS.some((example) => example.iban === account.iban);
}

/** Whether it is one of the example addresses, however it is written. */
export function isExampleAddress({ address }: Pick<CryptoAddress, "address">): boolean {
  const written = address.toLowerCase();
  return EXAMPLE_ADDRESSES.some((example) => example.address.toLowerCase() === written);
}

/** The accounts that customers may be asked to pay to. */
export function payableAccounts(
  config: Pick<Config, "appUrl" | "demo">,
  accounts: readonly BankAccount[],
): BankAccount[] {
  return accounts.filter((account) => mayShowExamples(config) || !isExampleAccount(account));
}

/** The addresses that customers may be asked to pay to. */
export function payableAddresses(
  config: Pick<Config, "appUrl" | "demo">,
  addresses: readonly CryptoAddress[],
): CryptoAddress[] {
  return addresses.filter((entry) => mayShowExamples(config) || !isExampleAddress(entry));
}
