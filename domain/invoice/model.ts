/**
 * An invoice: numbered when issued, then frozen but for its state and what was received for it. Lines hold the
 * inputs that their sums came from, so that the total can be computed again years later.
 */
import { z } from "zod";
import { add, type Money, share, subtract, sum, times, zero } from "@/domain/shared/money.ts";
import { moneySchema } from "@/domain/shared/money_schema.ts";

/** The states of an invoice. */
export const INVOICE_STATUSES = ["open", "paid", "void", "uncollectible"] as const;

/** A state of an invoice. */
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];

const lineSchema = z.strictObject({
  kind: z.enum(["plan", "panel", "addon", "setup"]),
  slug: z.string(),
  label: z.string(),
  quantity: z.int().positive(),
  unit: moneySchema,
  /** `unit` times `quantity`. */
  amount: moneySchema,
  /** The tax rule's share of `amount`, rounded once, halves away from zero. */
  tax: moneySchema,
});

/** A line with its tax. */
export type InvoiceLine = z.infer<typeof lineSchema>;

/** What a line is made from. */
export type InvoiceLineInput = Omit<InvoiceLine, "tax">;

const partySchema = z.strictObject({
  name: z.string(),
  email: z.string().nullable(),
  addressLines: z.array(z.string()),
  country: z.string().nullable(),
  taxNumber: z.string().nullable(),
});

/** A buyer or seller as printed on the invoice. */
export type InvoiceParty = z.infer<typeof partySchema>;

const taxRuleSchema = z.strictObject({
  label: z.string(),
  /** Hundredths of a percent: 1900 is 19 %. */
  rateBasisPoints: z.int().min(0).max(10_000),
  /** Whose tax it is, by ISO 3166-1 code; `null` if the seller has named no country. */
  country: z.string().regex(/^[A-Z]{2}$/).nullable(),
});

/** The tax that was applied. */
export type TaxRule = z.infer<typeof taxRuleSchema>;

export const invoiceSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  series: z.literal("INV"),
  year: z.int(),
  number: z.string().regex(/^INV-\d{4}-\d{6,}$/),
  kind: z.literal("order"),
  customerId: z.string(),
  orderId: z.string(),
  status: z.enum(INVOICE_STATUSES),
  lines: z.array(lineSchema).min(1),
  currency: z.string().regex(/^[A-Z]{3}$/),
  subtotal: moneySchema,
  tax: moneySchema,
  total: moneySchema,
  /** Received for this invoice so far; once the invoice is paid, its total. */
  paid: moneySchema,
  buyer: partySchema,
  seller: partySchema,
  taxRule: taxRuleSchema,
  /** ISO 11649. */
  reference: z.string(),
  issuedAt: z.string(),
  dueOn: z.string(),
  paidAt: z.string().nullable(),
  voidedAt: z.string().nullable(),
  voidReason: z.string().nullable(),
});

/** A stored invoice. */
export type Invoice = z.infer<typeof invoiceSchema>;

/** The number of the `count`-th invoice of a year. */
export function invoiceNumber(year: number, count: number): string {
  return `INV-${year}-${String(count).padStart(6, "0")}`;
}

/** Lines with their tax, and the sums: totals are sums of rounded lines, never rounded again. */
export function totals(
  inputs: readonly InvoiceLineInput[],
  taxRule: Pick<TaxRule, "rateBasisPoints">,
  currency: string,
): Pick<Invoice, "lines" | "subtotal" | "tax" | "total"> {
  const rate = { numerator: BigInt(taxRule.rateBasisPoints), denominator: 10_000n };
  const lines = inputs.map((input) => {
    const { kind, slug, label, quantity, unit } = input;
    const amount = times(unit, quantity);
    if (amount.minor !== input.amount.minor || amount.currency !== input.amount.currency) {
      throw new RangeError(`the amount of line ${slug} isn't its unit price times its quantity`);
    }
    return { kind, slug, label, quantity, unit, amount, tax: share(amount, rate) };
  });
  const subtotal = sum(lines.map((line) => line.amount), currency);
  const tax = sum(lines.map((line) => line.tax), currency);
  return { lines, subtotal, tax, total: add(subtotal, tax) };
}

/** What is still to be paid: nothing unless the invoice is open. */
export function amountDue(invoice: Pick<Invoice, "status" | "total" | "paid" | "currency">): Money {
  return invoice.status === "open" ? subtract(invoice.total, invoice.paid) : zero(invoice.currency);
}
