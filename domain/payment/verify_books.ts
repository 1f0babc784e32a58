/**
 * The audit of everything that money touches: the ledger by itself, and that payments, invoices, their numbers,
 * orders and services say the same as it does. Streams; meant for a job and for the time after a crash, not a request.
 */
import { scanInvoices } from "@/domain/invoice/mod.ts";
import type { Invoice } from "@/domain/invoice/mod.ts";
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

type ReadDeps = Pick<Deps, "kv">;

const ORDER_STATES: Readonly<Record<Invoice["status"], readonly Order["status"][]>> = {
  open: ["pending_payment"],
  paid: ["paid", "active"],
  void: ["cancelled", "expired"],
  uncollectible: ["cancelled", "expired"],
};

/** Audits the books; run it while nobody writes. */
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
  const lastCounts = new Map<number, number>();
  for await (const invoice of scanInvoices(deps.kv)) {
    report.invoiceCount++;
    const count = Number(invoice.number.split("-")[2]);
    lastCounts.set(invoice.year, Math.max(lastCounts.get(invoice.year) ?? 0, count));
    for (const kind of await problemsOfInvoice(deps, invoice)) {
      problems.push({ kind, subject: invoice.id });
    }
  }
  const highest = [...lastCounts.values()].reduce((a, b) => a + b, 0);
  if (highest !== report.invoiceCount) problems.push({ kind: "number_gap", subject: "INV" });
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
