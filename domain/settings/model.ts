/** Settings that staff change while the shop runs, in sections that are stored and checked apart. */
import { z } from "zod";
import type { Config } from "../shared/config.ts";
import { billing, BILLING_DEFAULTS } from "./billing_section.ts";
import { ASSET_NETWORKS, ASSETS, isAddress, NETWORKS } from "./crypto_address.ts";
import { chains, confirmations, CRYPTO_DEFAULTS, rates } from "./crypto_sections.ts";
import { compact, isBic, isIban } from "./iban.ts";
import { limits, LIMITS_DEFAULT } from "./limits.ts";
import { DEFAULT_TAX, taxSection } from "./tax_settings.ts";

const line = (max: number) => z.string().trim().max(max, `Use at most ${max} characters.`);
const required = (max: number) => line(max).min(1, "Fill this in.");
const email = line(254).regex(/^[^\s@]+@[^\s@]+$/, "Enter an e-mail address.");
const currency = z.string().trim().toUpperCase().refine(
  (code) => Intl.supportedValuesOf("currency").includes(code),
  "Enter a currency code such as EUR.",
);

const company = z.strictObject({
  name: required(60),
  legalName: required(120),
  addressLines: z.array(required(80)).max(5, "Use at most five lines."),
  country: z.string().trim().toUpperCase().regex(/^([A-Z]{2})?$/, "Use a code such as DE."),
  taxNumber: line(40),
  supportEmail: email,
  billingEmail: email,
});

const money = z.strictObject({
  currency,
  /** In which prices can be set besides. */
  furtherCurrencies: z.array(currency).max(10, "Use at most ten currencies.").default([]),
});

const bankAccount = z.strictObject({
  currency,
  holder: required(70),
  iban: z.string().transform(compact).refine(isIban, "This isn't a valid IBAN."),
  bic: z.string().transform(compact).refine(
    (bic) => bic === "" || isBic(bic),
    "A BIC has 8 or 11 letters and digits.",
  ),
  bankName: required(80),
  instructions: line(500),
});

const cryptoAddress = z.strictObject({
  asset: z.enum(ASSETS, "Choose one of the assets."),
  network: z.enum(NETWORKS, "Choose one of the networks."),
  address: z.string().trim().max(100),
}).superRefine((entry, context) => {
  if (!ASSET_NETWORKS[entry.asset].includes(entry.network)) {
    const message = `${entry.asset} isn't taken on ${entry.network}.`;
    context.addIssue({ code: "custom", path: ["network"], message });
  } else if (!isAddress(entry.network, entry.address)) {
    const message = "This isn't a valid address: compare each character.";
    context.addIssue({ code: "custom", path: ["address"], message });
  }
});

const orders = z.strictObject({
  unpaidExpiryHours: z.int("Enter a whole number.").min(1, "Enter at least 1 hour.")
    .max(24 * 60, "Enter at most 1440 hours."),
  maxUnpaidOrders: z.int("Enter a whole number.").min(1, "Enter 1 or more.")
    .max(1000, "Enter at most 1000.").default(5),
  invoiceDueDays: z.int("Enter a whole number.").min(0, "Enter 0 or more.")
    .max(90, "Enter at most 90 days."),
  /** Days after which a top-up that nobody has paid is void; 0: never. */
  topUpExpiryDays: z.int("Enter a whole number.").min(0, "Enter 0 or more.")
    .max(365, "Enter at most 365 days.").default(30),
  termsVersion: required(20),
});

const security = z.strictObject({
  /** Staff without a second factor may do nothing but switch one on. */
  staffNeedSecondFactor: z.boolean("Tick it or leave it."),
});

const privacy = z.strictObject({
  /** Years after the year of an invoice for which the law keeps it. */
  retainYears: z.int("Enter a whole number.").min(0, "Enter 0 or more.")
    .max(30, "Enter at most 30 years."),
});

/** The schema of each section. */
export const sectionSchemas = {
  company,
  money,
  bank: z.strictObject({ accounts: z.array(bankAccount).max(10, "Use at most ten accounts.") }),
  crypto: z.strictObject({
    addresses: z.array(cryptoAddress).max(10, "Use at most ten addresses."),
  }),
  chains,
  confirmations,
  rates,
  limits,
  orders,
  billing,
  privacy,
  security,
  tax: taxSection,
};

/** The name of a section. */
export type Section = keyof typeof sectionSchemas;

/** All section names. */
export const SECTIONS = Object.keys(sectionSchemas) as Section[];

/** The values of a section. */
export type SettingsOf<S extends Section> = z.infer<(typeof sectionSchemas)[S]>;

/** What is stored for a section. */
export const storedSectionSchema = z.object({
  schemaVersion: z.literal(1),
  values: z.unknown(),
  updatedAt: z.string(),
});

/** A bank account of the house. */
export type BankAccount = SettingsOf<"bank">["accounts"][number];

/** A receiving address of the house. */
export type CryptoAddress = SettingsOf<"crypto">["addresses"][number];

/** What holds until staff say otherwise: no bank account and no address, so that nothing is paid into the void. */
export function defaultSettings(config: Pick<Config, "adminEmail">): {
  [S in Section]: SettingsOf<S>;
} {
  return {
    company: {
      name: "CloudNest",
      legalName: "CloudNest",
      addressLines: [],
      country: "",
      taxNumber: "",
      supportEmail: config.adminEmail,
      billingEmail: config.adminEmail,
    },
    money: { currency: "EUR", furtherCurrencies: [] },
    bank: { accounts: [] },
    crypto: { addresses: [] },
    ...CRYPTO_DEFAULTS,
    limits: LIMITS_DEFAULT,
    orders: {
      unpaidExpiryHours: 7 * 24,
      maxUnpaidOrders: 5,
      invoiceDueDays: 7,
      topUpExpiryDays: 30,
      termsVersion: "2026-11",
    },
    billing: BILLING_DEFAULTS,
    privacy: { retainYears: 10 },
    security: { staffNeedSecondFactor: false },
    tax: DEFAULT_TAX,
  };
}
