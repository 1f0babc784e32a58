/** What may still happen to an issued invoice. Every change is staged on the commit of its cause. */
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { add, type Money } from "@/domain/shared/money.ts";
import {
  fail,
  type Failure,
  type NotFound,
  notFound,
  ok,
  type Result,
} from "@/domain/shared/result.ts";
import type { Invoice } from "./model.ts";
import { getInvoiceRecord, replaceInvoice } from "./repo.ts";

/** The invoice is in a state that has no way to the one that was asked for. */
export interface NotOpen extends Failure {
  readonly code: "not_open";
}

/** An invoice under check of the caller's commit; `null` if there is none. */
export function checkInvoice(tx: Tx, id: string): Promise<Invoice | null> {
  return getInvoiceRecord(tx, id);
}

/** Voids an open invoice: nothing is due any more, its number stays taken. One check. */
export async function stageVoidInvoice(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  input: { invoiceId: string; reason: string },
): Promise<Result<Invoice, NotFound | NotOpen>> {
  const before = await getInvoiceRecord(tx, input.invoiceId);
  if (!before) return notFound();
  if (before.status !== "open") return fail({ code: "not_open" });
  const after: Invoice = {
    ...before,
    status: "void",
    voidedAt: isoNow(deps.clock),
    voidReason: input.reason,
  };
  replaceInvoice(tx, before, after);
  return ok(after);
}

/** Adds what was received to an open invoice that `checkInvoice()` read, without paying it in full. */
export function stageReceived(tx: Tx, invoice: Invoice, amount: Money): Invoice {
  const after = { ...invoice, paid: add(invoice.paid, amount) };
  replaceInvoice(tx, invoice, after);
  return after;
}

/** Marks an open invoice that `checkInvoice()` read as paid in full. */
export function stagePaid(tx: Tx, deps: Pick<Deps, "clock">, invoice: Invoice): Invoice {
  const after: Invoice = {
    ...invoice,
    status: "paid",
    paid: invoice.total,
    paidAt: isoNow(deps.clock),
  };
  replaceInvoice(tx, invoice, after);
  return after;
}
