/** Received payments as CSV, written row by row. */
import { readInvoice } from "@/domain/invoice/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { CSV_BOM, csvRow } from "@/domain/shared/csv.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { scanPaymentsBetween } from "./repo.ts";

const HEAD = [
  "id",
  "recorded_at",
  "received_on",
  "method",
  "reference",
  "amount",
  "currency",
  "outcome",
  "source",
  "invoice",
  "buyer",
  "customer_id",
  "order_id",
  "recorded_by",
];

/** Payments recorded from one day to another (UTC, both included), as pieces of text; needs `invoices.view`. */
export function exportPayments(
  deps: Pick<Deps, "kv">,
  { viewer, from, to }: { viewer: StaffActor; from: string; to: string },
): Promise<Result<AsyncIterable<string>, NotFound>> {
  const isOpen = viewer.permissions.has("invoices.view");
  return Promise.resolve(isOpen ? ok(rows(deps.kv, { from, to })) : notFound());
}

async function* rows(
  kv: Deno.Kv,
  { from, to }: { from: string; to: string },
): AsyncGenerator<string> {
  yield CSV_BOM + csvRow(HEAD);
  const begin = Temporal.PlainDate.from(from).toZonedDateTime("UTC").toInstant();
  const end = Temporal.PlainDate.from(to).add({ days: 1 }).toZonedDateTime("UTC").toInstant();
  for await (const payment of scanPaymentsBetween(kv, { from: begin, before: end })) {
    const { id, recordedAt, receivedOn, method, reference, amount, outcome, source } = payment;
    const { invoiceId, customerId, orderId, recordedBy } = payment;
    const invoice = invoiceId === null ? null : await readInvoice(kv, invoiceId);
    yield csvRow([
      id,
      recordedAt,
      receivedOn,
      method,
      reference,
      amount,
      amount.currency,
      outcome,
      source,
      invoice?.number ?? null,
      invoice?.buyer.name ?? null,
      customerId,
      orderId,
      recordedBy,
    ]);
  }
}
