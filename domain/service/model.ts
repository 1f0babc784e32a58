/**
 * A service: what a customer rents. It is made pending when its order is paid, and becomes active when staff enter
 * the machine's credentials, which are kept sealed. Periods are counted from the anchor: the first one is paid with the
 * order, further ones by renewal invoices.
 */
import { z } from "zod";
import { termsSchema } from "@/domain/promotion/mod.ts";
import { moneySchema } from "@/domain/shared/money_schema.ts";
import { cycleSchema } from "@/domain/shared/period_schema.ts";

/** The states of a service. */
export const SERVICE_STATUSES = ["pending", "active", "suspended", "terminated"] as const;

/** A state of a service. */
export type ServiceStatus = (typeof SERVICE_STATUSES)[number];

const itemSchema = z.strictObject({ label: z.string(), value: z.string() });

/** One of the things that each further period is billed for. */
export const recurringSchema = z.strictObject({
  kind: z.enum(["plan", "panel", "addon"]),
  slug: z.string(),
  label: z.string(),
  quantity: z.int().positive(),
  unit: moneySchema,
});

/** One of the things that each further period is billed for. */
export type RecurringItem = z.infer<typeof recurringSchema>;

/** Why a service doesn't run. */
export const SUSPENSION_REASONS = ["unpaid", "abuse", "request"] as const;

/** Why a service doesn't run. */
export type SuspensionReason = (typeof SUSPENSION_REASONS)[number];

const suspensionSchema = z.strictObject({
  reason: z.enum(SUSPENSION_REASONS),
  since: z.string(),
  /** For the customer to read. */
  note: z.string(),
});

const cancellationSchema = z.strictObject({
  /** At once, or when what is paid for is over. */
  when: z.enum(["now", "end_of_term"]),
  requestedAt: z.string(),
  /** The day on which the service ends. */
  endsOn: z.string(),
  reason: z.string(),
});

const terminationSchema = z.strictObject({
  /** When the machine is deleted; until then it can be undone. */
  at: z.string(),
  reason: z.enum(SUSPENSION_REASONS),
  scheduledAt: z.string(),
  /** The invoice that wasn't paid; its payment undoes it. */
  invoiceId: z.string().nullable(),
  /** The fact of the mail that has to have gone out before; `null` where nobody has to be warned. */
  warning: z.string().nullable(),
  /** For the customer to read. */
  note: z.string(),
});

/** The end of a service that has been set going. */
export type Termination = z.infer<typeof terminationSchema>;

const paidTermSchema = z.strictObject({
  startsOn: z.string(),
  endsOn: z.string(),
  /** What the whole of it costs as priced, after discounts: what its days are worth. */
  worth: moneySchema,
  /** The invoices that it was paid with, the first one first. */
  invoiceIds: z.array(z.string()),
});

/** A term that is paid. */
export type PaidTerm = z.infer<typeof paidTermSchema>;

const nextTermsSchema = z.strictObject({
  /** The change that asked for them. */
  changeId: z.string(),
  planId: z.string(),
  plan: z.string(),
  planName: z.string(),
  highlights: z.array(itemSchema),
  cycle: cycleSchema,
  items: z.array(recurringSchema).min(1),
  renewal: moneySchema,
});

/** What a service is and costs from the first period that isn't paid. */
export type NextTerms = z.infer<typeof nextTermsSchema>;

export const serviceSchema = z.strictObject({
  schemaVersion: z.literal(2),
  id: z.string(),
  orderId: z.string(),
  orderNumber: z.string(),
  customerId: z.string(),
  status: z.enum(SERVICE_STATUSES),
  /** Where its place in stock is; `null` for those whose order says so. */
  planId: z.string().nullable(),
  datacenterId: z.string().nullable(),
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
  /** What each further period is billed for, as priced when it was ordered or last changed. */
  items: z.array(recurringSchema).min(1),
  /** Price of each further period, as the items are priced: their sum. */
  renewal: moneySchema,
  /** What the last paid period cost as priced, after discounts. */
  lastPaid: moneySchema,
  /** The terms that are paid and weren't over when the last of them was; empty for services of before. */
  paidTerms: z.array(paidTermSchema).default([]),
  /** What was agreed by a code, counted in periods from the first. */
  promotion: termsSchema.nullable().default(null),
  /** Runs free for so many days before period 0; `null` for one that was paid from the beginning. */
  trial: z.strictObject({
    days: z.int().positive(),
    /** When its customer was told that it ends soon. */
    remindedAt: z.string().nullable(),
  }).nullable().default(null),
  /** First day of period 0; `null` until active. */
  anchorOn: z.string().nullable(),
  /** Periods from the anchor that are paid, and those for which there is an invoice. */
  paidPeriods: z.int().nonnegative(),
  billedPeriods: z.int().nonnegative(),
  /** When the period that begins on a day is due, where it was billed before and is to be billed anew. */
  billedDue: z.strictObject({ startsOn: z.string(), dueOn: z.string() }).nullable().default(null),
  /** First day of the first period that isn't paid. */
  nextDueOn: z.string().nullable(),
  /** What it is and costs from the first period that isn't paid, where that is something else. */
  next: nextTermsSchema.nullable().default(null),
  suspension: suspensionSchema.nullable(),
  cancellation: cancellationSchema.nullable(),
  termination: terminationSchema.nullable().default(null),
  /** Staff have said that it runs on, whatever isn't paid. */
  neverSuspend: z.boolean().default(false),
  /** Sealed JSON of `Credentials`. */
  credentials: z.string().nullable(),
  credentialsChangedAt: z.string().nullable(),
  /** For staff only. */
  staffNotes: z.string(),
  createdAt: z.string(),
  activatedAt: z.string().nullable(),
  terminatedAt: z.string().nullable(),
});

/** A stored service. */
export type Service = z.infer<typeof serviceSchema>;

/** A stored service in today's form. Version 1 knew one price for a period, and billed the first one alone. */
export function parseService(stored: unknown): Service {
  const version = (stored as { schemaVersion?: unknown }).schemaVersion;
  return serviceSchema.parse(version === 1 ? fromVersion1(stored as Version1) : stored);
}

/** What the migration looks at; the rest is taken over and parsed. */
interface Version1 {
  plan: string;
  planName: string;
  renewal: RecurringItem["unit"];
}

function fromVersion1(stored: Version1): unknown {
  const { plan: slug, planName: label, renewal: unit } = stored;
  return {
    ...stored,
    schemaVersion: 2,
    planId: null,
    datacenterId: null,
    items: [{ kind: "plan", slug, label, quantity: 1, unit }],
    lastPaid: unit,
    paidPeriods: 1,
    billedPeriods: 1,
    suspension: null,
    cancellation: null,
    terminatedAt: null,
  };
}

export const credentialsSchema = z.strictObject({
  ip: z.string(),
  username: z.string(),
  password: z.string(),
  port: z.int().min(1).max(65_535),
  panelUrl: z.string().nullable(),
});

/** How to get into a machine. Never logged, audited, mailed or listed. */
export type Credentials = z.infer<typeof credentialsSchema>;
