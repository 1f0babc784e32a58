/** "I'll pay on …": the customer's word puts a suspension off, once an invoice and not for long. */
import { z } from "zod";
import { stageAudit } from "@/domain/audit/mod.ts";
import {
  checkInvoice,
  type Invoice,
  isChased,
  periodsByService,
  readInvoice,
  stageChase,
} from "@/domain/invoice/mod.ts";
import { type CustomerActor, maySpend, mayUse } from "@/domain/shared/actor.ts";
import { dayOf, isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
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
import { readTerms, type Terms } from "@/domain/terms/mod.ts";
import type { PromiseView } from "./view.ts";

/** There is nothing to put off: no suspension is ahead, it has happened, or the word was given before. */
export interface NotPromisable extends Failure {
  readonly code: "not_promisable";
}

const daySchema = z.iso.date();

/** Puts the suspension for an open invoice off until the day after `payOn`; for those who may use bills. */
export async function promisePayment(
  deps: Deps,
  input: { actor: CustomerActor; invoiceId: string; payOn: string; requestId?: string },
): Promise<Result<void, ValidationError | NotFound | NotPromisable | Conflict>> {
  const { actor, invoiceId, requestId } = input;
  if (!isId("inv", invoiceId) || !maySpend(actor, "billing")) return notFound();
  return await transact(deps, async (tx) => {
    const invoice = await checkInvoice(tx, invoiceId);
    if (invoice?.customerId !== actor.id) return notFound();
    const terms = await readTerms(deps, actor.id);
    const until = lastDay(invoice, terms);
    if (invoice.chase.promise || until === null) return fail({ code: "not_promisable" });
    const today = dayOf(deps.clock.now());
    const payOn = daySchema.safeParse(input.payOn.trim()).data;
    if (!payOn || payOn < today || payOn > until) {
      return invalid({ pay_on: `Choose a day from ${today} to ${until}.` });
    }
    const promise = { payOn, madeAt: isoNow(deps.clock) };
    stageChase(tx, { invoice, chase: { ...invoice.chase, promise } });
    stageAudit(tx, deps, {
      actor,
      action: "invoice.payment_promised",
      subject: { kind: "invoice", id: invoiceId },
      after: { payOn },
      requestId,
    });
    return ok(undefined);
  });
}

/** What the page of an invoice offers; `null` where there is nothing to put off. */
export async function getPromise(
  deps: Deps,
  { viewer, invoiceId }: { viewer: CustomerActor; invoiceId: string },
): Promise<PromiseView | null> {
  if (!isId("inv", invoiceId) || !mayUse(viewer, "billing")) return null;
  const invoice = await readInvoice(deps.kv, invoiceId);
  if (invoice?.customerId !== viewer.id) return null;
  const { promise } = invoice.chase;
  if (promise && invoice.status === "open") {
    return { payOn: promise.payOn, from: null, until: null };
  }
  const until = lastDay(invoice, await readTerms(deps, viewer.id));
  const from = dayOf(deps.clock.now());
  return until === null || until < from || !maySpend(viewer, "billing")
    ? null
    : { payOn: null, from, until };
}

/** The last day that can be named; `null` where no suspension is ahead. */
function lastDay(invoice: Invoice, terms: Terms): string | null {
  const { status, kind, dueOn, chase } = invoice;
  const isHeld = terms.promiseDays === 0 || !terms.suspendsUnpaid;
  if (status !== "open" || !isChased(kind) || isHeld) return null;
  const named = periodsByService(invoice);
  const isAhead = named.some(({ serviceId }) => !chase.taken.includes(`suspension:${serviceId}`));
  if (!isAhead) return null;
  const days = terms.graceDays + terms.promiseDays;
  return Temporal.PlainDate.from(dueOn).add({ days }).toString();
}
