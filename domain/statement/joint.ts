/** One transfer for several invoices: those that it names, or those of one customer that add up to it. */
import { type Money, money, sum } from "@/domain/shared/money.ts";
import { type LineFacts, type MatchIndex, namedReasonOf, payerReasons } from "./facts.ts";
import {
  type Allocation,
  amountReason,
  type OpenInvoice,
  type Reason,
  suggest,
  type Suggestion,
  words,
} from "./suggestion.ts";

/** Invoices of a customer among which a sum is looked for: at most 4,096 ways. */
const MAX_SUMMED = 12;
/** Customers of whom that is tried. */
const MAX_CUSTOMERS = 3;

/** Suggestions for several invoices at once. */
export function jointSuggestions(
  facts: LineFacts,
  { candidates, index }: { candidates: readonly OpenInvoice[]; index: MatchIndex },
): Suggestion[] {
  const { currency } = facts.line.amount;
  const named = facts.named.filter(({ due }) => due.currency === currency);
  const ofNamed = named.length >= 2 ? [suggestNamed(facts, named)] : [];
  const isSettled = ofNamed.some(({ fit }) => fit === "exact");
  return isSettled ? ofNamed : [...ofNamed, ...suggestSums(facts, { candidates, index, named })];
}

/** All that are named, the one that is due first before the others; what is left goes to the wallet. */
function suggestNamed(facts: LineFacts, named: readonly OpenInvoice[]): Suggestion {
  const { amount } = facts.line;
  const total = sum(named.map(({ due }) => due), amount.currency);
  const worst = named
    .map((each) => namedReasonOf(facts, each)!)
    .toSorted((a, b) => a.points - b.points);
  const reasons = worst.map(({ text }, place) => ({
    text,
    points: place === 0 ? worst[0]!.points : 0,
  }));
  return suggest([...reasons, ...payerReasons(facts, named[0]!), jointAmount(amount, total)], {
    ...dealt(amount, named),
    fit: amount.minor === total.minor ? "exact" : amount.minor < total.minor ? "under" : "over",
  });
}

/** Open invoices of one customer that add up to the amount in one way alone, with all that are named among them. */
function suggestSums(
  facts: LineFacts,
  { candidates, index, named }: {
    candidates: readonly OpenInvoice[];
    index: MatchIndex;
    named: readonly OpenInvoice[];
  },
): Suggestion[] {
  const { amount } = facts.line;
  const customers = new Set([...named.map(({ customerId }) => customerId), ...facts.owners]);
  for (const candidate of candidates) {
    const [, name] = payerReasons(facts, candidate);
    if (name && name.points >= 10) customers.add(candidate.customerId);
  }
  return [...customers].slice(0, MAX_CUSTOMERS).flatMap((customerId) => {
    if (named.some((each) => each.customerId !== customerId)) return [];
    const open = (index.byCustomer.get(customerId) ?? [])
      .filter((each) =>
        each.due.currency === amount.currency && !named.includes(each) &&
        !index.settled.has(each.id)
      )
      .toSorted((a, b) => a.dueOn < b.dueOn ? -1 : 1)
      .slice(0, MAX_SUMMED);
    const rest = named.reduce((minor, { due }) => minor - due.minor, amount.minor);
    const [way, another] = waysToSum(open, rest).map((each) => [...named, ...each])
      .filter((each) => each.length >= 2);
    if (!way || another) return [];
    const namings = named.map((each) => namedReasonOf(facts, each));
    const reason = {
      points: 30,
      text: `${way.length} open invoices of this customer add up to exactly ${words(amount)}, ` +
        "and no others do.",
    };
    return [suggest([...namings.slice(0, 1), ...payerReasons(facts, way[0]!), reason], {
      ...dealt(amount, way),
      fit: "exact",
    })];
  });
}

/** The sets of invoices whose dues add up to so many units; dues are more than zero. */
function waysToSum(open: readonly OpenInvoice[], minor: number): OpenInvoice[][] {
  if (minor === 0) return [[]];
  const [first, ...others] = open;
  if (!first || minor < 0) return [];
  const withFirst = waysToSum(others, minor - first.due.minor).map((way) => [first, ...way]);
  return [...withFirst, ...waysToSum(others, minor)];
}

/** An amount over invoices in the order of their days; what is too much goes to the first one's customer. */
function dealt(
  amount: Money,
  invoices: readonly OpenInvoice[],
): Pick<Suggestion, "allocations" | "invoiceNumbers" | "buyerNames"> {
  const inOrder = invoices.toSorted((a, b) => a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0);
  const taken: OpenInvoice[] = [];
  const allocations: Allocation[] = [];
  let left = amount.minor;
  for (const invoice of inOrder) {
    const minor = Math.min(left, invoice.due.minor);
    if (minor === 0) break;
    left -= minor;
    taken.push(invoice);
    allocations.push({
      invoiceId: invoice.id,
      customerId: invoice.customerId,
      amount: money(minor, amount.currency),
    });
  }
  const buyerNames = taken.map(({ buyerName }) => buyerName);
  if (left > 0) {
    const { customerId, buyerName } = inOrder[0]!;
    allocations.push({ invoiceId: null, customerId, amount: money(left, amount.currency) });
    buyerNames.push(buyerName);
  }
  return { allocations, invoiceNumbers: taken.map(({ number }) => number), buyerNames };
}

function jointAmount(amount: Money, total: Money): Reason {
  const { points, text } = amountReason(amount, total);
  if (points < 30) return { points, text };
  return { points, text: `The amount is exactly what is due together: ${words(total)}.` };
}
