/**
 * The end of an account: asked for, then fourteen days in which a log-in undoes it, then step by step by a job, then a
 * report. Nothing in the record says who it was but the account's id, once it is done.
 *
 * waiting → running → done; waiting → undone
 */
import { z } from "zod";

/** Days between the request and its execution. */
export const GRACE_DAYS = 14;

/** What is erased, in this order. */
export const ERASURE_STEPS = [
  "account",
  "orders",
  "services",
  "invoices",
  "mails",
  "jobs",
  "audit",
  "traces",
] as const;

/** One part of an erasure. */
export type ErasureStep = (typeof ERASURE_STEPS)[number];

export const erasureSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  accountId: z.string(),
  state: z.enum(["waiting", "running", "done", "undone"]),
  requestedAt: z.string(),
  dueAt: z.string(),
  doneAt: z.string().nullable(),
  /** Where it has come to: the step, and the record after which it goes on. */
  step: z.enum(ERASURE_STEPS),
  after: z.string().nullable(),
  /** Records that were changed, by step. */
  changed: z.partialRecord(z.enum(ERASURE_STEPS), z.int().nonnegative()),
  /** Invoices that the law keeps, and until when the last of them. */
  retained: z.strictObject({
    invoices: z.int().nonnegative(),
    until: z.string().nullable(),
  }),
  /** Records in which the person was still found at the end, by the first part of their keys; `null` before that. */
  left: z.record(z.string(), z.int().positive()).nullable(),
  /** What the person is known by, sealed, to look for it; `null` at the end. */
  sealedTexts: z.string().nullable(),
});

/** A stored erasure. */
export type Erasure = z.infer<typeof erasureSchema>;

/** The last day on which an invoice is kept: that of the year so many years after its own. */
export function keptUntil(issuedOn: string, years: number): string {
  return `${Number(issuedOn.slice(0, 4)) + years}-12-31`;
}
