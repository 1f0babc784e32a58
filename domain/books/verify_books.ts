/**
 * The audit of everything that money touches: the ledger by itself, and that payments, invoices, credit notes, their numbers,
 * orders and services say the same as it does. Streams; meant for a job and for the time after a crash, not a request.
 * It may run beside writers: what looks wrong is read again, and counts only if it stays so.
 */
import {
  type CreditNote,
  explainCreditNote,
  scanCreditNotes,
  scanCreditNotesOf,
} from "@/domain/credit_note/mod.ts";
import { type Invoice, readInvoice, scanInvoices, settlementIds } from "@/domain/invoice/mod.ts";
import {
  type LedgerProblem,
  type LedgerReport,
  readTransfer,
  verifyLedger,
} from "@/domain/ledger/mod.ts";
import { type Order, readOrder } from "@/domain/order/mod.ts";
import { receiptTransferId, scanPayments } from "@/domain/payment/mod.ts";
import { findServiceOfOrder } from "@/domain/service/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { fail, ok, type Result } from "@/domain/shared/result.ts";

/** One thing that doesn't fit; `subject` is an account, a transfer, an invoice or a payment. */
export interface BooksProblem {
  kind:
    | LedgerProblem["kind"]
    | "missing_receipt"
    | "wrong_receipt"
    | "not_settled"
    | "settled_too_early"
    | "order_differs"
    | "service_differs"
    | "credit_differs"
    | "number_gap";
  subject: string;
}

/** What was counted. */
export interface BooksReport {
  ledger: LedgerReport;
  invoiceCount: number;
  paymentCount: number;
}

/** How often something wrong is looked at before it counts. */
const LOOKS = 3;

type ReadDeps = Pick<Deps, "kv">;

const ORDER_STATES: Readonly<Record<Invoice["status"], readonly Order["status"][]>> = {
  open: ["pending_payment"],
  paid: ["paid", "active"],
  void: ["cancelled", "expired"],
  uncollectible: ["cancelled", "expired"],
};

/** Audits the books; `books_broken` lists every discrepancy. */
export async function verifyBooks(
  deps: ReadDeps,
): Promise<
  Result<BooksReport, { code: "books_broken"; report: BooksReport; problems: BooksProblem[] }>
> {
  const ledger = await verifyLedger(deps);
  const problems: BooksProblem[] = ledger.ok ? [] : [...ledger.error.problems];
  const report: BooksReport = {
    ledger: ledger.ok ? ledger.value : ledger.error.report,
    invoiceCount: 0,
    paymentCount: 0,
  };
  for await (const invoice of scanInvoices(deps.kv)) {
    report.invoiceCount++;
    for (const kind of await lastingProblems(deps, invoice)) {
      problems.push({ kind, subject: invoice.id });
    }
  }
  if (await hasLastingGap(() => scanInvoices(deps.kv))) {
    problems.push({ kind: "number_gap", subject: "INV" });
  }
  if (await hasLastingGap(() => scanCreditNotes(deps.kv))) {
    problems.push({ kind: "number_gap", subject: "CN" });
  }
  for await (const payment of scanPayments(deps.kv)) {
    report.paymentCount++;
    const receipt = await readTransfer(deps, receiptTransferId(payment.id));
    if (!receipt) problems.push({ kind: "missing_receipt", subject: payment.id });
    else if (receipt.amount.minor !== payment.amount.minor) {
      problems.push({ kind: "wrong_receipt", subject: payment.id });
    }
  }
  return problems.length === 0 ? ok(report) : fail({ code: "books_broken", report, problems });
}

/** Problems that are still there when everything is read again: the first look may have seen two moments. */
async function lastingProblems(deps: ReadDeps, invoice: Invoice): Promise<BooksProblem["kind"][]> {
  let kinds = await problemsOfInvoice(deps, invoice);
  for (let look = 1; look < LOOKS && kinds.length > 0; look++) {
    const again = await readInvoice(deps.kv, invoice.id);
    kinds = again ? await problemsOfInvoice(deps, again) : kinds;
  }
  return kinds;
}

/** Whether numbers of a year are missing, however often they are counted. */
async function hasLastingGap(
  scan: () => AsyncIterable<{ year: number; number: string }>,
): Promise<boolean> {
  for (let look = 0; look < LOOKS; look++) {
    const years = new Map<number, { count: number; last: number }>();
    for await (const { year, number } of scan()) {
      const seen = years.get(year) ?? { count: 0, last: 0 };
      const last = Math.max(seen.last, Number(number.split("-")[2]));
      years.set(year, { count: seen.count + 1, last });
    }
    if ([...years.values()].every(({ count, last }) => count === last)) return false;
  }
  return true;
}

async function problemsOfInvoice(
  deps: ReadDeps,
  invoice: Invoice,
): Promise<BooksProblem["kind"][]> {
  const kinds: BooksProblem["kind"][] = [];
  const notes = invoice.credited.minor > 0
    ? await Array.fromAsync(scanCreditNotesOf(deps.kv, invoice.id))
    : [];
  const settled = await settledMinor(deps, { invoice, notes });
  if (invoice.kind !== "top_up" && settled !== invoice.paid.minor) kinds.push("not_settled");
  const isCovered = invoice.paid.minor + invoice.credited.minor === invoice.total.minor;
  if (invoice.status === "paid" && !isCovered) kinds.push("not_settled");
  if (invoice.status === "open" && isCovered && invoice.total.minor > 0) {
    kinds.push("settled_too_early");
  }
  const credited = notes.reduce((sum, { total }) => sum + total.minor, 0);
  const isExplained = notes.every((note) => explainCreditNote(note)?.isRight ?? true);
  if (credited !== invoice.credited.minor || !isExplained) kinds.push("credit_differs");
  if (invoice.kind === "order") kinds.push(...await problemsOfOrder(deps, invoice));
  return kinds;
}

/** What the ledger says that an invoice was settled with, less what was given back. */
async function settledMinor(
  deps: ReadDeps,
  { invoice: { id, settlementCount }, notes }: { invoice: Invoice; notes: readonly CreditNote[] },
): Promise<number> {
  const counts = Array.from({ length: settlementCount }, (_, index) => index + 1);
  const given = counts.flatMap((count) => [
    settlementIds.revenue(id, count),
    settlementIds.tax(id, count),
  ]);
  const returned = [settlementIds.releasedRevenue(id), settlementIds.releasedTax(id)];
  const read = async (ids: string[]) => {
    const transfers = await Promise.all(ids.map((each) => readTransfer(deps, each)));
    return transfers.reduce((sum, transfer) => sum + (transfer?.amount.minor ?? 0), 0);
  };
  const credited = notes.reduce((sum, { returned }) => sum + returned.minor, 0);
  return await read(given) - await read(returned) - credited;
}

async function problemsOfOrder(deps: ReadDeps, invoice: Invoice): Promise<BooksProblem["kind"][]> {
  const [order, serviceId] = await Promise.all([
    readOrder(deps.kv, invoice.orderId!),
    findServiceOfOrder(deps, invoice.orderId!),
  ]);
  const isPaid = invoice.status === "paid";
  const kinds: BooksProblem["kind"][] = [];
  if (!order || !ORDER_STATES[invoice.status].includes(order.status)) kinds.push("order_differs");
  if ((order?.serviceId ?? null) !== serviceId || isPaid !== (serviceId !== null)) {
    kinds.push("service_differs");
  }
  return kinds;
}
