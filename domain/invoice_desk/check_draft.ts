/** What staff type into a draft: rows of label, quantity and price, of which blank ones aren't there. */
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { money, parseMoney, sum, times } from "@/domain/shared/money.ts";
import { invalid, ok, type Result, type ValidationError } from "@/domain/shared/result.ts";
import { type Draft, type DraftLine, MAX_LINES, MAX_NOTES_LENGTH } from "./model.ts";

const MAX_LABEL_LENGTH = 200;
const MAX_QUANTITY = 100_000;
const MAX_DUE_DAYS = 366;
/** Of a line: as many of them as there may be still add up exactly. */
const MAX_AMOUNT_MINOR = 1_000_000_000_000;

/** Fields as typed; the lists go together, row by row. */
export interface DraftForm {
  labels: readonly string[];
  quantities: readonly string[];
  units: readonly string[];
  notes: string;
  dueOn: string;
  fromWallet: boolean;
}

/** Reads the form against the draft's currency; messages are beside `labels`, `quantities`, `units`, `notes`, `due_on`. */
export function checkDraftForm(
  deps: Pick<Deps, "clock">,
  { form, currency }: { form: DraftForm; currency: string },
): Result<Pick<Draft, "lines" | "notes" | "dueOn" | "fromWallet">, ValidationError> {
  const rows = Math.max(form.labels.length, form.quantities.length, form.units.length);
  if (rows > MAX_LINES) return invalid({ labels: `Use ${MAX_LINES} lines at most.` });
  const lines: DraftLine[] = [];
  for (let row = 0; row < rows; row++) {
    const line = checkRow(form, row, currency);
    if (!line.ok) return line;
    if (line.value) lines.push(line.value);
  }
  const notes = form.notes.trim();
  if (notes.length > MAX_NOTES_LENGTH) {
    return invalid({ notes: `Use ${MAX_NOTES_LENGTH} characters at most.` });
  }
  const dueOn = form.dueOn.trim();
  const problem = dueOn === "" ? null : whyNotDue(deps, dueOn);
  if (problem) return invalid({ due_on: problem });
  return ok({ lines, notes, dueOn: dueOn || null, fromWallet: form.fromWallet });
}

/** What the lines come to, as they are written. */
export function draftTotal({ lines, currency }: Pick<Draft, "lines" | "currency">) {
  return sum(lines.map(({ unit, quantity }) => times(unit, quantity)), currency);
}

/** One row: a line, `null` for a blank one. */
function checkRow(
  form: DraftForm,
  row: number,
  currency: string,
): Result<DraftLine | null, ValidationError> {
  const read = (list: readonly string[]) => (list[row] ?? "").trim();
  const [label, quantity, typed] = [read(form.labels), read(form.quantities), read(form.units)];
  if (label === "" && typed === "") return ok(null);
  const at = `Line ${row + 1}: `;
  if (label === "") return invalid({ labels: `${at}say what it is for.` });
  if (label.length > MAX_LABEL_LENGTH || /\p{Cc}/u.test(label)) {
    return invalid({ labels: `${at}use one line of ${MAX_LABEL_LENGTH} characters at most.` });
  }
  if (!/^\d{1,6}$/.test(quantity) || Number(quantity) < 1 || Number(quantity) > MAX_QUANTITY) {
    return invalid({ quantities: `${at}enter a whole number from 1 to ${MAX_QUANTITY}.` });
  }
  const isLess = /^[-\u2212]/.test(typed);
  const unit = parseMoney(isLess ? typed.slice(1) : typed, currency);
  if (!unit) return invalid({ units: `${at}enter a price such as 12.00, or -12.00.` });
  const price = money(isLess ? -unit.minor : unit.minor, currency);
  if (Math.abs(price.minor) * Number(quantity) > MAX_AMOUNT_MINOR) {
    return invalid({ units: `${at}that is too much.` });
  }
  return ok({ label, quantity: Number(quantity), unit: price });
}

function whyNotDue(deps: Pick<Deps, "clock">, text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return "Enter a day such as 2026-03-01.";
  let day: Temporal.PlainDate;
  try {
    day = Temporal.PlainDate.from(text, { overflow: "reject" });
  } catch {
    return "There is no such day.";
  }
  const today = Temporal.PlainDate.from(dayOf(deps.clock.now()));
  const days = today.until(day, { largestUnit: "day" }).days;
  if (days < 0) return "This day is over.";
  return days > MAX_DUE_DAYS ? "This day is more than a year away." : null;
}
