/**
 * A line of a bank statement in the one form that every format is read into, and what a read file is. A line is what
 * the bank says and is never changed; what is done with it is kept beside it.
 */
import { z } from "zod";
import { moneySchema } from "@/domain/shared/money_schema.ts";

/** The formats that are read. */
export const STATEMENT_FORMATS = ["camt053", "mt940", "csv"] as const;

/** One of the formats. */
export type StatementFormat = (typeof STATEMENT_FORMATS)[number];

/** Bytes of a file at the most. */
export const MAX_STATEMENT_BYTES = 10 * 1024 * 1024;
/** Lines of a file at the most. */
export const MAX_STATEMENT_LINES = 20_000;
/** Characters of a name, of a bank's or payer's id, and of what was written to the payee. */
export const MAX_NAME = 140;
export const MAX_ID = 70;
export const MAX_REMITTANCE = 1000;

const day = z.iso.date();
const id = z.string().min(1).max(MAX_ID).nullable();

export const statementLineSchema = z.strictObject({
  bookedOn: day,
  valueOn: day.nullable(),
  /** More than zero is money that came in; never zero. */
  amount: moneySchema.refine((amount) => amount.minor !== 0),
  /** Takes back an earlier entry: a returned debit, or a payment that was recalled. */
  isReversal: z.boolean(),
  /** Empty where the file has none; so is the next one. */
  counterpartyName: z.string().max(MAX_NAME),
  counterpartyIban: z.string().max(34),
  /** What the payer wrote. */
  remittance: z.string().max(MAX_REMITTANCE),
  /** The structured creditor reference, as the file has it. */
  reference: id,
  endToEndId: id,
  /** The bank's own id of the entry. */
  bankId: id,
  /** The account of the house, in the file's own words: an IBAN, or bank code and number. */
  accountIban: z.string().min(1).max(40),
  /** Which part of a batch it is; the fields of a line that stands alone are `null`. */
  batch: z.strictObject({ position: z.int(), count: z.int(), total: moneySchema }).nullable(),
  /** The same for the same payment in every file; see `fingerprint.ts`. */
  fingerprint: z.string(),
});

/** One line of a statement. */
export type StatementLine = z.infer<typeof statementLineSchema>;

/** A line before it is told apart from those that look the same. */
export type ParsedLine = Omit<StatementLine, "fingerprint">;

/** One account's statement within a file. */
export interface ParsedStatement {
  account: string;
  currency: string;
  /** The bank's number of the statement; `null` in CSV. */
  number: string | null;
  lines: ParsedLine[];
}

/** A file that was read from the first line to the last. */
export interface StatementFile {
  format: StatementFormat;
  statements: Array<Omit<ParsedStatement, "lines"> & { lines: StatementLine[] }>;
  /** What is odd without being wrong, in words. */
  warnings: string[];
  /** Entries that aren't booked yet, and rows that are none. */
  skipped: number;
}
