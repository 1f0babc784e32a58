/** The audit of invoices: what they say of being paid and credited is in the ledger, and order and service say the same. */
import { explainCreditNote, scanCreditNotesOf } from "@/domain/credit_note/mod.ts";
import { type Invoice, invoicesAfter, readInvoice, settlementIds } from "@/domain/invoice/mod.ts";
import { readTransfersById, type Step } from "@/domain/ledger/mod.ts";
import { type Order, readOrder } from "@/domain/order/mod.ts";
import { findServiceOfOrder } from "@/domain/service/mod.ts";
import {
  type BooksAudit,
  findings,
  lasting,
  note,
  type ProblemKind,
  type ReadDeps,
} from "./audit.ts";
import { auditNumbersOf } from "./check_numbers.ts";

/** Invoices that a step looks at. */
const BATCH = 50;

const ORDER_STATES: Readonly<Record<Invoice["status"], readonly Order["status"][]>> = {
  open: ["pending_payment"],
  paid: ["paid", "active"],
  void: ["cancelled", "expired"],
  uncollectible: ["cancelled", "expired"],
};

/** Audits the next invoices after an id. */
export async function auditInvoices(audit: BooksAudit, after: string): Promise<Step> {
  const { kv } = audit;
  const batch = await invoicesAfter(kv, { after, limit: BATCH });
  for (const { id, record } of batch) {
    audit.report.invoiceCount++;
    if (record?.id !== id) {
      note(audit, "unreadable_record", id);
      continue;
    }
    const kinds = await findings(() =>
      lasting(record, {
        read: () => readInvoice(kv, id),
        check: (invoice) => problemsOfInvoice({ kv }, invoice),
      })
    );
    for (const kind of kinds) note(audit, kind, id);
  }
  await auditNumbersOf(audit, batch.flatMap(({ record }) => record ?? []));
  return { next: batch.length < BATCH ? null : batch.at(-1)!.id, records: batch.length };
}

async function problemsOfInvoice(deps: ReadDeps, invoice: Invoice): Promise<ProblemKind[]> {
  const kinds: ProblemKind[] = [];
  const { status, kind, paid, credited, total } = invoice;
  const notes = await creditedBy(deps, invoice);
  const settled = await settledMinor(deps, invoice) - notes.returned;
  if (kind !== "top_up" && settled !== paid.minor) kinds.push("not_settled");
  if (notes.total !== credited.minor || !notes.isExplained) kinds.push("credit_differs");
  const isCovered = paid.minor + credited.minor === total.minor;
  if (status === "paid" && !isCovered) kinds.push("not_settled");
  if (status === "open" && isCovered && total.minor > 0) kinds.push("settled_too_early");
  if (kind === "order") kinds.push(...await problemsOfOrder(deps, invoice));
  return kinds;
}

/** What credit notes took off, how much of that they brought back to the wallet, and whether each is what it explains. */
async function creditedBy(
  deps: ReadDeps,
  { id, credited }: Invoice,
): Promise<{ total: number; returned: number; isExplained: boolean }> {
  const sums = { total: 0, returned: 0, isExplained: true };
  if (credited.minor === 0) return sums;
  for await (const creditNote of scanCreditNotesOf(deps.kv, id)) {
    sums.total += creditNote.total.minor;
    sums.returned += creditNote.returned.minor;
    if (explainCreditNote(creditNote)?.isRight === false) sums.isExplained = false;
  }
  return sums;
}

/** What the ledger says that an invoice was settled with, less what was released. */
async function settledMinor(deps: ReadDeps, { id, settlementCount }: Invoice): Promise<number> {
  const counts = Array.from({ length: settlementCount }, (_, index) => index + 1);
  const given = counts.flatMap((count) => [
    settlementIds.revenue(id, count),
    settlementIds.tax(id, count),
  ]);
  const returned = [settlementIds.releasedRevenue(id), settlementIds.releasedTax(id)];
  const transfers = await readTransfersById(deps, [...given, ...returned]);
  const sum = (ids: string[]) =>
    ids.reduce((all, each) => all + (transfers.get(each)?.amount.minor ?? 0), 0);
  return sum(given) - sum(returned);
}

async function problemsOfOrder(deps: ReadDeps, invoice: Invoice): Promise<ProblemKind[]> {
  const [order, serviceId] = await Promise.all([
    readOrder(deps.kv, invoice.orderId!),
    findServiceOfOrder(deps, invoice.orderId!),
  ]);
  const isPaid = invoice.status === "paid";
  const kinds: ProblemKind[] = [];
  if (!order || !ORDER_STATES[invoice.status].includes(order.status)) kinds.push("order_differs");
  if ((order?.serviceId ?? null) !== serviceId || isPaid !== (serviceId !== null)) {
    kinds.push("service_differs");
  }
  return kinds;
}
