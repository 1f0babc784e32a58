/** What is stored of statements: imports, and lines with what was made of them. */
import { z } from "zod";
import { moneySchema } from "@/domain/shared/money_schema.ts";
import { csvMappingSchema } from "./csv_mapping.ts";
import { STATEMENT_FORMATS, statementLineSchema } from "./model.ts";
import { IMPORT_STATUSES, LINE_STATUSES } from "./view.ts";

/** Parts of a line at the most. */
export const MAX_PARTS = 20;

const allocationSchema = z.strictObject({
  /** `null`: into the customer's wallet. */
  invoiceId: z.string().nullable(),
  customerId: z.string(),
  amount: moneySchema.refine((amount) => amount.minor > 0),
});

const partSchema = z.strictObject({
  ...allocationSchema.shape,
  /** `null` until it is booked. */
  paymentId: z.string().nullable(),
});

/** A decided part of a line. */
export type LinePart = z.infer<typeof partSchema>;

const suggestionSchema = z.strictObject({
  allocations: z.array(allocationSchema).min(1).max(MAX_PARTS),
  score: z.int().min(0).max(100),
});

/** A stored way to book a line; its reasons, which name people, are found again when they are shown. */
export type StoredSuggestion = z.infer<typeof suggestionSchema>;

export const lineRecordSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  importId: z.string(),
  /** What lines are counted by: the format, and for CSV its mapping. */
  source: z.string(),
  statementNumber: z.string().nullable(),
  line: statementLineSchema,
  isPossibleRepeat: z.boolean(),
  match: z.enum(["certain", "likely", "unknown", "outgoing"]),
  suggestions: z.array(suggestionSchema).max(5),
  /** Numbers that it names of invoices that weren't open. */
  closedNumbers: z.array(z.string()),
  status: z.enum(LINE_STATUSES),
  /** They add up to the amount; empty until something is decided. */
  parts: z.array(partSchema).max(MAX_PARTS),
  approvalId: z.string().nullable(),
  /** Staff; `null` where it was booked by itself, or nothing is decided. */
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  reason: z.string(),
});

/** A stored line. */
export type LineRecord = z.infer<typeof lineRecordSchema>;

export const importSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  status: z.enum(IMPORT_STATUSES),
  fileName: z.string(),
  format: z.enum(STATEMENT_FORMATS),
  sha256: z.string(),
  /** Names the chunks of the file; they go when the import is done. */
  upload: z.strictObject({ id: z.string(), chunkCount: z.int() }),
  /** IBANs of the house. */
  accounts: z.array(z.string()),
  /** How a CSV is read, once somebody has said so. */
  mapping: csvMappingSchema.nullable(),
  lineCount: z.int(),
  /** Lines that are done. */
  position: z.int(),
  /** Times that the work was handed on to a further job. */
  slice: z.int(),
  newCount: z.int(),
  repeatCount: z.int(),
  bookedCount: z.int(),
  skipped: z.int(),
  warnings: z.array(z.string()),
  problem: z.string(),
  importedBy: z.string(),
  importedAt: z.string(),
  /** Who has taken it back; `null` unless somebody has. */
  undoneBy: z.string().nullable().default(null),
});

/** A stored import. */
export type ImportRecord = z.infer<typeof importSchema>;

export const mappingRecordSchema = z.strictObject({
  schemaVersion: z.literal(1),
  mapping: csvMappingSchema,
  savedBy: z.string(),
  savedAt: z.string(),
});
