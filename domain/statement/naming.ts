/** Which invoices a line names, in all of its texts. */
import { invoiceOf, type MatchIndex } from "./facts.ts";
import type { StatementLine } from "./model.ts";
import { findNamed, type Named, NAMING_QUALITIES } from "./named.ts";
import type { OpenInvoice } from "./suggestion.ts";

/** What a line names. */
export interface LineNaming {
  /** Invoices that something is due on, each once at its best; `body` may be of a number that was merged into it. */
  known: Array<Named & { invoice: OpenInvoice }>;
  /** What is written in full and stands for none of them. */
  others: Named[];
}

/** What all texts of a line name, each invoice at its best. */
export function namingOf(line: StatementLine, index: MatchIndex): LineNaming {
  const isKnown = (body: string) => invoiceOf(index, body) !== null;
  const namings = [line.reference, line.remittance, line.endToEndId]
    .filter((text) => text !== null && text !== "")
    .map((text) => findNamed(text!, { prefixes: index.prefixes, isKnown }));
  const bestFirst = (all: readonly Named[]) =>
    all.toSorted((a, b) =>
      NAMING_QUALITIES.indexOf(a.quality) - NAMING_QUALITIES.indexOf(b.quality)
    );
  const known = bestFirst(namings.flatMap((naming) => naming.known))
    .map((each) => ({ ...each, invoice: invoiceOf(index, each.body)! }));
  const others = bestFirst(namings.flatMap((naming) => naming.others));
  return {
    known: known.filter(({ invoice }, place) =>
      known.findIndex((each) => each.invoice.id === invoice.id) === place
    ),
    others: others.filter(({ body }, place) =>
      others.findIndex((each) => each.body === body) === place
    ),
  };
}

/** The number with that body. */
export function numberOf(body: string): string {
  return body.replace(/^([A-Z]+)(\d{4})/, "$1-$2-");
}
