/**
 * CAMT.053, the bank-to-customer statement of ISO 20022, in its versions from .02 on. Booked entries only. A batch whose
 * parts add up to it becomes one line a part; where they don't, it stays one line.
 */
import { type Money, subtract, sum, zero } from "@/domain/shared/money.ts";
import { readEntry } from "./camt053_entry.ts";
import { MAX_STATEMENT_LINES, type ParsedLine, type ParsedStatement } from "./model.ts";
import { StatementProblem } from "./problem.ts";
import { amountOf, clean, cleanAccount, isCurrency, negated } from "./values.ts";
import { find, findAll, readXml, textAt, type XmlNode } from "./xml.ts";

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:(camt\.\d{3})\.\d{3}\.(\d{2})$/;

/** What a document holds. */
export interface CamtDocument {
  statements: ParsedStatement[];
  warnings: string[];
  skipped: number;
}

/** Entries of the statement that is being read, before its account and currency are known for each line. */
interface OpenStatement {
  lines: Array<Omit<ParsedLine, "accountIban">>;
  /** Sum of the entries by currency, to hold against the balances. */
  totals: Map<string, Money>;
}

/** Reads a document. @throws StatementProblem */
export function readCamt053(text: string): CamtDocument {
  const document: CamtDocument = { statements: [], warnings: [], skipped: 0 };
  let open: OpenStatement = { lines: [], totals: new Map() };
  let count = 0;
  readXml(text, {
    streamed: ["Ntry", "Stmt"],
    onRoot: refuseOthers,
    onNode(node) {
      if (node.name === "Stmt") {
        document.statements.push(closeStatement(document, { open, node }));
        open = { lines: [], totals: new Map() };
        return;
      }
      const entry = readEntry(node);
      if (!entry) {
        document.skipped++;
        return;
      }
      count += entry.lines.length;
      if (count > MAX_STATEMENT_LINES) {
        throw new StatementProblem("The file has too many entries. Send it in parts.", node.line);
      }
      open.lines.push(...entry.lines);
      const { currency } = entry.amount;
      const total = open.totals.get(currency) ?? zero(currency);
      open.totals.set(currency, sum([total, entry.amount], currency));
    },
  });
  if (document.statements.length === 0) {
    throw new StatementProblem("The file holds no statement (Stmt).");
  }
  return document;
}

function refuseOthers(root: XmlNode): void {
  const match = NAMESPACE.exec(root.namespace);
  if (root.name !== "Document" || !match) {
    throw new StatementProblem("This XML isn't a CAMT.053 statement of ISO 20022.", root.line);
  }
  if (match[1] !== "camt.053") {
    throw new StatementProblem(
      `This is a ${match[1]} message. Download the statement of booked entries, CAMT.053.`,
      root.line,
    );
  }
}

function closeStatement(
  document: CamtDocument,
  { open, node }: { open: OpenStatement; node: XmlNode },
): ParsedStatement {
  const id = find(node, "Acct", "Id");
  const account = cleanAccount(textAt(id, "IBAN") ?? textAt(id, "Othr", "Id") ?? "").slice(0, 40);
  if (account === "") throw new StatementProblem("A statement names no account (Acct).", node.line);
  const balances = readBalances(node);
  const currency = textAt(node, "Acct", "Ccy") ?? balances.currency ??
    open.lines[0]?.amount.currency ?? "";
  if (!isCurrency(currency)) {
    throw new StatementProblem("A statement names no currency of its account.", node.line);
  }
  const foreign = open.lines.find((line) => line.amount.currency !== currency);
  if (foreign) {
    throw new StatementProblem(
      `The account is in ${currency}, but an entry is booked in ${foreign.amount.currency}.`,
      node.line,
    );
  }
  const moved = open.totals.get(currency) ?? zero(currency);
  if (balances.change && balances.change.minor !== moved.minor) {
    document.warnings.push(
      "The entries don't add up to the change of the balance: the bank may have left some out.",
    );
  }
  return {
    account,
    currency,
    number: numberOf(node),
    lines: open.lines.map((line) => ({ ...line, accountIban: account })),
  };
}

/** The bank's running number, with the page: a statement's `Id` is made anew at each download. */
function numberOf(node: XmlNode): string | null {
  const number = textAt(node, "ElctrncSeqNb") ?? textAt(node, "LglSeqNb");
  const page = textAt(node, "StmtPgntn", "PgNb");
  return number === null ? null : clean(page === null ? number : `${number}/${page}`, 35);
}

/** By how much the balance changed, where the statement is a whole one with both balances. */
function readBalances(node: XmlNode): { currency: string | null; change: Money | null } {
  const balances = new Map<string, Money>();
  let currency: string | null = null;
  for (const balance of findAll(node, "Bal")) {
    const code = textAt(balance, "Tp", "CdOrPrtry", "Cd") ?? "";
    const amount = find(balance, "Amt");
    currency ??= amount?.currency ?? null;
    const match = /^(\d{1,15})(?:\.(\d{1,5}))?$/.exec(amount?.text.trim() ?? "");
    if (!match || !amount?.currency || !isCurrency(amount.currency)) continue;
    const value = amountOf(match[1]!, match[2] ?? "", amount.currency);
    if (!value) continue;
    balances.set(code, textAt(balance, "CdtDbtInd") === "DBIT" ? negated(value) : value);
  }
  const opening = balances.get("OPBD") ?? balances.get("PRCD");
  const closing = balances.get("CLBD");
  const isWhole = find(node, "StmtPgntn", "LastPgInd") === null ||
    textAt(node, "StmtPgntn", "LastPgInd") === "true" && textAt(node, "StmtPgntn", "PgNb") === "1";
  const change = isWhole && opening && closing && opening.currency === closing.currency
    ? subtract(closing, opening)
    : null;
  return { currency, change };
}
