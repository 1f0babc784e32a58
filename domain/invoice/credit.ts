/**
 * Crediting: a part of an issued invoice is taken back. It first lowers what is due; the rest goes back to the wallet, and
 * never more than was paid. The tax of each line is given back by its own rounding, so that crediting a line in parts, or
 * all of an invoice, ends at exactly what was charged. An invoice on which nothing is due any more is paid, however that
 * came about.
 */
import {
  houseAccount,
  stageTransfers,
  type TransferInput,
  walletAccount,
} from "@/domain/ledger/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { add, compare, type Money, money, share, subtract, sum } from "@/domain/shared/money.ts";
import { amountDue, type Invoice } from "./model.ts";
import { replaceInvoice } from "./repo.ts";
import { splitOf, taxAccountOf } from "./settle.ts";

/** Ids of the transfers that belong to a credit note. */
export const creditIds = {
  revenue: (creditNoteId: string) => `credit_note:${creditNoteId}`,
  tax: (creditNoteId: string) => `credit_note_tax:${creditNoteId}`,
};

/** What of a line is to be credited, with its tax in it. */
export interface CreditAsked {
  /** Place of the line on the invoice, from 0. */
  line: number;
  gross: Money;
}

/** What of a line is credited. */
export interface CreditPart {
  line: number;
  net: Money;
  tax: Money;
  gross: Money;
}

/** What of each line wasn't credited yet, with its tax in it; below zero for discounts. */
export function creditableLines(invoice: Invoice): Money[] {
  return invoice.lines.map(({ net, tax }, line) =>
    subtract(add(net, tax), creditedOf(invoice, line))
  );
}

/** What of an invoice wasn't credited yet. */
export function creditable({ total, credited }: Pick<Invoice, "total" | "credited">): Money {
  return subtract(total, credited);
}

/**
 * What is credited, line by line. The parts are within what the lines have left, and together within what the invoice has
 * left.
 *
 * @throws RangeError if they aren't.
 */
export function creditParts(invoice: Invoice, asked: readonly CreditAsked[]): CreditPart[] {
  const left = creditableLines(invoice);
  for (const { line, gross } of asked) {
    const most = left[line];
    const isWithin = most !== undefined && gross.minor !== 0 &&
      Math.sign(gross.minor) === Math.sign(most.minor) &&
      Math.abs(gross.minor) <= Math.abs(most.minor);
    if (!isWithin) throw new RangeError(`line ${line} can't be credited with that`);
  }
  const total = sum(asked.map(({ gross }) => gross), invoice.currency);
  if (total.minor <= 0 || compare(total, creditable(invoice)) > 0) {
    throw new RangeError("more than the invoice has left, or nothing");
  }
  const parts = asked.map(({ line, gross }) => partOf(invoice, line, gross));
  return withinTax(invoice, parts, total);
}

/** A part of a line: its tax is what the line's credits so far, with it, leave to be given back. */
function partOf(invoice: Invoice, line: number, gross: Money): CreditPart {
  const { net, tax: lineTax } = invoice.lines[line]!;
  const whole = add(net, lineTax);
  const after = add(creditedOf(invoice, line), gross);
  // Both are divided by a number above zero
  const sign = whole.minor < 0 ? -1n : 1n;
  const ratio = {
    numerator: BigInt(lineTax.minor) * sign,
    denominator: BigInt(whole.minor) * sign,
  };
  const known = invoice.lineCredits[line]?.taxMinor ?? 0;
  const tax = money(share(after, ratio).minor - known, invoice.currency);
  return { line, gross, tax, net: subtract(gross, tax) };
}

/** Roundings of lines must not give back more tax than the invoice has left, or leave some of it when nothing else is. */
function withinTax(invoice: Invoice, parts: CreditPart[], total: Money): CreditPart[] {
  const taxLeft = invoice.tax.minor - creditedTaxOf(invoice);
  const netLeft = creditable(invoice).minor - taxLeft;
  const given = parts.reduce((all, { tax }) => all + tax.minor, 0);
  const wanted = Math.min(Math.max(given, total.minor - netLeft), taxLeft);
  if (wanted === given) return parts;
  const largest = parts.reduce((a, b) => Math.abs(b.gross.minor) > Math.abs(a.gross.minor) ? b : a);
  return parts.map((part) => {
    if (part !== largest) return part;
    const tax = money(part.tax.minor + wanted - given, invoice.currency);
    return { ...part, tax, net: subtract(part.gross, tax) };
  });
}

function creditedOf({ lineCredits, currency }: Invoice, line: number): Money {
  return money(lineCredits[line]?.grossMinor ?? 0, currency);
}

function creditedTaxOf({ lineCredits }: Pick<Invoice, "lineCredits">): number {
  return lineCredits.reduce((all, { taxMinor }) => all + taxMinor, 0);
}

/** What a credit came to. */
export interface Credited {
  invoice: Invoice;
  /** What went back to the wallet; the rest lowered what was due. */
  returned: Money;
}

/**
 * Credits parts of an open or paid invoice that the commit checks. Checks the wallet if something goes back to it. Who calls
 * it stages what follows if the invoice is paid by that.
 */
export async function stageCredited(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  input: { invoice: Invoice; creditNoteId: string; parts: readonly CreditPart[] },
): Promise<Credited> {
  const { invoice: before, creditNoteId, parts } = input;
  const total = sum(parts.map(({ gross }) => gross), before.currency);
  const due = amountDue(before);
  const returned = subtract(total, compare(total, due) < 0 ? total : due);
  const credited: Invoice = {
    ...before,
    paid: subtract(before.paid, returned),
    credited: add(before.credited, total),
    lineCredits: before.lines.map((_, line) => {
      const known = before.lineCredits[line] ?? { grossMinor: 0, taxMinor: 0 };
      const part = parts.find((each) => each.line === line);
      return {
        grossMinor: known.grossMinor + (part?.gross.minor ?? 0),
        taxMinor: known.taxMinor + (part?.tax.minor ?? 0),
      };
    }),
  };
  const isPaid = before.status === "open" && amountDue(credited).minor === 0;
  const after: Invoice = isPaid
    ? { ...credited, status: "paid", paidAt: isoNow(deps.clock) }
    : credited;
  const booked = await stageTransfers(tx, deps, creditTransfers(before, after, creditNoteId));
  if (!booked.ok) throw new Error(`the books refuse a credit note: ${booked.error.code}`);
  replaceInvoice(tx, before, after);
  return { invoice: after, returned };
}

/**
 * From revenue and tax to the wallet, so that what stays booked of the invoice is its split as it is now. Where that takes
 * more from one than goes back in all, the other makes up for it.
 */
function creditTransfers(before: Invoice, after: Invoice, creditNoteId: string): TransferInput[] {
  const [was, is] = [splitOf(before, before.paid), splitOf(after, after.paid)];
  const back = {
    revenue: was.revenue.minor - is.revenue.minor,
    tax: was.tax.minor - is.tax.minor,
  };
  const { currency, customerId } = before;
  const wallet = walletAccount(customerId, currency);
  const revenue = houseAccount("revenue", currency);
  const tax = houseAccount(taxAccountOf(before), currency);
  const transfer = (id: string, from: string, to: string, minor: number): TransferInput => ({
    id,
    debitAccount: from,
    creditAccount: to,
    amount: money(minor, currency),
    code: "credit_note",
    isOwned: true,
    links: { invoiceId: before.id, creditNoteId },
  });
  const [one, other] = [creditIds.revenue(creditNoteId), creditIds.tax(creditNoteId)];
  const all = back.revenue + back.tax;
  const made = back.revenue < 0
    ? [transfer(one, tax, revenue, -back.revenue), transfer(other, tax, wallet, all)]
    : back.tax < 0
    ? [transfer(one, revenue, wallet, all), transfer(other, revenue, tax, -back.tax)]
    : [transfer(one, revenue, wallet, back.revenue), transfer(other, tax, wallet, back.tax)];
  return made.filter(({ amount }) => amount.minor > 0);
}
