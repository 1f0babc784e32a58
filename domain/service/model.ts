/**
 * A service: what a customer rents. It is made pending when its order is paid, and becomes active when staff enter
 * the machine's credentials, which are kept sealed.
 */
import { z } from "zod";
import { moneySchema } from "@/domain/shared/money_schema.ts";
import { cycleSchema } from "@/domain/shared/period_schema.ts";

/** The states of a service. */
export const SERVICE_STATUSES = ["pending", "active", "suspended", "terminated"] as const;

/** A state of a service. */
export type ServiceStatus = (typeof SERVICE_STATUSES)[number];

const itemSchema = z.strictObject({ label: z.string(), value: z.string() });

export const serviceSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  orderId: z.string(),
  orderNumber: z.string(),
  customerId: z.string(),
  status: z.enum(SERVICE_STATUSES),
  /** Slug of the plan. */
  plan: z.string(),
  /** Names as they were when ordered. */
  planName: z.string(),
  datacenterName: z.string(),
  osName: z.string(),
  panelName: z.string(),
  addons: z.array(itemSchema),
  /** The plan's specification. */
  highlights: z.array(itemSchema),
  hostname: z.string(),
  cycle: cycleSchema,
  /** Price of each further period, without tax. */
  renewal: moneySchema,
  /** First day of the first period; `null` until active. */
  anchorOn: z.string().nullable(),
  nextDueOn: z.string().nullable(),
  /** Sealed JSON of `Credentials`. */
  credentials: z.string().nullable(),
  credentialsChangedAt: z.string().nullable(),
  /** For staff only. */
  staffNotes: z.string(),
  createdAt: z.string(),
  activatedAt: z.string().nullable(),
});

/** A stored service. */
export type Service = z.infer<typeof serviceSchema>;

export const credentialsSchema = z.strictObject({
  ip: z.string(),
  username: z.string(),
  password: z.string(),
  port: z.int().min(1).max(65_535),
  panelUrl: z.string().nullable(),
});

/** How to get into a machine. Never logged, audited, mailed or listed. */
export type Credentials = z.infer<typeof credentialsSchema>;
