/**
 * The catalogue as pages and islands see it: plain data, active entries only. Everything refers to everything else
 * by slug. `null` as a price means that it can't be ordered for that term.
 */
import type { DiscountBasis } from "../promotion/view.ts";
import type { Money } from "../shared/money.ts";
import type { Cycle } from "../shared/period.ts";

/** The three kinds of plans, each with a page of its own. */
export const FAMILIES = ["vps", "shared", "dedicated"] as const;

/** What kind of plan. */
export type Family = (typeof FAMILIES)[number];

/** A price for each billing term, for the whole term. */
export type PriceTable = Readonly<Record<Cycle, Money | null>>;

/** What a plan's machine or share of one consists of. */
export interface PlanSpecs {
  cpuCores: number;
  cpuModel: string;
  memoryMb: number;
  diskGb: number;
  diskKind: string;
  /** Outgoing traffic a month; `null` where it isn't metered. */
  trafficTb: number | null;
  portMbps: number;
}

/** A plan that can be ordered. */
export interface PlanView {
  id: string;
  slug: string;
  family: Family;
  name: string;
  tagline: string;
  specs: PlanSpecs;
  /** The full specification as a person reads it, in the order of display. */
  highlights: ReadonlyArray<{ label: string; value: string }>;
  prices: PriceTable;
  /** Paid once, with the first term. */
  setupFee: Money;
  /** Days free before the first term, once for each customer and family; 0 for none. */
  trialDays: number;
  /**
   * Hosting on a platform that we run: operating system and panel are part of the plan, and nothing is chosen.
   * `null` for machines, whose owner chooses both.
   */
  platform: { os: string; panel: string } | null;
  os: readonly string[];
  panels: readonly string[];
  addons: readonly string[];
  datacenters: readonly string[];
  /** The plan to lead with in its family. */
  isFeatured: boolean;
}

/** A place where machines stand. */
export interface DatacenterView {
  id: string;
  slug: string;
  city: string;
  country: string;
  /** ISO 3166-1 alpha-2. */
  countryCode: string;
  region: string;
  tier: string;
}

/** An operating system image. */
export interface OsImageView {
  id: string;
  slug: string;
  name: string;
  version: string;
  family: "linux" | "windows";
}

/** A control panel; "none" isn't one of them. */
export interface PanelView {
  id: string;
  slug: string;
  name: string;
  description: string;
  prices: PriceTable;
  /** Slugs of the operating systems that it runs on. */
  os: readonly string[];
}

/** Something ordered on top of a plan. */
export interface AddonView {
  id: string;
  slug: string;
  name: string;
  description: string;
  prices: PriceTable;
  maxQuantity: number;
}

/** Everything that can be ordered. */
export interface CatalogView {
  plans: readonly PlanView[];
  datacenters: readonly DatacenterView[];
  osImages: readonly OsImageView[];
  panels: readonly PanelView[];
  addons: readonly AddonView[];
}

/** Prices in one currency. */
export interface PriceListView {
  currency: string;
  prices: PriceTable;
  /** For plans alone; `null` where it isn't offered in that currency. */
  setupFee: Money | null;
  /** Whether there is a price for any term. */
  isOffered: boolean;
}

/** A plan, panel or add-on with its price lists, that of the house first; for staff. */
export interface PricedView {
  id: string;
  kind: "plans" | "panels" | "addons";
  slug: string;
  name: string;
  isActive: boolean;
  lists: PriceListView[];
  /** Of plans; `null` for what is added to them. */
  trialDays: number | null;
}

/** What somebody wants, as typed: slugs, and add-ons as `slug` or `slug:quantity`. */
export interface Selection {
  plan: string;
  cycle: string;
  datacenter: string;
  os: string;
  panel: string;
  hostname: string;
  addons: readonly string[];
  /** Anything but an empty text: with the plan's free trial. */
  trial?: string;
}

/** One line of a quote, an order or its invoice. */
export interface QuoteLine {
  /** A discount's amounts are below zero, and its slug is that of what it is taken off. */
  kind: "plan" | "panel" | "addon" | "setup" | "discount";
  slug: string;
  label: string;
  quantity: number;
  unit: Money;
  amount: Money;
  /** How a discount's amount came about; prices have none. */
  basis?: DiscountBasis;
}

/** A checked selection: what will be built, by slug. `panel` is `"none"` where there is none. */
export interface Configuration {
  plan: string;
  cycle: Cycle;
  datacenter: string;
  os: string;
  panel: string;
  hostname: string;
  addons: ReadonlyArray<{ slug: string; quantity: number }>;
}

/** What an order costs. */
export interface Quote {
  configuration: Configuration;
  lines: readonly QuoteLine[];
  /** Without tax. */
  subtotal: Money;
  tax: Money;
  /** Due for the first term, with setup and tax; nothing with a free trial. */
  total: Money;
  /** The price of each further term, as prices are: everything but the setup, without discounts. */
  renewal: Money;
  /** What is due next, as prices are, for the second term or the first after a trial: less than `renewal` while a promotion lasts. */
  nextTerm: Money;
  /** Days before the first term that is paid for; 0 without a free trial. */
  trialDays: number;
}
