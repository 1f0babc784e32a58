/**
 * An invoice: numbered when issued, then frozen but for its state and what was paid and credited. Parties, tax rule and
 * the inputs of every line stay as they were, enough to compute the total again.
 */
import { z } from "zod";
import { letterheadSchema } from "@/domain/letterhead/view.ts";
import { add, type Money, subtract, zero } from "@/domain/shared/money.ts";
import { moneySchema } from "@/domain/shared/money_schema.ts";
import { CUSTOMER_KINDS, TAX_TREATMENTS } from "@/domain/tax/view.ts";
import { lineSchema } from "./line.ts";

/** The states of an invoice. */
export const INVOICE_STATUSES = ["open", "paid", "void", "uncollectible"] as const;

/** A state of an invoice. */
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];

/** What invoices are issued for; what happens when one is paid follows from it. */
export const INVOICE_KINDS = [
  /** An order: `orderId`. */
  "order",
  /** Further periods of services, named by the lines. */
  "renewal",
  /** Another plan or cycle for a service: `serviceId`. */
  "change",
  /** Money for the wallet; the wallet can't pay it. */
  "top_up",
  /** Whatever staff wrote. */
  "manual",
  /** Several open ones as one. */
  "merged",
] as const;

/** What an invoice is issued for. */
export type InvoiceKind = (typeof INVOICE_KINDS)[number];

export const partySchema = z.strictObject({
  name: z.string(),
  email: z.string().nullable(),
  addressLines: z.array(z.string()),
  country: z.string().nullable(),
  taxNumber: z.string().nullable(),
});

/** A buyer or seller as printed on the invoice. */
export type InvoiceParty = z.infer<typeof partySchema>;

export const taxRuleSchema = z.strictObject({
  label: z.string(),
  /** Hundredths of a percent: 1900 is 19 %. */
  rateBasisPoints: z.int().min(0).max(10_000),
  /** Whose tax it is, by ISO 3166-1 code; `null` if the seller has named no country. */
  country: z.string().regex(/^[A-Z]{2}$/).nullable(),
  treatment: z.enum(TAX_TREATMENTS),
  /** Whether prices hold the tax already. */
  isInclusive: z.boolean(),
  /** What the law wants printed; empty if nothing. */
  note: z.string(),
});

/** The tax that was applied. */
export type TaxRule = z.infer<typeof taxRuleSchema>;

const chaseSchema = z.strictObject({
  /** When it is to be looked at next; `null` when nothing more is to be done about it. */
  nextAt: z.string().nullable(),
  /** What was done already, or left out for good: reminders, suspensions, warnings by their names. */
  taken: z.array(z.string()),
  /** When the customer has said that they will pay; given once. */
  promise: z.strictObject({ payOn: z.string(), madeAt: z.string() }).nullable(),
});

/** How far an invoice that isn't paid has been chased. */
export type Chase = z.infer<typeof chaseSchema>;

/** Nobody has chased it, and nobody will. */
export const NO_CHASE: Chase = { nextAt: null, taken: [], promise: null };

/** Kinds whose customers are reminded to pay: orders expire instead, changes and top-ups just don't happen. */
const CHASED_KINDS: readonly InvoiceKind[] = ["renewal", "manual", "merged"];

/** Whether customers are reminded to pay invoices of a kind. */
export function isChased(kind: InvoiceKind): boolean {
  return CHASED_KINDS.includes(kind);
}

export const invoiceSchema = z.strictObject({
  schemaVersion: z.literal(2),
  id: z.string(),
  series: z.literal("INV"),
  year: z.int(),
  number: z.string().regex(/^INV-\d{4}-\d{6,}$/),
  kind: z.enum(INVOICE_KINDS),
  customerId: z.string(),
  orderId: z.string().nullable(),
  serviceId: z.string().nullable(),
  status: z.enum(INVOICE_STATUSES),
  lines: z.array(lineSchema).min(1),
  currency: z.string().regex(/^[A-Z]{3}$/),
  subtotal: moneySchema,
  tax: moneySchema,
  total: moneySchema,
  /** Settled from the wallet so far; what was given back when the invoice was voided is out of it again. */
  paid: moneySchema,
  /** How many times something was settled: names the transfers. */
  settlementCount: z.int().nonnegative(),
  /** Taken off by credit notes. */
  credited: moneySchema,
  /** The same by line, with its tax and how much of it that is; empty before the first credit note. */
  lineCredits: z.array(z.strictObject({ grossMinor: z.int(), taxMinor: z.int() })).default([]),
  buyer: partySchema,
  seller: partySchema,
  /** What its paper is headed with; `null` for one of before that was kept. */
  letterhead: letterheadSchema.nullable().default(null),
  taxRule: taxRuleSchema,
  /** What the buyer was for the tax; `null` on invoices from before this was kept. */
  customerKind: z.enum(CUSTOMER_KINDS).nullable().default(null),
  /** Printed below the lines. */
  notes: z.string(),
  /** ISO 11649. */
  reference: z.string(),
  issuedAt: z.string(),
  dueOn: z.string(),
  /** When it is void if nobody has paid it, of kinds that nobody owes: a top-up. `null` for never. */
  expiresAt: z.string().nullable().default(null),
  paidAt: z.string().nullable(),
  voidedAt: z.string().nullable(),
  voidReason: z.string().nullable(),
  /** The invoice that a void one is part of now: what arrives for it goes there. */
  mergedIntoId: z.string().nullable().default(null),
  /** Since when and why an uncollectible one isn't expected to be paid. */
  writtenOff: z.strictObject({ at: z.string(), reason: z.string() }).nullable().default(null),
  chase: chaseSchema.default(NO_CHASE),
});

/** A stored invoice. */
export type Invoice = z.infer<typeof invoiceSchema>;

/** The number of the `count`-th invoice of a year. */
export function invoiceNumber(year: number, count: number): string {
  return `INV-${year}-${String(count).padStart(6, "0")}`;
}

/** What is still to be paid: nothing unless the invoice is open. */
export function amountDue(
  invoice: Pick<Invoice, "status" | "total" | "paid" | "credited" | "currency">,
): Money {
  return invoice.status === "open"
    ? subtract(invoice.total, add(invoice.paid, invoice.credited))
    : zero(invoice.currency);
}

/** A stored invoice in today's form: those of version 1 had no kinds but orders, and prices without tax. */
export function parseInvoice(stored: unknown): Invoice {
  const version = (stored as { schemaVersion?: unknown }).schemaVersion;
  return invoiceSchema.parse(version === 1 ? fromVersion1(stored as Version1) : stored);
}

/** What the migration looks at; the rest is taken over and parsed. */
interface Version1 {
  status: InvoiceStatus;
  currency: string;
  paid: Money;
  lines: Array<{ amount: Money }>;
  taxRule: { rateBasisPoints: number };
}

/**
 * In version 1 a part that was received stayed in the wallet and was only noted as paid: it isn't settled, so nothing of it
 * counts as paid here, and it is there to settle the invoice with.
 */
function fromVersion1(stored: Version1): unknown {
  const { rateBasisPoints } = stored.taxRule;
  const isPaid = stored.status === "paid";
  return {
    ...stored,
    schemaVersion: 2,
    serviceId: null,
    lines: stored.lines.map((line) => ({
      ...line,
      basis: { rule: "price" },
      period: null,
      serviceId: null,
      net: line.amount,
    })),
    taxRule: {
      ...stored.taxRule,
      treatment: rateBasisPoints > 0 ? "standard" : "none",
      isInclusive: false,
      note: "",
    },
    paid: isPaid ? stored.paid : zero(stored.currency),
    settlementCount: isPaid ? 1 : 0,
    credited: zero(stored.currency),
    notes: "",
  };
}
