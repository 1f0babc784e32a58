/**
 * Issuing a credit note: staff take lines of an invoice back, or parts of them. What is due is lowered first; what was paid
 * goes back to the wallet. An invoice on which nothing is due any more is paid by that, and what it was for happens; one that
 * nobody should pay is voided instead.
 */
import { type OwnAccount, refuseOwn } from "@/domain/approval/mod.ts";
import {
  checkInvoice,
  creditable,
  creditableLines,
  type CreditAsked,
  creditParts,
  type Invoice,
  type NotOpen,
} from "@/domain/invoice/mod.ts";
import { isPayable, stageFulfilment } from "@/domain/payment/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { compare, parseMoney, sum, toDecimal } from "@/domain/shared/money.ts";
import {
  type Conflict,
  fail,
  type Failure,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { type CreditNote, MAX_REASON_LENGTH } from "./model.ts";
import { getCreditNoteRecord } from "./repo.ts";
import { CREDIT_NOTE_LANE, stageNote } from "./stage_note.ts";

/** A top-up is money of the customer's own: it is paid out, not credited. */
export interface NotCreditable extends Failure {
  readonly code: "not_creditable";
}

/** Why no credit note was issued; messages are beside `amounts` and `reason`. */
export type IssueCreditNoteError =
  | ValidationError
  | NotFound
  | OwnAccount
  | NotOpen
  | NotCreditable
  | Conflict;

/** What staff ask for. */
export interface IssueCreditNoteInput {
  actor: StaffActor;
  invoiceId: string;
  /** Made with the page, so that a form that is sent twice is one credit note. */
  id?: string;
  /** With tax, as typed, in the order of the invoice's lines; blank for nothing. */
  amounts: readonly string[];
  /** All that is left, whatever the amounts say. */
  isWhole?: boolean;
  reason: string;
  requestId?: string;
}

/** Issues a credit note for an open or paid invoice; needs `invoices.edit`. */
export async function issueCreditNote(
  deps: Deps,
  input: IssueCreditNoteInput,
): Promise<Result<CreditNote, IssueCreditNoteError>> {
  const { actor, invoiceId } = input;
  if (!actor.permissions.has("invoices.edit") || !isId("inv", invoiceId)) return notFound();
  const id = input.id || deps.ids.next("crn");
  const reason = input.reason.trim();
  if (!isId("crn", id)) return invalid({ "": "This form is broken: reload the page." });
  if (reason === "") return invalid({ reason: "Say why: the customer reads this." });
  if (reason.length > MAX_REASON_LENGTH) {
    return invalid({ reason: `Use ${MAX_REASON_LENGTH} characters at most.` });
  }
  return await transact(
    deps,
    (tx) => stageCreditNote(tx, deps, { ...input, id, reason }),
    { lane: CREDIT_NOTE_LANE },
  );
}

/** Checks credit note, number, invoice, wallet and mail, and up to five records of what the invoice is for. */
async function stageCreditNote(
  tx: Tx,
  deps: Deps,
  input: IssueCreditNoteInput & { id: string },
): Promise<Result<CreditNote, Exclude<IssueCreditNoteError, Conflict>>> {
  const { actor, invoiceId, id, reason, requestId } = input;
  const known = await getCreditNoteRecord(tx, id);
  if (known) return known.invoiceId === invoiceId ? ok(known) : invalid({ "": USED });
  const before = await checkInvoice(tx, invoiceId);
  if (!before) return notFound();
  const own = refuseOwn(actor, [before.customerId]);
  if (own) return fail(own);
  if (before.kind === "top_up") return fail({ code: "not_creditable" });
  if (before.status !== "open" && before.status !== "paid") return fail({ code: "not_open" });
  const asked = askedOf(before, input);
  if (!asked.ok) return asked;
  const parts = creditParts(before, asked.value);
  const staged = { actor, id, invoice: before, parts, reason, basis: null, requestId };
  const { note, invoice } = await stageNote(tx, deps, staged);
  if (before.status === "open" && invoice.status === "paid") {
    if (!await mayBePaid(tx, before)) return fail({ code: "not_open" });
    await stageFulfilment(tx, deps, invoice);
  }
  return ok(note);
}

/** What an order or a change waits for can be over, though its invoice is still open for a moment. */
async function mayBePaid(tx: Tx, invoice: Invoice): Promise<boolean> {
  return invoice.kind !== "order" && invoice.kind !== "change" || await isPayable(tx, invoice);
}

const USED = "Something else was credited with this form. Reload the page.";

/** The typed amounts as parts of lines, or all that the lines have left. */
function askedOf(
  invoice: Invoice,
  { amounts, isWhole }: Pick<IssueCreditNoteInput, "amounts" | "isWhole">,
): Result<CreditAsked[], ValidationError> {
  const left = creditableLines(invoice);
  const whole = left.flatMap((gross, line) => gross.minor === 0 ? [] : [{ line, gross }]);
  if (creditable(invoice).minor === 0) {
    return invalid({ "": "All of this invoice was credited before." });
  }
  if (isWhole) return ok(whole);
  if (amounts.length > invoice.lines.length) return invalid({ amounts: NO_LINE });
  const asked: CreditAsked[] = [];
  for (const [line, typed] of amounts.entries()) {
    if (typed.trim() === "") continue;
    const gross = parseMoney(typed, invoice.currency);
    const most = left[line]!;
    if (!gross) return invalid({ amounts: "Enter amounts such as 12.00, without signs." });
    if (gross.minor === 0) continue;
    if (compare(gross, most) > 0) {
      const { label } = invoice.lines[line]!;
      return invalid({ amounts: `Of "${label}" ${textOf(most)} can be credited at most.` });
    }
    asked.push({ line, gross });
  }
  if (asked.length === 0) return invalid({ amounts: "Enter what of which line is credited." });
  const total = sum(asked.map(({ gross }) => gross), invoice.currency);
  return compare(total, creditable(invoice)) > 0
    ? invalid({ amounts: `${textOf(creditable(invoice))} can be credited in all.` })
    : ok(asked);
}

const NO_LINE = "These are more amounts than the invoice has lines. Reload the page.";

function textOf(amount: Parameters<typeof toDecimal>[0]): string {
  return `${toDecimal(amount.minor < 0 ? { ...amount, minor: 0 } : amount)} ${amount.currency}`;
}
