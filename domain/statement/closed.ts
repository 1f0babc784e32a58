/** Invoices that a line names though nothing is due on them: its money can go to their customer's wallet. */
import { invoiceOf, type LineFacts, type MatchIndex, payerReasons } from "./facts.ts";
import type { Named } from "./named.ts";
import { namedReason, type OpenInvoice, suggest, type Suggestion } from "./suggestion.ts";

/** An invoice that nothing is due on. */
export interface ClosedInvoice extends Pick<OpenInvoice, "number" | "customerId" | "buyerName"> {
  /** Why nothing is due, in words: `is void`. */
  state: string;
}

/** What a line's money may be if the invoices that it names are closed: one suggestion a customer. */
export function closedSuggestions(
  facts: LineFacts,
  { others, index }: { others: readonly Named[]; index: MatchIndex },
): Suggestion[] {
  const { amount } = facts.line;
  const customers = new Set<string>();
  return others.flatMap(({ body, quality }) => {
    const closed = closedOf(index, body);
    if (!closed || customers.has(closed.customerId)) return [];
    const { number, customerId, buyerName, state } = closed;
    customers.add(customerId);
    const text = `${number} ${state}: the money can go to the customer's wallet.`;
    return suggest([
      namedReason(quality, number),
      ...payerReasons(facts, closed),
      { points: 0, text },
    ], {
      allocations: [{ invoiceId: null, customerId, amount }],
      invoiceNumbers: [],
      fit: "wallet",
      buyerNames: [buyerName],
    });
  });
}

/** What is known of it: learned, or settled since the index was made. */
function closedOf(index: MatchIndex, body: string): ClosedInvoice | null {
  const learned = index.closed.get(body);
  if (learned || invoiceOf(index, body)) return learned ?? null;
  const settled = index.byBody.get(body) ?? index.replaced.get(body);
  return settled ? { ...settled, state: "is paid" } : null;
}
