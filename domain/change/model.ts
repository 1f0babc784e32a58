/**
 * A change of a service's plan or billing term. What is to be paid is reckoned by days and frozen on an invoice; the change
 * is made when that is paid. One that costs less than what is paid is made at once, and the difference is credited. One change of a service is open at a time; the place in stock is taken with the request.
 */
import { z } from "zod";
import { creditStepSchema } from "@/domain/invoice/mod.ts";
import { moneySchema } from "@/domain/shared/money_schema.ts";
import { cycleSchema } from "@/domain/shared/period_schema.ts";
import { recurringSchema } from "@/domain/service/mod.ts";

/** The states of a change. */
export const CHANGE_STATUSES = [
  /** Waits for its invoice to be paid. */
  "requested",
  /** Comes with the next term. */
  "scheduled",
  "applied",
  "cancelled",
  /** Nobody paid in time. */
  "expired",
] as const;

/** A state of a change. */
export type ChangeStatus = (typeof CHANGE_STATUSES)[number];

/** What a service is and costs from then on. */
export const termsSchema = z.strictObject({
  planId: z.string(),
  plan: z.string(),
  planName: z.string(),
  highlights: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  cycle: cycleSchema,
  items: z.array(recurringSchema).min(1),
  renewal: moneySchema,
});

/** What a service is and costs from then on. */
export type Terms = z.infer<typeof termsSchema>;

const creditSchema = z.strictObject({
  creditNoteId: z.string(),
  invoiceId: z.string(),
  /** Without tax or with it, as prices are. */
  priced: moneySchema,
});

/** What is given back of one invoice. */
export type Credit = z.infer<typeof creditSchema>;

export const changeSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  serviceId: z.string(),
  customerId: z.string(),
  status: z.enum(CHANGE_STATUSES),
  from: z.strictObject({
    planId: z.string(),
    plan: z.string(),
    planName: z.string(),
    cycle: cycleSchema,
  }),
  to: termsSchema,
  datacenterId: z.string(),
  /** First day of period 0 from then on; `null` where the present term goes on. */
  newAnchorOn: z.string().nullable(),
  invoiceId: z.string().nullable(),
  /** What is given back of the invoices that were paid, each by a credit note. */
  credits: z.array(creditSchema).default([]),
  /** How that was reckoned. */
  creditSteps: z.array(creditStepSchema).default([]),
  /** The invoice for the next term that was open and is void by this. */
  replaced: z.strictObject({ invoiceId: z.string(), issuedAt: z.string() }).nullable()
    .default(null),
  requestedAt: z.string(),
  /** When an unpaid request is over; `null` for one that comes with the next term. */
  validUntil: z.string().nullable(),
  closedAt: z.string().nullable(),
});

/** A stored change. */
export type Change = z.infer<typeof changeSchema>;
