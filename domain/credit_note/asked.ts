/** What staff ask to be credited: the words of their form, and the amounts against what the invoice has left. */
import { type OwnAccount, refuseOwn } from "@/domain/approval/mod.ts";
import {
  checkInvoice,
  creditable,
  creditableLines,
  type CreditAsked,
  type Invoice,
  type NotOpen,
} from "@/domain/invoice/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { compare, type Money, parseMoney, sum, toDecimal } from "@/domain/shared/money.ts";
import {
  fail,
  type Failure,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { MAX_REASON_LENGTH } from "./model.ts";

/** A top-up is money of the customer's own: it is paid out, not credited. */
export interface NotCreditable extends Failure {
  readonly code: "not_creditable";
}

/** The amounts of a form. */
export interface CreditForm {
  /** With tax, as typed, in the order of the invoice's lines; blank for nothing. */
  amounts: readonly string[];
  /** All that is left, whatever the amounts say. */
  isWhole?: boolean;
}

/** What a form says besides. */
export interface CreditWords {
  /** The credit note's. */
  id: string;
  reason: string;
}

/** The invoice, under check, and what of it is to be credited. */
export interface PreparedCredit {
  before: Invoice;
  asked: CreditAsked[];
  total: Money;
}

/** Id and reason as they are kept; needs `invoices.edit`. */
export function checkCreditForm(
  deps: Pick<Deps, "ids">,
  input: { actor: StaffActor; invoiceId: string; id?: string; reason: string },
): Result<CreditWords, ValidationError | NotFound> {
  const { actor, invoiceId } = input;
  if (!actor.permissions.has("invoices.edit") || !isId("inv", invoiceId)) return notFound();
  const id = input.id || deps.ids.next("crn");
  const reason = input.reason.trim();
  if (!isId("crn", id)) return invalid({ "": "This form is broken: reload the page." });
  if (reason === "") return invalid({ reason: "Say why: the customer reads this." });
  if (reason.length > MAX_REASON_LENGTH) {
    return invalid({ reason: `Use ${MAX_REASON_LENGTH} characters at most.` });
  }
  return ok({ id, reason });
}

/** What is to be credited of an open or paid invoice of somebody else; one check. */
export async function prepareCredit(
  tx: Tx,
  input: CreditForm & { actor: StaffActor; invoiceId: string },
): Promise<
  Result<PreparedCredit, ValidationError | NotFound | OwnAccount | NotOpen | NotCreditable>
> {
  const before = await checkInvoice(tx, input.invoiceId);
  if (!before) return notFound();
  const own = refuseOwn(input.actor, [before.customerId]);
  if (own) return fail(own);
  if (before.kind === "top_up") return fail({ code: "not_creditable" });
  if (before.status !== "open" && before.status !== "paid") return fail({ code: "not_open" });
  const asked = askedOf(before, input);
  if (!asked.ok) return asked;
  const total = sum(asked.value.map(({ gross }) => gross), before.currency);
  return ok({ before, asked: asked.value, total });
}

/** The form was used for something else before. */
export const USED = "Something else was credited with this form. Reload the page.";

/** The typed amounts as parts of lines, or all that the lines have left. */
function askedOf(
  invoice: Invoice,
  { amounts, isWhole }: CreditForm,
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
