/**
 * Merging open invoices of a customer into one: in one commit, so that at no moment both or neither are owed. The lines stay
 * as they are, with their services, periods and tax; the sources are void and lead to the new one, and what is still paid
 * for them goes there. What was merged can be merged again, so that any number becomes one.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { readAccount } from "@/domain/customer/mod.ts";
import {
  checkInvoice,
  type Invoice,
  INVOICE_LANE,
  type InvoiceKind,
  stageIssueInvoice,
  stageVoidInvoice,
} from "@/domain/invoice/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { canonicalJson } from "@/domain/shared/canonical_json.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
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
import { stageMergedMail } from "./desk_mails.ts";

/** One check each, besides number, mail and the wallet's job. */
export const MAX_MERGED = 7;
/** A record may have 64 KiB. */
const MAX_LINES = 80;

/** Orders and top-ups stand by themselves, and a change is paid or lapses by itself. */
const MERGEABLE: readonly InvoiceKind[] = ["renewal", "manual", "merged"];

/** Why an invoice can't become part of another. */
export type NotMergeableReason =
  /** Paid, void or given up. */
  | "not_open"
  /** An order, a change or a top-up. */
  | "kind"
  /** Something was paid or credited: that stays with its own invoice. */
  | "begun"
  /** A service is about to end for it. */
  | "warned"
  /** Of another customer, currency or tax than the first. */
  | "differs";

/** The invoices can't become one. */
export interface NotMergeable extends Failure {
  readonly code: "not_mergeable";
  readonly number: string;
  readonly why: NotMergeableReason;
}

/** Why nothing was merged. */
export type MergeError = ValidationError | NotFound | NotMergeable | Conflict;

/** Why an invoice can't be merged, whatever it is merged with; `null` if it can. */
export function whyNotMergeable(
  { status, kind, paid, credited, chase }: Pick<
    Invoice,
    "status" | "kind" | "paid" | "credited" | "chase"
  >,
): NotMergeableReason | null {
  if (status !== "open") return "not_open";
  if (!MERGEABLE.includes(kind)) return "kind";
  if (paid.minor > 0 || credited.minor > 0) return "begun";
  return chase.taken.some((rung) => rung.startsWith("warning:")) ? "warned" : null;
}

/** Merges two to seven open invoices of one customer; needs `invoices.edit`. */
export async function mergeInvoices(
  deps: Deps,
  input: { actor: StaffActor; invoiceIds: readonly string[]; requestId?: string },
): Promise<Result<{ invoiceId: string }, MergeError>> {
  const { actor } = input;
  const ids = [...new Set(input.invoiceIds)].sort();
  if (!actor.permissions.has("invoices.edit") || !ids.every((id) => isId("inv", id))) {
    return notFound();
  }
  if (ids.length < 2) return invalid({ invoices: "Choose at least two invoices." });
  if (ids.length > MAX_MERGED) {
    return invalid({
      invoices: `Choose ${MAX_MERGED} at most, and merge the result with the others afterwards.`,
    });
  }
  return await transact(deps, (tx) => stageMerged(tx, deps, { ...input, ids }), {
    lane: INVOICE_LANE,
  });
}

async function stageMerged(
  tx: Tx,
  deps: Deps,
  { actor, ids, requestId }: {
    actor: StaffActor;
    ids: readonly string[];
    requestId?: string | undefined;
  },
): Promise<Result<{ invoiceId: string }, Exclude<MergeError, Conflict>>> {
  const sources: Invoice[] = [];
  for (const id of ids) {
    const invoice = await checkInvoice(tx, id);
    if (!invoice) return notFound();
    const why = whyNotMergeable(invoice) ?? differenceOf(invoice, sources[0] ?? invoice);
    if (why) return fail({ code: "not_mergeable", number: invoice.number, why });
    sources.push(invoice);
  }
  const lines = sources.flatMap((invoice) => invoice.lines);
  if (lines.length > MAX_LINES) {
    return invalid({ invoices: `Together they have more than ${MAX_LINES} lines.` });
  }
  const account = await readAccount(deps.kv, sources[0]!.customerId);
  if (!account) return notFound();
  const numbers = sources.map(({ number }) => number);
  const notes = sources.map((source) => source.notes).filter((note) => note !== "");
  // The one that is due first leads: nobody is given more time by merging, or chased from the beginning.
  const first = sources.toSorted((one, other) => one.dueOn < other.dueOn ? -1 : 1)[0]!;
  const { id, name, email } = account;
  const invoice = await stageIssueInvoice(tx, deps, {
    kind: "merged",
    customer: { id, name, email },
    lines: lines.map(({ net: _n, tax: _t, ...line }) => line),
    at: deps.clock.now(),
    dueOn: first.dueOn,
    notes: [`Replaces ${numbers.join(", ")}.`, ...notes].join("\n"),
    tax: first,
    chase: first.chase,
  });
  const reason = `Part of ${invoice.number}.`;
  for (const source of sources) {
    const voided = await stageVoidInvoice(tx, deps, {
      invoiceId: source.id,
      reason,
      mergedIntoId: invoice.id,
    });
    if (!voided.ok) return fail({ code: "not_mergeable", number: source.number, why: "not_open" });
    stageAudit(tx, deps, {
      actor,
      action: "invoice.merged",
      subject: { kind: "invoice", id: source.id },
      before: { status: source.status },
      after: { status: "void", mergedIntoId: invoice.id },
      requestId,
    });
  }
  stageAudit(tx, deps, {
    actor,
    action: "invoice.issued",
    subject: { kind: "invoice", id: invoice.id },
    after: { number: invoice.number, total: invoice.total, mergedFrom: numbers },
    requestId,
  });
  await stageMergedMail(tx, deps, { invoice, account, numbers });
  return ok({ invoiceId: invoice.id });
}

function differenceOf(invoice: Invoice, first: Invoice): NotMergeableReason | null {
  const isAlike = invoice.customerId === first.customerId &&
    invoice.currency === first.currency &&
    canonicalJson(invoice.taxRule) === canonicalJson(first.taxRule);
  return isAlike ? null : "differs";
}
