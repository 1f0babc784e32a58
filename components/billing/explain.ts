/** A line of an invoice in words. */
import { formatMoney } from "../ui/Money.tsx";
import type { InvoiceView, LineExplanation, TaxRule } from "@/domain/invoice/view.ts";

/** What happens to a line, step by step, in sentences. */
export function stepsOf(
  { line, unit, amount, net, tax }: LineExplanation,
  rule: TaxRule,
): string[] {
  const steps = [basisText(line)];
  if (line.quantity > 1) {
    steps.push(`${line.quantity} × ${formatMoney(unit)} = ${formatMoney(amount)}.`);
  }
  return [...steps, taxText(rule, { amount, net, tax })];
}

/** Where the price of one comes from. */
function basisText({ kind, basis, unit }: LineExplanation["line"]): string {
  switch (basis.rule) {
    case "price":
      return priceText(kind, formatMoney(unit));
    case "days": {
      const { of, days, ofDays } = basis;
      const isRounded = of.minor * days % ofDays !== 0;
      return `${days} of ${ofDays} days are ${unit.minor < 0 ? "given back" : "charged"}: ` +
        `${formatMoney(of)} × ${days} ÷ ${ofDays} = ${formatMoney(unit)}${rounded(isRounded)}.`;
    }
    case "percent": {
      const { of, basisPoints } = basis;
      const isRounded = of.minor * basisPoints % 10_000 !== 0;
      return `${percentText(basisPoints)} of ${formatMoney(of)} = ${formatMoney(unit)}` +
        `${rounded(isRounded)}.`;
    }
  }
}

function priceText(kind: InvoiceView["lines"][number]["kind"], price: string): string {
  switch (kind) {
    case "top_up":
      return `Money for the wallet: ${price}.`;
    case "late_fee":
      return `The fee for paying late is fixed: ${price}.`;
    case "discount":
      return `The discount is fixed: ${price}.`;
    case "unused":
      return `What wasn't used is given back: ${price}.`;
    case "item":
      return `The price that was set for it: ${price}.`;
    case "setup":
      return `The price for setting it up, once: ${price}.`;
    default:
      return `The price for one, as it was when the invoice was issued: ${price}.`;
  }
}

type Sums = Pick<LineExplanation, "amount" | "net" | "tax">;

/** What the tax rule makes of an amount. */
function taxText(rule: TaxRule, { amount, net, tax }: Sums): string {
  const { label, rateBasisPoints, treatment, isInclusive } = rule;
  switch (treatment) {
    case "reverse_charge":
      return `No ${label} is charged: the buyer owes it where they are (reverse charge).`;
    case "exempt":
      return `No ${label} is charged: the buyer is exempt.`;
    case "outside_scope":
      return `No ${label} is charged: it isn't taxed here.`;
    case "none":
      return `No ${label} is charged by the seller.`;
    case "standard":
      break;
  }
  const rate = percentText(rateBasisPoints);
  if (!isInclusive) {
    const isRounded = amount.minor * rateBasisPoints % 10_000 !== 0;
    return `${label} comes on top: ${rate} of ${formatMoney(amount)} = ${formatMoney(tax)}` +
      `${rounded(isRounded)}.`;
  }
  const whole = rateBasisPoints + 10_000;
  const isRounded = amount.minor * rateBasisPoints % whole !== 0;
  return `${label} is in the price: ${formatMoney(amount)} × ${rateBasisPoints / 100} ÷ ` +
    `${whole / 100} = ${formatMoney(tax)}${rounded(isRounded)}; ${formatMoney(net)} without it.`;
}

function rounded(isRounded: boolean): string {
  return isRounded ? ", rounded once" : "";
}

/** Hundredths of a percent: `19 %`, `-10 %`. */
function percentText(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}
