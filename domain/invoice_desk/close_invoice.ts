/**
 * Ends of an open invoice besides being paid: void, when nobody should have asked for it, or uncollectible, when nobody will
 * pay it. Each has a reason. What an invoice was for goes with it: an order's is voided by cancelling the order, a change's
 * by ending the change, and periods of services are billed again. What was stopped for a void one runs again.
 */
import { type OwnAccount, refuseOwn } from "@/domain/approval/mod.ts";
import { stageAudit } from "@/domain/audit/mod.ts";
import { endOpenChange } from "@/domain/change/mod.ts";
import {
  checkInvoice,
  type Invoice,
  type NotOpen,
  periodsByService,
  readInvoice,
  stageReopened,
  stageUncollectible,
  stageVoidInvoice,
} from "@/domain/invoice/mod.ts";
import { stageJob } from "@/domain/job/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import type { Money } from "@/domain/shared/money.ts";
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
import { MAX_REASON_LENGTH } from "./model.ts";
import { UNBILL_JOB } from "./unbill.ts";

/** An order's invoice: the order is cancelled instead. */
export interface CancelTheOrder extends Failure {
  readonly code: "cancel_the_order";
}

/** Why an invoice isn't closed. */
export type CloseError =
  | ValidationError
  | NotFound
  | OwnAccount
  | NotOpen
  | CancelTheOrder
  | Conflict;

/** What staff ask for. */
export interface CloseInput {
  actor: StaffActor;
  invoiceId: string;
  reason: string;
  requestId?: string;
}

/** Voids an open invoice; needs `invoices.edit`. The value is what is back in the wallet. */
export async function voidInvoice(
  deps: Deps,
  input: CloseInput,
): Promise<Result<{ released: Money }, CloseError>> {
  const checked = await checkClose(deps, input);
  if (!checked.ok) return checked;
  const { invoice, reason } = checked.value;
  if (invoice.kind === "change") return await endChange(deps, { ...input, invoice });
  return await transact(deps, async (tx) => {
    const voided = await stageVoidInvoice(tx, deps, { invoiceId: invoice.id, reason });
    if (!voided.ok) return voided;
    if (periodsByService(voided.value.invoice).length > 0) {
      await stageJob(tx, deps, {
        id: `${UNBILL_JOB}:${invoice.id}`,
        kind: UNBILL_JOB,
        payload: { invoiceId: invoice.id },
      });
    }
    const { released } = voided.value;
    stageClosedAudit(tx, deps, { ...input, invoice, after: { status: "void", reason, released } });
    return ok({ released });
  });
}

/** Gives an open invoice up; needs `invoices.edit`. */
export async function writeOffInvoice(
  deps: Deps,
  input: CloseInput,
): Promise<Result<void, CloseError>> {
  const checked = await checkClose(deps, input);
  if (!checked.ok) return checked;
  const { invoice, reason } = checked.value;
  if (invoice.kind === "change" || invoice.kind === "top_up") return fail({ code: "not_open" });
  return await transact(deps, async (tx) => {
    const closed = await stageUncollectible(tx, deps, { invoiceId: invoice.id, reason });
    if (!closed.ok) return closed;
    stageClosedAudit(tx, deps, { ...input, invoice, after: { status: "uncollectible", reason } });
    return ok(undefined);
  });
}

/** Asks for an uncollectible invoice again; needs `invoices.edit`. */
export async function reopenInvoice(
  deps: Deps,
  input: Omit<CloseInput, "reason">,
): Promise<Result<void, NotFound | NotOpen | Conflict>> {
  const { actor, invoiceId } = input;
  if (!actor.permissions.has("invoices.edit") || !isId("inv", invoiceId)) return notFound();
  return await transact(deps, async (tx) => {
    const before = await checkInvoice(tx, invoiceId);
    const opened = await stageReopened(tx, deps, invoiceId);
    if (!opened.ok) return opened;
    stageClosedAudit(tx, deps, { ...input, invoice: before!, after: { status: "open" } });
    return ok(undefined);
  });
}

async function checkClose(
  deps: Deps,
  { actor, invoiceId, reason: typed }: CloseInput,
): Promise<Result<{ invoice: Invoice; reason: string }, Exclude<CloseError, Conflict>>> {
  if (!actor.permissions.has("invoices.edit") || !isId("inv", invoiceId)) return notFound();
  const invoice = await readInvoice(deps.kv, invoiceId);
  if (!invoice) return notFound();
  const own = refuseOwn(actor, [invoice.customerId]);
  if (own) return fail(own);
  const reason = typed.trim();
  if (reason === "") return invalid({ reason: "Say why." });
  if (reason.length > MAX_REASON_LENGTH) {
    return invalid({ reason: `Use ${MAX_REASON_LENGTH} characters at most.` });
  }
  if (invoice.status !== "open") return fail({ code: "not_open" });
  return invoice.kind === "order" ? fail({ code: "cancel_the_order" }) : ok({ invoice, reason });
}

/** The change ends, and its invoice is void with it: what was paid of it is back in the wallet. */
async function endChange(
  deps: Deps,
  { actor, invoice }: { actor: StaffActor; invoice: Invoice },
): Promise<Result<{ released: Money }, CloseError>> {
  if (invoice.serviceId === null) return fail({ code: "not_open" });
  const ended = await endOpenChange(deps, { actor, serviceId: invoice.serviceId });
  if (!ended.ok) return ended;
  const after = await readInvoice(deps.kv, invoice.id);
  return after?.status === "void" ? ok({ released: invoice.paid }) : fail({ code: "not_open" });
}

function stageClosedAudit(
  tx: Tx,
  deps: Deps,
  input: {
    actor: StaffActor;
    invoice: Invoice;
    after: { status: Invoice["status"]; reason?: string; released?: Money };
    requestId?: string;
  },
): void {
  const { actor, invoice, after, requestId } = input;
  const action = after.status === "open" ? "reopened" : `made_${after.status}`;
  stageAudit(tx, deps, {
    actor,
    action: `invoice.${action}`,
    subject: { kind: "invoice", id: invoice.id },
    before: { status: invoice.status },
    after,
    requestId,
  });
}
