/** An invoice computed again from what was frozen on it: each line from its basis, the sums from the lines. Pure. */
import { add, type Money, sum, times } from "@/domain/shared/money.ts";
import { taxed } from "@/domain/shared/tax_arithmetic.ts";
import { type InvoiceLine, replayUnit } from "./line.ts";
import type { Invoice } from "./model.ts";

/** A line with what its inputs give. */
export interface LineExplanation {
  /** As it is on the invoice. */
  line: InvoiceLine;
  unit: Money;
  amount: Money;
  net: Money;
  tax: Money;
  /** Whether all of it is what the invoice says. */
  isRight: boolean;
}

/** An invoice with what its lines give. */
export interface Explanation {
  lines: LineExplanation[];
  subtotal: Money;
  tax: Money;
  total: Money;
  /** Whether every line and every sum is what the invoice says. */
  isRight: boolean;
}

/** What an explanation is made from. */
export type ExplainedInvoice = Pick<
  Invoice,
  "lines" | "taxRule" | "currency" | "subtotal" | "tax" | "total"
>;

/** Computes an invoice again. */
export function explainInvoice(invoice: ExplainedInvoice): Explanation {
  const lines = invoice.lines.map((line): LineExplanation => {
    const unit = replayUnit(line.basis) ?? line.unit;
    const amount = times(unit, line.quantity);
    const parts = { unit, amount, ...taxed(amount, invoice.taxRule) };
    const isRight = isSame(unit, line.unit) && isSame(amount, line.amount) &&
      isSame(parts.net, line.net) && isSame(parts.tax, line.tax);
    return { line, ...parts, isRight };
  });
  const subtotal = sum(lines.map(({ net }) => net), invoice.currency);
  const tax = sum(lines.map((line) => line.tax), invoice.currency);
  const total = add(subtotal, tax);
  const isRight = lines.every((line) => line.isRight) && isSame(subtotal, invoice.subtotal) &&
    isSame(tax, invoice.tax) && isSame(total, invoice.total);
  return { lines, subtotal, tax, total, isRight };
}

function isSame(one: Money, other: Money): boolean {
  return one.minor === other.minor && one.currency === other.currency;
}
