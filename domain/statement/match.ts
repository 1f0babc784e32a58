/**
 * Matching: which open invoices a line of a statement pays. What names an invoice by its creditor reference and is
 * exactly what is due is certain, and booked without anybody; a number has no check digits, so it needs the payer's
 * account or name beside it. All else is offered, with its reasons, or left to a person.
 */
import type { StatementLine } from "./model.ts";
import { closedSuggestions } from "./closed.ts";
import {
  bodyOf,
  comparer,
  type LineFacts,
  type MatchAgainst,
  type MatchIndex,
  namedReasonOf,
  payerReasons,
} from "./facts.ts";
import { nameWords } from "./names.ts";
import { namingOf, numberOf } from "./naming.ts";
import { jointSuggestions } from "./joint.ts";
import {
  amountReason,
  ibanReason,
  type OpenInvoice,
  type Reason,
  SAME_NAME,
  suggest,
  type Suggestion,
  words,
} from "./suggestion.ts";

/** How sure a match is. */
export type MatchKind =
  /** Booked by itself: `suggestions[0]`. */
  | "certain"
  /** Offered. */
  | "likely"
  /** Money of which nothing is known. */
  | "unknown"
  /** Money that went out. */
  | "outgoing";

/** What a line was matched to. */
export interface LineMatch {
  kind: MatchKind;
  /** The best first. */
  suggestions: Suggestion[];
  /** Numbers that the line names in full, of invoices that aren't open: paid, void, or never issued. */
  closedNumbers: string[];
}

const NAMES_OTHERS: Reason = { points: -20, text: "It names other open invoices as well." };

const MAX_SUGGESTIONS = 5;
const MIN_SCORE = 35;
/** Invoices that are looked at because of one thing they share with the line. */
const MAX_CANDIDATES = 40;

/** Prepares open invoices for matching. */
export function indexInvoices({ invoices, ownersOfIban }: MatchAgainst): MatchIndex {
  const words = new Map(invoices.map(({ buyerName }) => [buyerName, nameWords(buyerName)]));
  return {
    invoices,
    ownersOfIban,
    settled: new Set(),
    words,
    prefixes: [...new Set(["INV", ...invoices.map(({ number }) => number.split("-")[0]!)])],
    byBody: new Map(invoices.map((invoice) => [bodyOf(invoice.number), invoice])),
    replaced: new Map(),
    closed: new Map(),
    byDue: grouped(invoices, (invoice) => [dueKey(invoice.due)]),
    byCustomer: grouped(invoices, ({ customerId }) => [customerId]),
    byWord: grouped(invoices, ({ buyerName }) => new Set(words.get(buyerName))),
  };
}

/** Matches a line. */
export function matchLine(line: StatementLine, index: MatchIndex): LineMatch {
  if (line.amount.minor < 0) return { kind: "outgoing", suggestions: [], closedNumbers: [] };
  const naming = namingOf(line, index);
  const facts: LineFacts = {
    line,
    named: naming.known.map(({ invoice }) => invoice),
    qualities: new Map(naming.known.map(({ invoice, quality }) => [invoice.id, quality])),
    formerNumbers: new Map(
      naming.known.filter(({ invoice, body }) => bodyOf(invoice.number) !== body)
        .map(({ invoice, body }) => [invoice.id, numberOf(body)]),
    ),
    owners: line.counterpartyIban === "" ? [] : index.ownersOfIban(line.counterpartyIban),
    similarityTo: comparer(line.counterpartyName, index),
  };
  const candidates = candidatesOf(facts, index);
  const toWallets = closedSuggestions(facts, { others: naming.others, index });
  const suggestions = [
    ...jointSuggestions(facts, { candidates, index }),
    ...candidates.map((invoice) => suggestOne(facts, invoice)),
    ...toWallets,
    toWallets.length === 0 ? walletSuggestion(facts) : null,
  ]
    .filter((each): each is Suggestion => each !== null && each.score >= MIN_SCORE)
    .toSorted((a, b) => b.score - a.score || Number(b.fit === "exact") - Number(a.fit === "exact"))
    .slice(0, MAX_SUGGESTIONS);
  const isCertain = !line.isReversal && naming.others.length === 0 &&
    isSure(suggestions[0], facts);
  return {
    kind: isCertain ? "certain" : suggestions.length > 0 ? "likely" : "unknown",
    suggestions,
    closedNumbers: naming.others.map(({ body }) => numberOf(body)),
  };
}

/** The amount is exact, and every invoice that is named is paid, each beyond doubt. */
function isSure(
  best: Suggestion | undefined,
  { qualities, owners, similarityTo }: LineFacts,
): boolean {
  if (!best || best.fit !== "exact" || best.allocations.length !== qualities.size) return false;
  return best.allocations.every(({ invoiceId, customerId }, index) => {
    const quality = qualities.get(invoiceId ?? "");
    if (quality === "reference") return true;
    const isBacked = owners.includes(customerId) ||
      similarityTo(best.buyerNames[index]!) >= SAME_NAME;
    return isBacked && (quality === "number" || quality === "misread_reference");
  });
}

function candidatesOf(facts: LineFacts, index: MatchIndex): OpenInvoice[] {
  const { line, owners } = facts;
  const found = new Map<string, OpenInvoice>();
  const add = (invoices: readonly OpenInvoice[] = []) => {
    for (const invoice of invoices.slice(0, MAX_CANDIDATES)) {
      if (!index.settled.has(invoice.id)) found.set(invoice.id, invoice);
    }
  };
  add(facts.named);
  // Named and exact: nobody else's invoice can be a better guess.
  const due = facts.named.filter((each) => each.due.currency === line.amount.currency)
    .reduce((sum, each) => sum + each.due.minor, 0);
  if (due === line.amount.minor) return facts.named.slice();
  for (const owner of owners.slice(0, 5)) add(index.byCustomer.get(owner));
  add(index.byDue.get(dueKey(line.amount)));
  for (const word of nameWords(line.counterpartyName)) {
    const sharing = index.byWord.get(word) ?? [];
    // A word that half the customers share tells nobody apart.
    if (word.length >= 3 && sharing.length <= MAX_CANDIDATES) add(sharing);
  }
  return [...found.values()];
}

function suggestOne(facts: LineFacts, invoice: OpenInvoice): Suggestion | null {
  const { amount } = facts.line;
  const named = namedReasonOf(facts, invoice);
  const isOneOfSeveral = named && facts.named.length > 1;
  const known = [named, isOneOfSeveral ? NAMES_OTHERS : null, ...payerReasons(facts, invoice)];
  if (invoice.due.currency !== amount.currency) {
    return named && suggest([...known, wrongCurrency(invoice)], {
      allocations: [{ invoiceId: null, customerId: invoice.customerId, amount }],
      invoiceNumbers: [],
      fit: "wallet",
      buyerNames: [invoice.buyerName],
    });
  }
  const isExact = amount.minor === invoice.due.minor;
  return suggest([...known, amountReason(amount, invoice.due)], {
    allocations: [{ invoiceId: invoice.id, customerId: invoice.customerId, amount }],
    invoiceNumbers: [invoice.number],
    fit: isExact ? "exact" : amount.minor < invoice.due.minor ? "under" : "over",
    buyerNames: [invoice.buyerName],
  });
}

function wrongCurrency({ number, due }: OpenInvoice): Reason {
  const text = `${number} is in ${due.currency} (${
    words(due)
  }): this money can only go to the wallet.`;
  return { points: -10, text };
}

/** Money from an account that is one customer's, whatever it is for. */
function walletSuggestion({ line, owners }: LineFacts): Suggestion | null {
  const [customerId, ...others] = owners;
  if (customerId === undefined || others.length > 0) return null;
  const reason = { points: 15, text: "No open invoice needs to be named to credit the wallet." };
  return suggest([ibanReason(owners, customerId), reason], {
    allocations: [{ invoiceId: null, customerId, amount: line.amount }],
    invoiceNumbers: [],
    fit: "wallet",
    buyerNames: [""],
  });
}

function dueKey({ minor, currency }: OpenInvoice["due"]): string {
  return `${currency} ${minor}`;
}

function grouped(
  invoices: readonly OpenInvoice[],
  keysOf: (invoice: OpenInvoice) => Iterable<string>,
): Map<string, OpenInvoice[]> {
  const groups = new Map<string, OpenInvoice[]>();
  for (const invoice of invoices) {
    for (const key of keysOf(invoice)) {
      const group = groups.get(key);
      if (group) group.push(invoice);
      else groups.set(key, [invoice]);
    }
  }
  return groups;
}
