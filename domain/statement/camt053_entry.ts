/** One entry (Ntry) of a CAMT.053 statement, with the payments it is made of. */
import { type Money, sum } from "@/domain/shared/money.ts";
import { MAX_NAME, MAX_REMITTANCE, type ParsedLine } from "./model.ts";
import { StatementProblem } from "./problem.ts";
import { amountOf, clean, cleanAccount, cleanId, dayFrom, isCurrency, negated } from "./values.ts";
import { find, findAll, textAt, type XmlNode } from "./xml.ts";

type EntryLine = Omit<ParsedLine, "accountIban">;

/** What an entry comes to. */
export interface Entry {
  amount: Money;
  lines: EntryLine[];
}

/** What the entry says of all its payments. */
interface Frame {
  bookedOn: string;
  valueOn: string | null;
  amount: Money;
  isReversal: boolean;
  bankId: string | null;
  text: string;
}

/** Reads an entry; `null` if it isn't booked, or moves nothing. @throws StatementProblem */
export function readEntry(node: XmlNode): Entry | null {
  const status = textAt(node, "Sts", "Cd") ?? textAt(node, "Sts");
  if (status !== null && status !== "BOOK") return null;
  const amount = readAmount(find(node, "Amt"), node);
  if (amount.minor === 0) return null;
  const bookedOn = readDay(find(node, "BookgDt")) ?? readDay(find(node, "ValDt"));
  if (bookedOn === null) throw new StatementProblem("An entry has no day of booking.", node.line);
  const frame: Frame = {
    bookedOn,
    valueOn: readDay(find(node, "ValDt")),
    amount: signOf(node) < 0 ? negated(amount) : amount,
    isReversal: textAt(node, "RvslInd") === "true" || textAt(node, "RvslInd") === "1",
    bankId: cleanId(textAt(node, "AcctSvcrRef")),
    text: textAt(node, "AddtlNtryInf") ?? "",
  };
  const parts = findAll(node, "NtryDtls").flatMap((details) => findAll(details, "TxDtls"));
  return { amount: frame.amount, lines: linesOf(frame, parts) };
}

function linesOf(frame: Frame, parts: XmlNode[]): EntryLine[] {
  if (parts.length <= 1) return [lineOf(frame, parts[0] ?? null)];
  const { currency } = frame.amount;
  const amounts = parts.map((part) => amountOfPart(part, frame));
  const isWhole = amounts.every((amount): amount is Money =>
    amount !== null && amount.currency === currency && amount.minor !== 0
  );
  if (!isWhole || sum(amounts, currency).minor !== frame.amount.minor) {
    const joined = parts.map((part) => lineOf(frame, part));
    const remittance = joined.map((line) => line.remittance).filter(Boolean).join(" ");
    return [{ ...lineOf(frame, null), remittance: clean(remittance, MAX_REMITTANCE) }];
  }
  return parts.map((part, index) => ({
    ...lineOf({ ...frame, amount: amounts[index]!, bankId: frame.bankId }, part),
    bankId: idOfPart(part, frame.bankId, index),
    batch: { position: index + 1, count: parts.length, total: frame.amount },
  }));
}

/** Banks repeat the batch's id in its parts: only one that differs is the part's own. */
function idOfPart(part: XmlNode, ofEntry: string | null, index: number): string | null {
  const own = cleanId(textAt(part, "Refs", "AcctSvcrRef"));
  if (own !== null && own !== ofEntry) return own;
  return ofEntry === null ? null : cleanId(`${ofEntry.slice(0, 64)}/${index + 1}`);
}

function lineOf(frame: Frame, part: XmlNode | null): EntryLine {
  const isReversal = frame.isReversal || find(part, "RtrInf") !== null;
  // A reversal names the parties of the payment that it takes back.
  const isFromDebtor = frame.amount.minor > 0 !== isReversal;
  const parties = find(part, "RltdPties");
  const party = isFromDebtor ? "Dbtr" : "Cdtr";
  const iban = find(parties, `${party}Acct`, "Id");
  const structured = findAll(find(part, "RmtInf"), "Strd");
  return {
    bookedOn: frame.bookedOn,
    valueOn: frame.valueOn,
    amount: frame.amount,
    isReversal,
    counterpartyName: clean(
      nameOf(find(parties, party)) ?? nameOf(find(parties, `Ultmt${party}`)) ?? "",
      MAX_NAME,
    ),
    counterpartyIban: cleanAccount(textAt(iban, "IBAN") ?? textAt(iban, "Othr", "Id") ?? "")
      .slice(0, 34),
    remittance: clean(remittanceOf(part, structured) || frame.text, MAX_REMITTANCE),
    reference: cleanId(
      structured.map((each) => textAt(each, "CdtrRefInf", "Ref")).find((ref) => ref !== null),
    ),
    endToEndId: cleanId(textAt(part, "Refs", "EndToEndId")),
    bankId: frame.bankId ?? cleanId(textAt(part, "Refs", "AcctSvcrRef")),
    batch: null,
  };
}

/** `<Dbtr><Nm>` up to version .07, `<Dbtr><Pty><Nm>` from .08 on. */
function nameOf(party: XmlNode | null): string | null {
  return textAt(party, "Nm") ?? textAt(party, "Pty", "Nm");
}

function remittanceOf(part: XmlNode | null, structured: readonly XmlNode[]): string {
  const free = findAll(find(part, "RmtInf"), "Ustrd").map((each) => each.text.trim());
  const more = structured.flatMap((each) => [
    ...findAll(each, "RfrdDocInf").map((document) => textAt(document, "Nb") ?? ""),
    ...findAll(each, "AddtlRmtInf").map((info) => info.text.trim()),
  ]);
  return [...free, ...more].filter(Boolean).join(" ") || (textAt(part, "AddtlTxInf") ?? "");
}

/** `<Amt>` since version .04, before that within `<AmtDtls>`; a part may run against its batch. */
function amountOfPart(part: XmlNode, frame: Frame): Money | null {
  const node = find(part, "Amt") ?? find(part, "AmtDtls", "TxAmt", "Amt");
  if (!node) return null;
  const amount = readAmount(node, part);
  const sign = textAt(part, "CdtDbtInd") === null ? Math.sign(frame.amount.minor) : signOf(part);
  return sign < 0 ? negated(amount) : amount;
}

function readAmount(node: XmlNode | null, parent: XmlNode): Money {
  const line = node?.line ?? parent.line;
  const currency = node?.currency ?? "";
  if (!node || !isCurrency(currency)) {
    throw new StatementProblem("An amount has no currency that we know.", line);
  }
  const match = /^\+?(\d{1,15})(?:\.(\d{0,5}))?$/.exec(node.text.trim());
  const amount = match && amountOf(match[1]!, match[2] ?? "", currency);
  if (!amount) throw new StatementProblem(`"${clean(node.text, 40)}" isn't an amount.`, line);
  return amount;
}

function signOf(node: XmlNode): 1 | -1 {
  switch (textAt(node, "CdtDbtInd")) {
    case "CRDT":
      return 1;
    case "DBIT":
      return -1;
    default:
      throw new StatementProblem("An entry doesn't say whether it came in or went out.", node.line);
  }
}

function readDay(node: XmlNode | null): string | null {
  const text = textAt(node, "Dt") ?? textAt(node, "DtTm");
  if (text === null) return null;
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  const day = match && dayFrom(Number(match[1]), Number(match[2]), Number(match[3]));
  if (!day) throw new StatementProblem(`"${clean(text, 40)}" isn't a day.`, node!.line);
  return day;
}
