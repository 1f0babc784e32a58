/** Drafts of invoices: what staff are writing. A draft has no number and no state; it is gone once it is issued. */
import { z } from "zod";
import { moneySchema } from "@/domain/shared/money_schema.ts";

/** Lines that a draft can have: as many as fit into a form. */
export const MAX_LINES = 25;
/** Characters of a reason at the most. */
export const MAX_REASON_LENGTH = 500;
/** Characters of an invoice's notes at the most. */
export const MAX_NOTES_LENGTH = 1000;

const draftLineSchema = z.strictObject({
  label: z.string(),
  quantity: z.int().positive(),
  unit: moneySchema,
});

/** A line as it is written. */
export type DraftLine = z.infer<typeof draftLineSchema>;

export const draftSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  customerId: z.string(),
  currency: z.string(),
  lines: z.array(draftLineSchema).max(MAX_LINES),
  /** Printed below the lines. */
  notes: z.string(),
  /** When it will be due; `null`: by the settings, from the day on which it is issued. */
  dueOn: z.string().nullable(),
  /** Pay it from the wallet when it is issued, as far as the money there goes. */
  fromWallet: z.boolean(),
  createdBy: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Changes with every change: who saves or issues has to have seen the last one. */
  version: z.string(),
});

/** A stored draft. */
export type Draft = z.infer<typeof draftSchema>;
