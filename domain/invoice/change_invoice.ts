/** What may still happen to an issued invoice besides being paid. Every change is staged on the commit of its cause. */
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { type Money, zero } from "@/domain/shared/money.ts";
import {
  fail,
  type Failure,
  type NotFound,
  notFound,
  ok,
  type Result,
} from "@/domain/shared/result.ts";
import { type Chase, type Invoice, isChased } from "./model.ts";
import { getInvoiceRecord, replaceInvoice } from "./repo.ts";
import { stageRelease } from "./settle.ts";

/** The invoice is in a state that has no way to the one that was asked for. */
export interface NotOpen extends Failure {
  readonly code: "not_open";
}

/** An invoice under check of the caller's commit; `null` if there is none. */
export function checkInvoice(tx: Tx, id: string): Promise<Invoice | null> {
  return getInvoiceRecord(tx, id);
}

/**
 * Voids an open invoice: nothing is due any more, its number stays taken, and what it was settled with so far is back in
 * the wallet. One check, two if there is something to give back.
 */
export async function stageVoidInvoice(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  input: { invoiceId: string; reason: string; mergedIntoId?: string },
): Promise<Result<{ invoice: Invoice; released: Money }, NotFound | NotOpen>> {
  const before = await getInvoiceRecord(tx, input.invoiceId);
  if (!before) return notFound();
  if (before.status !== "open") return fail({ code: "not_open" });
  const released = await stageRelease(tx, deps, before);
  const after: Invoice = {
    ...before,
    status: "void",
    paid: before.kind === "top_up" ? before.paid : zero(before.currency),
    voidedAt: isoNow(deps.clock),
    voidReason: input.reason,
    mergedIntoId: input.mergedIntoId ?? null,
  };
  replaceInvoice(tx, before, after);
  return ok({ invoice: after, released });
}

/** Gives an open invoice up: nobody is asked to pay it any more; what was paid of it stays paid. One check. */
export async function stageUncollectible(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  input: { invoiceId: string; reason: string },
): Promise<Result<Invoice, NotFound | NotOpen>> {
  const before = await getInvoiceRecord(tx, input.invoiceId);
  if (!before) return notFound();
  if (before.status !== "open") return fail({ code: "not_open" });
  const writtenOff = { at: isoNow(deps.clock), reason: input.reason };
  const after: Invoice = { ...before, status: "uncollectible", writtenOff };
  replaceInvoice(tx, before, after);
  return ok(after);
}

/** Asks for an uncollectible invoice again: it is open as it was before. One check. */
export async function stageReopened(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  invoiceId: string,
): Promise<Result<Invoice, NotFound | NotOpen>> {
  const before = await getInvoiceRecord(tx, invoiceId);
  if (!before) return notFound();
  if (before.status !== "uncollectible") return fail({ code: "not_open" });
  const { chase, kind } = before;
  const nextAt = chase.nextAt ?? (isChased(kind) ? isoNow(deps.clock) : null);
  const after: Invoice = {
    ...before,
    status: "open",
    writtenOff: null,
    chase: { ...chase, nextAt },
  };
  replaceInvoice(tx, before, after);
  return ok(after);
}

/** Sets when an open invoice that `checkInvoice()` read is void by itself. */
export function stageExpiry(
  tx: Tx,
  { invoice, expiresAt }: { invoice: Invoice; expiresAt: string },
): Invoice {
  const after = { ...invoice, expiresAt };
  replaceInvoice(tx, invoice, after);
  return after;
}

/** Notes how far an invoice that `checkInvoice()` read has been chased. */
export function stageChase(
  tx: Tx,
  { invoice, chase }: { invoice: Invoice; chase: Chase },
): Invoice {
  const after = { ...invoice, chase };
  replaceInvoice(tx, invoice, after);
  return after;
}
