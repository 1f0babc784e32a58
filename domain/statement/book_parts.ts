/**
 * The parts of a decided line: each becomes a receipt with a name of its own. A single one is booked on the commit that
 * decides; of several, a job sees to it that all are booked, whatever happens in between.
 */
import type { OwnAccount } from "@/domain/approval/mod.ts";
import { stageAudit } from "@/domain/audit/mod.ts";
import { stageJob } from "@/domain/job/mod.ts";
import {
  type AlreadyBooked,
  type BookReceiptError,
  getByReceipt,
  peekPayment,
  stageBookedReceipt,
  stageReceiptAlias,
} from "@/domain/payment/mod.ts";
import { isIban } from "@/domain/settings/mod.ts";
import type { StaffActor, SystemActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  type Failure,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import type { LineRecord } from "./record.ts";
import { getLineRecord, notePayer, writeLine } from "./repo.ts";
import type { Allocation } from "./suggestion.ts";

/** The kind of the job that books the parts of a line. */
export const BOOK_JOB = "statement.book";

/** Days between what staff say and what the bank says, for one transfer. */
const SAME_TRANSFER_DAYS = 7;

/** The import, where a line is certain. */
export const BY_ITSELF: SystemActor = { kind: "system", id: "statement.import" };

/** Somebody has decided about the line before. */
export interface LineDecided extends Failure {
  readonly code: "line_decided";
}

/** Why a line isn't booked; messages are beside `target.0`, `amount.0` and so on. */
export type BookLineError =
  | ValidationError
  | NotFound
  | OwnAccount
  | LineDecided
  | Exclude<BookReceiptError, NotFound | Conflict>
  | Conflict;

/** What staff or the import have decided about a line that the commit checks. */
export interface LineDecision {
  actor: StaffActor | SystemActor;
  before: LineRecord;
  allocations: readonly Allocation[];
  decidedBy: string | null;
  requestId?: string;
}

/** At most eight checks with the line itself, ten with its import and what its booker has moved: a single part is booked on this commit, several by a job. */
export async function stageDecided(
  tx: Tx,
  deps: Deps,
  input: LineDecision,
): Promise<Result<void, Exclude<BookLineError, Conflict>>> {
  const { actor, before, allocations, decidedBy } = input;
  const decided: LineRecord = {
    ...before,
    status: "booking",
    parts: allocations.map((allocation) => ({ ...allocation, paymentId: null })),
    decidedBy,
    decidedAt: isoNow(deps.clock),
  };
  stageAudit(tx, deps, {
    actor,
    action: "statement_line.booked",
    subject: { kind: "statement_line", id: before.id },
    before: { status: before.status },
    after: { amount: before.line.amount, parts: allocations, decidedBy },
    requestId: input.requestId,
  });
  if (allocations.length === 1) {
    return await stageNextPart(tx, deps, { actor, before, record: decided });
  }
  writeLine(tx, before, decided);
  await stageJob(tx, deps, {
    id: `statement_book:${before.id}:${decided.decidedAt}`,
    kind: BOOK_JOB,
    payload: { lineId: before.id },
  });
  return ok(undefined);
}

/** Books the first part that isn't booked; at most seven checks beside the line's, the bank's own name among them. */
async function stageNextPart(
  tx: Tx,
  deps: Deps,
  { actor, before, record }: {
    actor: StaffActor | SystemActor;
    before: LineRecord;
    record: LineRecord;
  },
): Promise<Result<void, Exclude<BookLineError, Conflict>>> {
  const { line, parts } = record;
  const at = parts.findIndex(({ paymentId }) => paymentId === null);
  const { invoiceId, customerId, amount } = parts[at]!;
  const byHand = parts.length === 1 ? await recordedByHand(tx, line) : null;
  if (byHand) return fail(byHand);
  const booked = await stageBookedReceipt(tx, deps, {
    actor,
    customerId,
    invoiceId,
    receipt: {
      amount,
      method: "bank_transfer",
      reference: referenceOf(record, at),
      receivedOn: line.bookedOn,
    },
    source: "statement",
  });
  if (!booked.ok) return booked;
  const alias = bankNameOf(line);
  if (alias) await stageReceiptAlias(tx, alias, booked.value.paymentId);
  const after = parts.with(at, { ...parts[at]!, paymentId: booked.value.paymentId });
  const isDone = after.every(({ paymentId }) => paymentId !== null);
  writeLine(tx, before, { ...record, parts: after, status: isDone ? "booked" : "booking" });
  if (isIban(line.counterpartyIban)) notePayer(tx, { iban: line.counterpartyIban, customerId });
  return ok(undefined);
}

/** Staff may have recorded the transfer by the bank's id before its line came; banks use ids again, but not so soon. */
async function recordedByHand(
  tx: Tx,
  line: LineRecord["line"],
): Promise<AlreadyBooked | null> {
  const name = bankNameOf(line);
  const paymentId = name && await getByReceipt(tx, name);
  const known = paymentId === null ? null : await peekPayment(tx, paymentId);
  if (known?.source !== "staff" || known.amount.minor !== line.amount.minor) return null;
  const { days } = Temporal.PlainDate.from(known.receivedOn).until(line.bookedOn);
  return Math.abs(days) <= SAME_TRANSFER_DAYS
    ? { code: "already_booked", paymentId: known.id }
    : null;
}

/** The receipt as staff would record it by hand; `null` where the bank gives no ids. */
function bankNameOf({ bankId, amount: { currency } }: LineRecord["line"]) {
  return bankId === null ? null : { method: "bank_transfer", currency, reference: bankId };
}

/** The bank's id, or the day, with what makes it this line's and this part's alone. */
function referenceOf({ line, parts }: LineRecord, at: number): string {
  const name = `${line.bankId ?? line.bookedOn} ${line.fingerprint.slice(0, 12)}`;
  return parts.length === 1 ? name : `${name}/${at + 1}`;
}

/** Books what is left of a line that is decided; comes to the same end however often it is called. */
export async function finishBooking(
  deps: Deps,
  lineId: string,
): Promise<Result<void, BookLineError>> {
  for (;;) {
    const step = await transact(deps, async (tx): Promise<Result<boolean, BookLineError>> => {
      const before = await getLineRecord(tx, lineId);
      if (!before) return notFound();
      if (before.status !== "booking") return ok(false);
      const { decidedBy } = before;
      const actor = decidedBy === null
        ? BY_ITSELF
        : { kind: "staff" as const, id: decidedBy, permissions: new Set<never>() };
      const done = await stageNextPart(tx, deps, { actor, before, record: before });
      return done.ok ? ok(true) : done;
    });
    if (!step.ok) return step;
    if (!step.value) return ok(undefined);
  }
}
