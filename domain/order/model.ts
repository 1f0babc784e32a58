/**
 * An order: what somebody wants to rent, with names and prices frozen when it was placed. Its way is
 * pending_payment → paid → active; cancelled and expired end it before it is paid.
 */
import { z } from "zod";
import { FAMILIES } from "../catalog/view.ts";
import { discountBasisSchema, termsSchema } from "../promotion/mod.ts";
import { moneySchema } from "../shared/money_schema.ts";
import { cycleSchema } from "../shared/period_schema.ts";
import { ORDER_STATUSES, PAYMENT_METHODS } from "./view.ts";

const lineSchema = z.strictObject({
  kind: z.enum(["plan", "panel", "addon", "setup", "discount"]),
  slug: z.string(),
  label: z.string(),
  quantity: z.int().positive(),
  unit: moneySchema,
  amount: moneySchema,
  /** Of discounts. */
  basis: discountBasisSchema.optional(),
});

/** The tax of orders from before they kept it: nobody's prices held any. */
const UNNAMED_TAX = { label: "Tax", rateBasisPoints: 0, isInclusive: false };

export const orderSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  /** `O-` and eight characters that can be read out. */
  number: z.string().regex(/^O-[0-9A-Z]{8}$/),
  customerId: z.string(),
  customerName: z.string(),
  customerEmail: z.string(),
  status: z.enum(ORDER_STATUSES),
  planId: z.string(),
  /** Slugs, and the names as they were when ordered. */
  plan: z.string(),
  planName: z.string(),
  cycle: cycleSchema,
  datacenterId: z.string(),
  datacenter: z.string(),
  datacenterName: z.string(),
  os: z.string(),
  osName: z.string(),
  panel: z.string(),
  panelName: z.string(),
  hostname: z.string(),
  addons: z.array(z.strictObject({ slug: z.string(), quantity: z.int().positive() })),
  /** The plan's specification. */
  highlights: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  lines: z.array(lineSchema).min(1),
  subtotal: moneySchema,
  tax: moneySchema,
  total: moneySchema,
  /** How the tax was reckoned, as frozen on the invoice. */
  taxRule: z.strictObject({
    label: z.string(),
    rateBasisPoints: z.int(),
    isInclusive: z.boolean(),
  }).default(UNNAMED_TAX),
  /** The free trial before its first term; `null` without one. */
  trial: z.strictObject({ days: z.int().positive(), family: z.enum(FAMILIES) }).nullable()
    .default(null),
  /** What was agreed by a code. */
  promotion: termsSchema.nullable().default(null),
  /** Price of each further term, as prices are, without discounts. */
  renewal: moneySchema,
  invoiceId: z.string(),
  invoiceNumber: z.string(),
  serviceId: z.string().nullable(),
  paymentMethod: z.enum(PAYMENT_METHODS),
  termsVersion: z.string(),
  /** Tells the same order sent twice from another one. */
  fingerprint: z.string(),
  placedAt: z.string(),
  /** Until when it waits for its payment. */
  expiresAt: z.string(),
  paidAt: z.string().nullable(),
  activatedAt: z.string().nullable(),
  /** When and why it was cancelled or expired. */
  closedAt: z.string().nullable(),
  closeReason: z.string().nullable(),
});

/** A stored order. */
export type Order = z.infer<typeof orderSchema>;
