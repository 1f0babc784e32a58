/**
 * Crediting what an invoice has of a service by an amount as it is priced: the part of its term that isn't used any more.
 * Taken off the plan first, then off panel and add-ons, never off a set-up; no more than the invoice has left of the service.
 */
import { compare, type Money, money, share, subtract, sum } from "@/domain/shared/money.ts";
import { creditable, creditableLines, type CreditAsked, creditParts } from "./credit.ts";
import type { InvoiceLine } from "./line.ts";
import type { Invoice } from "./model.ts";

/** Kinds that recur, in the order in which something is taken off them. */
const RECURRING: readonly InvoiceLine["kind"][] = ["plan", "panel", "addon"];

/** How far a rounding can be off, in minor units. */
const NEAR = [0, -1, 1, -2, 2];

/** What an invoice has left of a service, as it is priced; zero where it has nothing. */
export function creditableOfService(invoice: Invoice, serviceId: string): Money {
  const { currency } = invoice;
  const left = sum(linesOf(invoice, serviceId).map((line) => pricedLeft(invoice, line)), currency);
  const taxLeft = invoice.tax.minor -
    invoice.lineCredits.reduce((all, { taxMinor }) => all + taxMinor, 0);
  const whole = creditable(invoice).minor - (invoice.taxRule.isInclusive ? 0 : taxLeft);
  return money(Math.max(Math.min(left.minor, whole), 0), currency);
}

/**
 * What is to be credited of which lines, so that it comes to `priced`.
 *
 * @throws RangeError if that is more than the invoice has left of the service.
 */
export function creditOfService(
  invoice: Invoice,
  { serviceId, priced }: { serviceId: string; priced: Money },
): CreditAsked[] {
  if (compare(priced, creditableOfService(invoice, serviceId)) > 0) {
    throw new RangeError("more than the invoice has left of the service");
  }
  const lines = linesOf(invoice, serviceId).filter((line) => pricedLeft(invoice, line).minor > 0)
    .sort((one, other) => rank(invoice, one) - rank(invoice, other));
  const asked: CreditAsked[] = [];
  let rest = priced.minor;
  for (const line of lines) {
    const part = Math.min(rest, pricedLeft(invoice, line).minor);
    if (part <= 0) break;
    const used = sum(asked.map(({ gross }) => gross), invoice.currency);
    const most = least(creditableLines(invoice)[line]!, subtract(creditable(invoice), used));
    asked.push({ line, gross: grossOf(invoice, { line, priced: part, most }) });
    rest -= part;
  }
  return asked;
}

/** Places of the lines that are for the service's terms: those that recur, what is taken off them, and what they replaced. */
function linesOf(invoice: Invoice, serviceId: string): number[] {
  // An order's lines are from before there was a service.
  const isOfService = (line: InvoiceLine) =>
    line.serviceId === serviceId || invoice.kind === "order" && line.serviceId === null;
  const places = [...invoice.lines.keys()].filter((at) => isOfService(invoice.lines[at]!));
  const setups = invoice.lines.filter(({ kind }) => kind === "setup");
  // A discount says in its label what it is taken off.
  const isOfSetup = (discount: InvoiceLine) =>
    setups.some(({ label }) => discount.label.endsWith(`(${label})`));
  return places.filter((at) => {
    const line = invoice.lines[at]!;
    return RECURRING.includes(line.kind) || line.kind === "unused" ||
      line.kind === "discount" && !isOfSetup(line);
  });
}

function rank({ lines }: Invoice, line: number): number {
  return RECURRING.indexOf(lines[line]!.kind);
}

/** What of a line wasn't credited, as it is priced. */
function pricedLeft(invoice: Invoice, line: number): Money {
  const left = creditableLines(invoice)[line]!;
  if (invoice.taxRule.isInclusive) return left;
  const taxLeft = invoice.lines[line]!.tax.minor - (invoice.lineCredits[line]?.taxMinor ?? 0);
  return money(left.minor - taxLeft, invoice.currency);
}

/** The amount with tax, of `most` at the most, whose credit comes to a priced one. */
function grossOf(
  invoice: Invoice,
  { line, priced, most }: { line: number; priced: number; most: Money },
): Money {
  const { currency } = invoice;
  if (invoice.taxRule.isInclusive) return money(priced, currency);
  const { net, tax } = invoice.lines[line]!;
  const near = share(money(priced, currency), {
    numerator: BigInt(net.minor + tax.minor),
    denominator: BigInt(net.minor),
  });
  const tried = [...NEAR.map((by) => money(near.minor + by, currency)), most];
  const found = tried.find((gross) =>
    gross.minor > 0 && compare(gross, most) <= 0 &&
    creditParts(invoice, [{ line, gross }])[0]!.net.minor === priced
  );
  return found ?? least(near, most);
}

function least(one: Money, other: Money): Money {
  return compare(one, other) < 0 ? one : other;
}
