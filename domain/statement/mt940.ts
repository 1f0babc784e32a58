/**
 * MT940, SWIFT's customer statement: messages of fields (`:61:` an entry, `:86:` its details) with balances around
 * them. Files hold one message after another, with or without SWIFT's envelope.
 */
import { type Money, subtract, sum } from "@/domain/shared/money.ts";
import { MAX_STATEMENT_LINES, type ParsedLine, type ParsedStatement } from "./model.ts";
import { readDetails } from "./mt940_details.ts";
import { readEntryField } from "./mt940_entry.ts";
import { StatementProblem } from "./problem.ts";
import { amountOf, clean, cleanAccount, isCurrency, negated } from "./values.ts";

const FIELD = /^:(20|21|25P?|28C?|60[FM]|61|86|62[FM]|64|65|13D|34F|90[CD]|NS|INFO):(.*)$/;
/** SWIFT's envelope around a message, and the message's end: no line of a text begins so. */
const ENVELOPE = /^(?:\{[1-5]:|-\}|-$)/;

interface Field {
  tag: string;
  line: number;
  /** The field's lines, the first without its tag. */
  lines: string[];
}

/** What a file of messages holds. */
export interface Mt940Document {
  statements: ParsedStatement[];
  warnings: string[];
  skipped: number;
}

/** Whether a text looks like MT940: a field `:20:` in the beginning of a line. */
export function isMt940(text: string): boolean {
  return /(?:^|[\r\n])(?:\{4:\s*)?:20:/.test(text.slice(0, 2000));
}

/** Reads a file. @throws StatementProblem */
export function readMt940(text: string): Mt940Document {
  const document: Mt940Document = { statements: [], warnings: [], skipped: 0 };
  let count = 0;
  for (const fields of messagesOf(text)) {
    const statement = readMessage(fields, document);
    count += statement.lines.length;
    if (count > MAX_STATEMENT_LINES) {
      throw new StatementProblem(
        "The file has too many entries. Send it in parts.",
        fields[0]!.line,
      );
    }
    document.statements.push(statement);
  }
  if (document.statements.length === 0) {
    throw new StatementProblem("The file holds no MT940 statement: no line begins with :20:.");
  }
  return document;
}

/** The fields of each message; a message begins with `:20:`. */
function messagesOf(text: string): Field[][] {
  const messages: Field[][] = [];
  let field: Field | null = null;
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = raw.replace(/^\{4:\s*(?=:)/, "");
    const match = FIELD.exec(line);
    if (match) {
      field = { tag: match[1]!, line: index + 1, lines: [match[2]!] };
      if (field.tag === "20") messages.push([]);
      const message = messages.at(-1);
      if (!message) {
        throw new StatementProblem(
          `A statement begins with :20:, not with :${field.tag}:.`,
          index + 1,
        );
      }
      message.push(field);
    } else if (ENVELOPE.test(line.trimEnd())) {
      field = null;
    } else if (field) {
      field.lines.push(line);
    } else if (line.trim() !== "") {
      throw new StatementProblem("This line belongs to no field of the statement.", index + 1);
    }
  }
  return messages;
}

function readMessage(fields: readonly Field[], document: Mt940Document): ParsedStatement {
  const first = fields[0]!;
  const account = cleanAccount(one(fields, ["25", "25P"], first).lines[0]!);
  if (account === "") throw new StatementProblem("The statement names no account.", first.line);
  const opening = readBalance(one(fields, ["60F", "60M"], first));
  const closing = readBalance(one(fields, ["62F", "62M"], first));
  const { currency } = opening;
  if (closing.currency !== currency) {
    throw new StatementProblem("The statement's balances are in two currencies.", first.line);
  }
  const lines: ParsedLine[] = [];
  const amounts: Money[] = [];
  for (const [index, field] of fields.entries()) {
    if (field.tag !== "61") continue;
    const entry = readEntryField(field, currency);
    if (!entry) {
      document.skipped++;
      continue;
    }
    const next = fields[index + 1];
    const details = readDetails(next?.tag === "86" ? next.lines : [], entry.supplement);
    amounts.push(entry.line.amount);
    lines.push({
      ...entry.line,
      ...details,
      endToEndId: details.endToEndId ?? entry.line.endToEndId,
      accountIban: account.slice(0, 40),
    });
  }
  const moved = subtract(closing, opening);
  if (sum(amounts, currency).minor !== moved.minor) {
    document.warnings.push(
      "The entries don't add up to the change of the balance: the bank may have left some out.",
    );
  }
  const number = clean(fields.find(({ tag }) => tag === "28C" || tag === "28")?.lines[0] ?? "", 35);
  return { account: account.slice(0, 40), currency, number: number || null, lines };
}

function one(fields: readonly Field[], tags: readonly string[], first: Field): Field {
  const field = fields.find(({ tag }) => tags.includes(tag));
  if (field) return field;
  const message = tags[0] === "62F"
    ? "The statement that begins here has no closing balance (:62F:): the file is cut off."
    : `The statement that begins here has no field :${tags[0]}:.`;
  throw new StatementProblem(message, first.line);
}

function readBalance(field: Field): Money {
  const match = /^([CD])\d{6}([A-Z]{3})(\d{1,15})[,.](\d{0,5})$/.exec(field.lines[0]!.trim());
  if (!match || !isCurrency(match[2]!)) {
    throw new StatementProblem("This balance can't be read.", field.line);
  }
  const amount = amountOf(match[3]!, match[4]!, match[2]!);
  if (!amount) throw new StatementProblem("This balance can't be read.", field.line);
  return match[1] === "D" ? negated(amount) : amount;
}
