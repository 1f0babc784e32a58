/**
 * A credit note takes a part of an invoice back, or all of it. It has a series of its own without gaps, the parties and the
 * tax rule of its invoice, and never changes.
 */
import { z } from "zod";
import { creditStepSchema, partySchema, taxRuleSchema } from "@/domain/invoice/mod.ts";
import { letterheadSchema } from "@/domain/letterhead/view.ts";
import { moneySchema } from "@/domain/shared/money_schema.ts";

/** The series of their numbers. */
export const SERIES = "CN";

/** Characters of a reason at the most. */
export const MAX_REASON_LENGTH = 500;

const lineSchema = z.strictObject({
  /** Place of the line on the invoice, from 0. */
  line: z.int().nonnegative(),
  label: z.string(),
  net: moneySchema,
  tax: moneySchema,
  gross: moneySchema,
});

const basisSchema = z.strictObject({
  /** A plan was changed to a cheaper one: what isn't used any more, less what comes instead. */
  rule: z.literal("change"),
  changeId: z.string(),
  steps: z.array(creditStepSchema).min(1),
  /** The sum of the steps, as prices are. */
  amount: moneySchema,
  /** What of it this note credits: the rest was paid with other invoices. */
  part: moneySchema,
});

/** How the amount of a credit note was reckoned. */
export type CreditBasis = z.infer<typeof basisSchema>;

export const creditNoteSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  series: z.literal(SERIES),
  year: z.int(),
  number: z.string().regex(/^CN-\d{4}-\d{6,}$/),
  invoiceId: z.string(),
  invoiceNumber: z.string(),
  customerId: z.string(),
  lines: z.array(lineSchema).min(1),
  currency: z.string().regex(/^[A-Z]{3}$/),
  subtotal: moneySchema,
  tax: moneySchema,
  total: moneySchema.refine((total) => total.minor > 0),
  /** What went back to the wallet; the rest lowered what was due. */
  returned: moneySchema.refine((returned) => returned.minor >= 0),
  buyer: partySchema,
  seller: partySchema,
  /** What its paper is headed with; `null` for one of before that was kept. */
  letterhead: letterheadSchema.nullable().default(null),
  taxRule: taxRuleSchema,
  /** For the customer to read. */
  reason: z.string(),
  /** `null` where staff said what is credited. */
  basis: basisSchema.nullable().default(null),
  issuedAt: z.string(),
  issuedBy: z.string(),
});

/** A stored credit note. */
export type CreditNote = z.infer<typeof creditNoteSchema>;

/** The number of the `count`-th credit note of a year. */
export function creditNoteNumber(year: number, count: number): string {
  return `${SERIES}-${year}-${String(count).padStart(6, "0")}`;
}
