/** What is known before a line is scored: of all open invoices, and of the line itself. */
import type { StatementLine } from "./model.ts";
import type { NamingQuality } from "./named.ts";
import { nameWords, wordsSimilarity } from "./names.ts";
import type { ClosedInvoice } from "./closed.ts";
import {
  ibanReason,
  namedReason,
  nameReason,
  type OpenInvoice,
  type Reason,
} from "./suggestion.ts";

/** What a line is matched against. */
export interface MatchAgainst {
  invoices: readonly OpenInvoice[];
  /** Customers that an account has paid for before. */
  ownersOfIban: (iban: string) => readonly string[];
}

/** What is looked up again and again. */
export interface MatchIndex extends MatchAgainst {
  prefixes: readonly string[];
  byBody: ReadonlyMap<string, OpenInvoice>;
  byDue: ReadonlyMap<string, readonly OpenInvoice[]>;
  byCustomer: ReadonlyMap<string, readonly OpenInvoice[]>;
  byWord: ReadonlyMap<string, readonly OpenInvoice[]>;
  /** Invoices that were settled since: a job matches many lines against one index. */
  settled: Set<string>;
  /** Invoices that numbers stand for which were merged into them, by the body of such a number; learned by and by. */
  replaced: Map<string, OpenInvoice>;
  /** Invoices that nothing is due on, the same; `null` for a number that belongs to none. */
  closed: Map<string, ClosedInvoice | null>;
  /** The words of each buyer's name. */
  words: ReadonlyMap<string, readonly string[]>;
}

/** The letters and digits of an invoice's number: `INV2026000123`. */
export function bodyOf(number: string): string {
  return number.replace(/[^0-9A-Z]/g, "");
}

/** The invoice that a body stands for, if something is due on it. */
export function invoiceOf(index: MatchIndex, body: string): OpenInvoice | null {
  const invoice = index.byBody.get(body) ?? index.replaced.get(body);
  return invoice && !index.settled.has(invoice.id) ? invoice : null;
}

/** What is known of a line before any invoice is looked at. */
export interface LineFacts {
  line: StatementLine;
  /** Open invoices that it names. */
  named: readonly OpenInvoice[];
  /** How well each named invoice is named, by its id. */
  qualities: ReadonlyMap<string, NamingQuality>;
  /** The number that it is named by, where that is one which was merged into it; by its id. */
  formerNumbers: ReadonlyMap<string, string>;
  /** Customers that the payer's account has paid for. */
  owners: readonly string[];
  /** How alike the payer's name and a buyer's are. */
  similarityTo: (buyerName: string) => number;
}

/** Compares a payer's name with those of buyers, each once. */
export function comparer(payerName: string, index: MatchIndex): LineFacts["similarityTo"] {
  const words = nameWords(payerName);
  const known = new Map<string, number>();
  return (buyerName) => {
    const similarity = known.get(buyerName) ??
      wordsSimilarity(words, index.words.get(buyerName) ?? []);
    known.set(buyerName, similarity);
    return similarity;
  };
}

/** That the line names an invoice; `null` if it doesn't. */
export function namedReasonOf(
  { qualities, formerNumbers }: LineFacts,
  { id, number }: OpenInvoice,
): Reason | null {
  const quality = qualities.get(id);
  const former = formerNumbers.get(id);
  return quality
    ? namedReason(quality, former ? `${former} (part of ${number} now)` : number)
    : null;
}

/** What the payer's account and name say of an invoice's customer. */
export function payerReasons(
  { owners, similarityTo }: LineFacts,
  { customerId, buyerName }: Pick<OpenInvoice, "customerId" | "buyerName">,
): Array<Reason | null> {
  return [
    ibanReason(owners, customerId),
    nameReason(similarityTo(buyerName), buyerName),
  ];
}
