/**
 * Numbers on a line that no open invoice has: of invoices that were merged into one that is open, which is what the money is
 * for then, or of invoices that nothing is due on. They are looked up once they are named, so an import costs one look a number.
 */
import { findInvoiceByNumber, type Invoice, readInvoice } from "@/domain/invoice/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { bodyOf, type MatchIndex } from "./facts.ts";
import { type LineMatch, matchLine } from "./match.ts";
import type { StatementLine } from "./model.ts";
import { openInvoiceOf } from "./open_invoices.ts";

const STATES: Readonly<Record<Invoice["status"], string>> = {
  open: "has nothing due any more",
  paid: "is paid",
  void: "is void",
  uncollectible: "was given up",
};

/** Matches a line, also to what its numbers stand for that belong to no open invoice. */
export async function matchAmongAll(
  deps: Pick<Deps, "kv">,
  { line, index }: { line: StatementLine; index: MatchIndex },
): Promise<LineMatch> {
  const match = matchLine(line, index);
  const unknown = match.closedNumbers.filter((number) => !index.closed.has(bodyOf(number)));
  if (unknown.length === 0) return match;
  for (const number of unknown) await learn(deps, { number, index });
  return matchLine(line, index);
}

async function learn(
  deps: Pick<Deps, "kv">,
  { number, index }: { number: string; index: MatchIndex },
): Promise<void> {
  const body = bodyOf(number);
  const named = await findInvoiceByNumber(deps.kv, number);
  const invoice = named && await endOf(deps, named);
  if (!named || !invoice) {
    index.closed.set(body, null);
    return;
  }
  const open = openInvoiceOf(invoice);
  if (open && !index.settled.has(open.id)) {
    index.replaced.set(body, open);
    return;
  }
  const { customerId, buyer } = invoice;
  const state = invoice.id === named.id
    ? STATES[invoice.status]
    : `is part of ${invoice.number}, which ${STATES[invoice.status]}`;
  index.closed.set(body, { number, customerId, buyerName: buyer.name, state });
}

/** The invoice that one is part of now, however often it was merged; itself if it never was. */
async function endOf(deps: Pick<Deps, "kv">, invoice: Invoice): Promise<Invoice | null> {
  let last: Invoice | null = invoice;
  while (last?.mergedIntoId) last = await readInvoice(deps.kv, last.mergedIntoId);
  return last;
}
