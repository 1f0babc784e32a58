/**
 * The settings forms as data: what each section is called, and the fields that staff fill in. One renderer and one
 * parser serve all sections.
 */
import { ASSETS, NETWORKS } from "@/domain/settings/crypto_address.ts";
import { BILLING_SECTION } from "./billing_settings.ts";
import { CRYPTO_SECTIONS, NETWORK_LABELS } from "./crypto_settings.ts";
import { TAX_SECTION } from "./tax_settings.ts";

/** How a field is typed and stored. */
export type FieldKind =
  /** One line. */
  | "text"
  /** Several lines, stored as a list. */
  | "lines"
  /** A whole number. */
  | "number"
  /** A percentage such as 19 or 19.5, stored in basis points. */
  | "percent"
  /** One of `options`. */
  | "choice"
  /** Ticked or not. */
  | "flag"
  /** Percentages by country, one a line: `DE 19`; stored in basis points. */
  | "rates";

/** One field. */
export interface SettingField {
  name: string;
  label: string;
  kind: FieldKind;
  hint?: string;
  options?: readonly string[];
  /** What people read instead of an option's own name. */
  optionLabels?: Readonly<Record<string, string>>;
  required?: boolean;
}

/** One section. */
export interface SettingsSection {
  title: string;
  description: string;
  /** Fields that the section has once. */
  fields: readonly SettingField[];
  /** Entries that it has several of: the list's name, what one is called, its fields. */
  list?: { name: string; entry: string; max: number; fields: readonly SettingField[] };
}

/** The name of a section, as in its address. */
export type SectionName =
  | "company"
  | "money"
  | "tax"
  | "bank"
  | "crypto"
  | "chains"
  | "confirmations"
  | "rates"
  | "limits"
  | "orders"
  | "billing"
  | "privacy"
  | "security";

/** All sections in the order of the menu. */
export const SETTINGS_SECTIONS: Readonly<Record<SectionName, SettingsSection>> = {
  company: {
    title: "Company",
    description: "Who sells: on invoices, in mails, in the terms.",
    fields: [
      { name: "name", label: "Name", kind: "text", required: true },
      {
        name: "legalName",
        label: "Legal name",
        kind: "text",
        hint: "With its legal form, as it stands on invoices.",
        required: true,
      },
      { name: "addressLines", label: "Address", kind: "lines", hint: "Up to five lines." },
      { name: "country", label: "Country", kind: "text", hint: "Two letters, such as DE." },
      { name: "taxNumber", label: "Tax number", kind: "text" },
      {
        name: "supportEmail",
        label: "Support address",
        kind: "text",
        hint: "The contact form writes here.",
        required: true,
      },
      {
        name: "billingEmail",
        label: "Billing address",
        kind: "text",
        hint: "New orders and proofs of payment are reported here.",
        required: true,
      },
    ],
  },
  bank: {
    title: "Bank accounts",
    description:
      "Where customers transfer money to. An invoice shows the accounts of its currency.",
    fields: [],
    list: {
      name: "accounts",
      entry: "Account",
      max: 10,
      fields: [
        { name: "currency", label: "Currency", kind: "text", required: true },
        { name: "holder", label: "Account holder", kind: "text", required: true },
        { name: "iban", label: "IBAN", kind: "text", required: true },
        { name: "bic", label: "BIC", kind: "text" },
        { name: "bankName", label: "Bank", kind: "text", required: true },
        {
          name: "instructions",
          label: "Instructions",
          kind: "text",
          hint: "Shown below the account.",
        },
      ],
    },
  },
  crypto: {
    title: "Crypto addresses",
    description:
      "Fixed addresses that invoices show. Compare each with your wallet, to the last character.",
    fields: [],
    list: {
      name: "addresses",
      entry: "Address",
      max: 10,
      fields: [
        { name: "asset", label: "Asset", kind: "choice", options: ASSETS, required: true },
        {
          name: "network",
          label: "Network",
          kind: "choice",
          options: NETWORKS,
          optionLabels: NETWORK_LABELS,
          required: true,
        },
        { name: "address", label: "Address", kind: "text", required: true },
      ],
    },
  },
  ...CRYPTO_SECTIONS,
  money: {
    title: "Money",
    description: "The currency of the house.",
    fields: [
      {
        name: "currency",
        label: "Currency",
        kind: "text",
        hint: "Plans must have prices in it.",
        required: true,
      },
      {
        name: "furtherCurrencies",
        label: "Further currencies",
        kind: "lines",
        hint:
          "One code a line, such as USD. Set prices in them for each plan: nothing is converted.",
      },
    ],
  },
  tax: TAX_SECTION,
  orders: {
    title: "Orders",
    description: "How long things wait.",
    fields: [
      {
        name: "unpaidExpiryHours",
        label: "Hours until an unpaid order expires",
        kind: "number",
        hint: "Then its stock is free again, and its invoice void.",
        required: true,
      },
      {
        name: "maxUnpaidOrders",
        label: "Unpaid orders that a customer may have",
        kind: "number",
        hint: "Each holds a machine from your stock until it expires.",
        required: true,
      },
      {
        name: "invoiceDueDays",
        label: "Days until an invoice is due",
        kind: "number",
        required: true,
      },
      {
        name: "topUpExpiryDays",
        label: "Days until an unpaid top-up expires",
        kind: "number",
        hint:
          "Then its invoice is void. Money that arrives later is in the wallet all the same. 0: never.",
        required: true,
      },
      {
        name: "termsVersion",
        label: "Version of the terms",
        kind: "text",
        hint: "Kept with each order that accepts them.",
        required: true,
      },
    ],
  },
  limits: {
    title: "Limits",
    description:
      "How much customers may top up, and from when on staff need a second pair of eyes. By currency: in one without an entry nobody tops up, and every booking needs both.",
    fields: [],
    list: {
      name: "limits",
      entry: "Currency",
      max: 10,
      fields: [
        { name: "currency", label: "Currency", kind: "text", required: true },
        { name: "topUpMin", label: "Least top-up", kind: "text", required: true },
        { name: "topUpMax", label: "Largest top-up", kind: "text", required: true },
        {
          name: "approveAbove",
          label: "Approval above",
          kind: "text",
          hint:
            "What one person books for one customer in 24 hours, summed up; above it another one has to approve. Blank: never.",
        },
      ],
    },
  },
  billing: BILLING_SECTION,
  privacy: {
    title: "Privacy",
    description: "What the law makes you keep of accounts that are erased.",
    fields: [
      {
        name: "retainYears",
        label: "Years for which invoices are kept",
        kind: "number",
        hint: "After the year of the invoice. Then buyer and payment references are erased too.",
        required: true,
      },
    ],
  },
  security: {
    title: "Security",
    description: "What staff need to get in.",
    fields: [
      {
        name: "staffNeedSecondFactor",
        label: "Staff must have a second factor",
        kind: "flag",
        hint: "Whoever has none sees nothing but the page where it is switched on, at once.",
      },
    ],
  },
};
