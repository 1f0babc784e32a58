/**
 * Records of the catalogue. Plans, panels and add-ons name what they fit by slug; a slug never changes. A record
 * that is out of sale stays, inactive, because orders and services point to it.
 */
import { z } from "zod";
import { moneySchema } from "../shared/money_schema.ts";
import { FAMILIES } from "./view.ts";

const slug = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/).max(40);
const price = moneySchema.refine((amount) => amount.minor > 0).nullable();

/** A price a term; `null` where it can't be ordered for that term. */
export const priceTableSchema = z.strictObject({
  monthly: price,
  quarterly: price,
  semi_annual: price,
  annual: price,
});

/** The longest free trial, in days. */
export const MAX_TRIAL_DAYS = 90;

const fee = moneySchema.refine((amount) => amount.minor >= 0);

/** Prices by currency, besides those of the house: each of them is set, none is converted. */
const priceLists = z.record(z.string().regex(/^[A-Z]{3}$/), priceTableSchema).default({});
const planPriceLists = z.record(
  z.string().regex(/^[A-Z]{3}$/),
  z.strictObject({ prices: priceTableSchema, setupFee: fee }),
).default({});

const common = {
  schemaVersion: z.literal(1),
  id: z.string(),
  slug,
  isActive: z.boolean(),
  /** Place in lists, smallest first. */
  position: z.int(),
};

/** A plan. */
export const planSchema = z.strictObject({
  ...common,
  family: z.enum(FAMILIES),
  name: z.string().min(1).max(60),
  tagline: z.string().max(160),
  specs: z.strictObject({
    cpuCores: z.int().positive(),
    cpuModel: z.string(),
    memoryMb: z.int().positive(),
    diskGb: z.int().positive(),
    diskKind: z.string(),
    trafficTb: z.int().positive().nullable(),
    portMbps: z.int().positive(),
  }),
  highlights: z.array(z.strictObject({ label: z.string(), value: z.string() })).max(20),
  prices: priceTableSchema,
  setupFee: fee,
  priceLists: planPriceLists,
  /** Days that a customer's first service of the family runs free before its first term; 0 for none. */
  trialDays: z.int().min(0).max(MAX_TRIAL_DAYS).default(0),
  platform: z.strictObject({ os: slug, panel: slug }).nullable(),
  os: z.array(slug),
  panels: z.array(slug),
  addons: z.array(slug),
  datacenters: z.array(slug),
  isFeatured: z.boolean(),
});

/** A data center. */
export const datacenterSchema = z.strictObject({
  ...common,
  city: z.string(),
  country: z.string(),
  countryCode: z.string().regex(/^[A-Z]{2}$/),
  region: z.string(),
  tier: z.string(),
});

/** An operating system image. */
export const osImageSchema = z.strictObject({
  ...common,
  name: z.string(),
  version: z.string(),
  family: z.enum(["linux", "windows"]),
});

/** A control panel. */
export const panelSchema = z.strictObject({
  ...common,
  name: z.string(),
  description: z.string(),
  prices: priceTableSchema,
  priceLists,
  os: z.array(slug),
});

/** An add-on. */
export const addonSchema = z.strictObject({
  ...common,
  name: z.string(),
  description: z.string(),
  prices: priceTableSchema,
  priceLists,
  maxQuantity: z.int().min(1).max(64),
});

/** What can still be ordered of a plan in a data center. Never below zero. */
export const stockSchema = z.strictObject({ schemaVersion: z.literal(1), count: z.int().min(0) });

export type Plan = z.infer<typeof planSchema>;
export type Datacenter = z.infer<typeof datacenterSchema>;
export type OsImage = z.infer<typeof osImageSchema>;
export type Panel = z.infer<typeof panelSchema>;
export type Addon = z.infer<typeof addonSchema>;

/** Every record of the catalogue, also what is out of sale. */
export interface CatalogRecords {
  plans: Plan[];
  datacenters: Datacenter[];
  osImages: OsImage[];
  panels: Panel[];
  addons: Addon[];
}
