/** The field `:61:` of MT940: an entry's days, direction, amount and references. */
import type { Money } from "@/domain/shared/money.ts";
import type { ParsedLine } from "./model.ts";
import { StatementProblem } from "./problem.ts";
import { amountOf, clean, cleanId, dayFrom, negated } from "./values.ts";

/**
 * Value day, day of entry, mark, third letter of the currency, amount, kind of transaction, reference of the account's
 * owner, and that of the bank behind `//`.
 */
const ENTRY = new RegExp(
  String.raw`^(\d{2})(\d{2})(\d{2})(\d{4})?(RC|RD|EC|ED|C|D)([A-Z]?)(\d{1,15})[,.](\d{0,5})` +
    String.raw`[A-Z][A-Z0-9]{3}((?:(?!\/\/).){0,35}?)(?:\/\/(.{0,35}))?$`,
);

/** Where the reference stands in the details. */
const SEE_DETAILS = /^[EKM]REF\+?$/;

/** An entry without what its details say. */
export interface EntryField {
  line: Pick<ParsedLine, "bookedOn" | "valueOn" | "amount" | "isReversal" | "bankId"> & {
    endToEndId: string | null;
    batch: null;
  };
  /** What stands on the lines below. */
  supplement: string;
}

/** Reads the field; `null` for an entry that is only expected, or moves nothing. @throws StatementProblem */
export function readEntryField(
  field: { line: number; lines: readonly string[] },
  currency: string,
): EntryField | null {
  const [text = "", ...rest] = field.lines;
  const match = ENTRY.exec(text.trim());
  if (!match) throw new StatementProblem("This entry (:61:) can't be read.", field.line);
  const mark = match[5]!;
  const valueOn = dayFrom(2000 + Number(match[1]), Number(match[2]), Number(match[3]));
  const bookedOn = valueOn && (match[4] ? entryDay(valueOn, match[4]) : valueOn);
  if (!bookedOn) {
    throw new StatementProblem("This entry (:61:) has a day that is none.", field.line);
  }
  const amount = amountOf(match[7]!, match[8]!, currency);
  if (!amount) {
    const message = `"${match[7]},${match[8]}" isn't an amount in ${currency}.`;
    throw new StatementProblem(message, field.line);
  }
  if (mark.startsWith("E") || amount.minor === 0) return null;
  return {
    line: {
      bookedOn,
      valueOn,
      amount: signed(amount, mark),
      isReversal: mark.startsWith("R"),
      endToEndId: SEE_DETAILS.test(match[9]!) ? null : cleanId(match[9]),
      bankId: cleanId(match[10]),
      batch: null,
    },
    supplement: clean(rest.join(" "), 200),
  };
}

/** Taking back a credit is money that goes out, taking back a debit money that comes in. */
function signed(amount: Money, mark: string): Money {
  return mark === "D" || mark === "RC" ? negated(amount) : amount;
}

/** The day of entry has no year: it is the one that lies nearest to the value day. */
function entryDay(valueOn: string, monthDay: string): string | null {
  const [year, month] = [Number(valueOn.slice(0, 4)), Number(valueOn.slice(5, 7))];
  const entryMonth = Number(monthDay.slice(0, 2));
  const shift = entryMonth - month > 6 ? -1 : month - entryMonth > 6 ? 1 : 0;
  return dayFrom(year + shift, entryMonth, Number(monthDay.slice(2)));
}
