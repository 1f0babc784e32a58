/**
 * The audit of everything that money touches: the ledger by itself, and that payments, invoices, their numbers,
 * orders and services say the same as it does. Streams; meant for a job and for the time after a crash, not a request.
 * It may run beside writers: what looks wrong is read again, and counts only if it stays so.
 */
import { type Invoice, readInvoice, scanInvoices } from "@/domain/invoice/mod.ts";
import {
  type LedgerProblem,
  type LedgerReport,
  readTransfer,
  verifyLedger,
} from "@/domain/ledger/mod.ts";
import { type Order, readOrder } from "@/domain/order/mod.ts";
import { findServiceOfOrder } from "@/domain/service/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { fail, ok, type Result } from "@/domain/shared/result.ts";
import { scanPayments } from "./repo.ts";
import { transferIds } from "./stage_money.ts";

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
  if (await hasLastingGap(deps)) problems.push({ kind: "number_gap", subject: "INV" });
  for await (const payment of scanPayments(deps.kv)) {
    report.paymentCount++;
    const receipt = await readTransfer(deps, transferIds.receipt(payment.id));
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
async function hasLastingGap(deps: ReadDeps): Promise<boolean> {
  for (let look = 0; look < LOOKS; look++) {
    const years = new Map<number, { count: number; last: number }>();
    for await (const { year, number } of scanInvoices(deps.kv)) {
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
  const [settlement, tax, order, serviceId] = await Promise.all([
    readTransfer(deps, transferIds.settlement(invoice.id)),
    readTransfer(deps, transferIds.tax(invoice.id)),
    readOrder(deps.kv, invoice.orderId),
    findServiceOfOrder(deps, invoice.orderId),
  ]);
  const settled = (settlement?.amount.minor ?? 0) + (tax?.amount.minor ?? 0);
  const isPaid = invoice.status === "paid";
  const kinds: BooksProblem["kind"][] = [];
  if (isPaid && settled !== invoice.total.minor) kinds.push("not_settled");
  if (!isPaid && settled !== 0) kinds.push("settled_too_early");
  if (!order || !ORDER_STATES[invoice.status].includes(order.status)) kinds.push("order_differs");
  if ((order?.serviceId ?? null) !== serviceId || isPaid !== (serviceId !== null)) {
    kinds.push("service_differs");
  }
  return kinds;
}
