/**
 * Lines of an invoice: each holds the inputs that its amount came from, so that it can be computed again and told in
 * words years later. An amount is rounded once, where its basis says so; sums are sums of lines, never rounded again.
 */
import { z } from "zod";
import { add, type Money, money, share, sum, times } from "@/domain/shared/money.ts";
import { moneySchema } from "@/domain/shared/money_schema.ts";
import { type TaxArithmetic, taxed } from "@/domain/shared/tax_arithmetic.ts";

/** What a line is for. */
export const LINE_KINDS = [
  "plan",
  "panel",
  "addon",
  "setup",
  /** Less, by a promotion. */
  "discount",
  /** The rest of a paid period of what a change replaces. */
  "unused",
  "late_fee",
  "top_up",
  /** Whatever staff wrote. */
  "item",
] as const;

/** What a line is for. */
export type LineKind = (typeof LINE_KINDS)[number];

const ratio = { of: moneySchema };

/** How `unit` came about. */
export const basisSchema = z.discriminatedUnion("rule", [
  /** A price of the catalogue or of the contract, as it is. */
  z.strictObject({ rule: z.literal("price") }),
  /** `days` of `ofDays` of a full price, rounded once, halves away from zero; negative where it is given back. */
  z.strictObject({
    rule: z.literal("days"),
    ...ratio,
    days: z.int().nonnegative(),
    ofDays: z.int().positive(),
  }),
  /** Hundredths of a percent of an amount, rounded once, halves away from zero; negative for a discount. */
  z.strictObject({ rule: z.literal("percent"), ...ratio, basisPoints: z.int() }),
]);

/** How a line's `unit` came about. */
export type LineBasis = z.infer<typeof basisSchema>;

export const lineSchema = z.strictObject({
  kind: z.enum(LINE_KINDS),
  slug: z.string(),
  label: z.string(),
  quantity: z.int().positive(),
  /** Negative for discounts and what is given back. */
  unit: moneySchema,
  /** `unit` times `quantity`; with tax in it where the tax rule says so. */
  amount: moneySchema,
  basis: basisSchema,
  /** The days that it pays for; the last one isn't part of them. */
  period: z.strictObject({ startsOn: z.string(), endsOn: z.string() }).nullable(),
  serviceId: z.string().nullable(),
  /** `amount` without tax. */
  net: moneySchema,
  tax: moneySchema,
});

/** A line with its tax. */
export type InvoiceLine = z.infer<typeof lineSchema>;

/** What a line is made from. */
export type InvoiceLineInput =
  & Pick<InvoiceLine, "kind" | "slug" | "label" | "quantity" | "unit" | "amount">
  & Partial<Pick<InvoiceLine, "basis" | "period" | "serviceId">>;

/** A unit price from its basis; `null` where the basis is the price itself. */
export function replayUnit(basis: LineBasis): Money | null {
  switch (basis.rule) {
    case "price":
      return null;
    case "days":
      return share(basis.of, {
        numerator: BigInt(basis.days),
        denominator: BigInt(basis.ofDays),
      });
    case "percent":
      return share(basis.of, { numerator: BigInt(basis.basisPoints), denominator: 10_000n });
  }
}

/** The sums of an invoice. */
export interface Totals {
  lines: InvoiceLine[];
  subtotal: Money;
  tax: Money;
  total: Money;
}

/**
 * Lines with their tax, and the sums.
 *
 * @throws RangeError if an amount isn't its unit times its quantity, a unit isn't what its basis gives, or the total is
 * below zero: what is given back beyond that is a credit note.
 */
export function totals(
  inputs: readonly InvoiceLineInput[],
  rule: TaxArithmetic,
  currency: string,
): Totals {
  const lines = inputs.map((input): InvoiceLine => {
    const { kind, slug, label, quantity, unit, amount } = input;
    const basis = input.basis ?? { rule: "price" };
    const replayed = replayUnit(basis);
    if (replayed && !isSame(replayed, unit)) {
      throw new RangeError(`the price of line ${slug} isn't what its basis gives`);
    }
    if (!isSame(times(unit, quantity), amount)) {
      throw new RangeError(`the amount of line ${slug} isn't its unit price times its quantity`);
    }
    const { period = null, serviceId = null } = input;
    const parts = { kind, slug, label, quantity, unit, amount, basis, period, serviceId };
    return { ...parts, ...taxed(amount, rule) };
  });
  const subtotal = sum(lines.map((line) => line.net), currency);
  const tax = sum(lines.map((line) => line.tax), currency);
  const total = add(subtotal, tax);
  if (total.minor < 0) throw new RangeError("an invoice can't be below zero");
  return { lines, subtotal, tax, total };
}

/** A line for one of something at a price. */
export function oneLine(
  input: Omit<InvoiceLineInput, "quantity" | "amount">,
): InvoiceLineInput {
  return { ...input, quantity: 1, amount: money(input.unit.minor, input.unit.currency) };
}

function isSame(one: Money, other: Money): boolean {
  return one.minor === other.minor && one.currency === other.currency;
}
