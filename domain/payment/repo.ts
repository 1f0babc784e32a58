/**
 * Keys of payments and proofs:
 * `["payments", id]`, `["payments_by_invoice", invoiceId, id]` and `["payments_by_customer", customerId, id]`, owned
 * by their payment; `["receipts", method, currency, reference]`, which makes a receipt unique;
 * `["proof_folders", invoiceId]`, and owned by it `["proofs", proofId]` (its invoice) and `["proofs_pending", proofId]`.
 */
import { stageStatusChange } from "@/domain/stats/mod.ts";
import { isId, leastIdAt } from "@/domain/shared/ids.ts";
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "@/domain/shared/kv.ts";
import {
  comparableReference,
  type Payment,
  paymentSchema,
  type Proof,
  type ProofFolder,
  proofFolderSchema,
} from "./model.ts";
import { recordsAfter, type Walked } from "@/domain/shared/walk_records.ts";

const paymentKey = (id: string) => ["payments", id];
const folderKey = (invoiceId: string) => ["proof_folders", invoiceId];

/** The payment that a receipt was recorded as, under check; `null` if it is new. */
export function getByReceipt(
  tx: Tx,
  receipt: { method: string; currency: string; reference: string },
): Promise<string | null> {
  return tx.get<string>(receiptKey(receipt));
}

/** A payment as it stands now. */
export async function readPayment(kv: Deno.Kv, id: string): Promise<Payment | null> {
  const { value } = await kv.get(paymentKey(id));
  return value === null ? null : paymentSchema.parse(value);
}

/** A payment, without a check: it never changes but for the reference of one that was erased. */
export async function peekPayment(tx: Tx, id: string): Promise<Payment | null> {
  const stored = await tx.peek(paymentKey(id));
  return stored === null ? null : paymentSchema.parse(stored);
}

/** Names a receipt otherwise as well, unless it is so named already: nobody can record it again under that name. One check. */
export async function stageReceiptAlias(
  tx: Tx,
  receipt: { method: string; currency: string; reference: string },
  paymentId: string,
): Promise<void> {
  if (await getByReceipt(tx, receipt) === null) tx.set(receiptKey(receipt), paymentId);
}

/** Writes a payment whose receipt `getByReceipt()` found to be new. */
export function addPayment(tx: Tx, payment: Payment): void {
  const { id, invoiceId, customerId, method, reference } = payment;
  tx.set(receiptKey({ method, reference, currency: payment.amount.currency }), id);
  if (invoiceId !== null) tx.set(["payments_by_invoice", invoiceId, id], id);
  tx.set(["payments_by_customer", customerId, id], id);
  tx.set(paymentKey(id), paymentSchema.parse(payment));
}

/** Takes the reference out of a payment that needn't be kept any more: nobody can record its receipt again. One check. */
export async function stageErasedPayment(tx: Tx, id: string): Promise<void> {
  const stored = await tx.get(paymentKey(id));
  const payment = stored === null ? null : paymentSchema.parse(stored);
  if (!payment || payment.reference === "") return;
  const { method, reference, amount } = payment;
  tx.delete(receiptKey({ method, reference, currency: amount.currency }));
  tx.set(paymentKey(id), { ...payment, reference: "" });
}

/** One page of payments, newest first: all, those of an invoice, or those of a customer. */
export async function pagePayments(
  kv: Deno.Kv,
  filter: { invoiceId?: string; customerId?: string },
  request: PageRequest,
): Promise<Page<Payment>> {
  const { invoiceId, customerId } = filter;
  const index = invoiceId
    ? ["payments_by_invoice", invoiceId]
    : customerId
    ? ["payments_by_customer", customerId]
    : ["payments"];
  if (request.after !== undefined && !isId("pay", request.after)) return { items: [], next: null };
  const page = await pageIds(kv, index, request);
  const stored = await getAll(kv, page.items.map(paymentKey));
  return { items: stored.map((payment) => paymentSchema.parse(payment)), next: page.next };
}

/** Payments that were recorded from one instant to before another, in the order of their recording. */
export async function* scanPaymentsBetween(
  kv: Deno.Kv,
  { from, before }: { from: Temporal.Instant; before: Temporal.Instant },
): AsyncGenerator<Payment> {
  const start = paymentKey(leastIdAt("pay", from));
  const end = paymentKey(leastIdAt("pay", before));
  for await (const { value } of kv.list({ start, end })) yield paymentSchema.parse(value);
}

/** The proofs of an invoice, under check. */
export async function getFolder(tx: Tx, invoiceId: string): Promise<ProofFolder | null> {
  const stored = await tx.get(folderKey(invoiceId));
  return stored === null ? null : proofFolderSchema.parse(stored);
}

/** Whether staff have a proof of an invoice to look at; one check. */
export async function hasPendingProof(tx: Tx, invoiceId: string): Promise<boolean> {
  const folder = await getFolder(tx, invoiceId);
  return folder?.proofs.some(({ status }) => status === "pending") ?? false;
}

/** The proofs of an invoice as they stand now. */
export async function readFolder(kv: Deno.Kv, invoiceId: string): Promise<ProofFolder | null> {
  const stored = (await kv.get(folderKey(invoiceId))).value;
  return stored === null ? null : proofFolderSchema.parse(stored);
}

/** The invoice that a proof belongs to. */
export async function findInvoiceOfProof(kv: Deno.Kv, proofId: string): Promise<string | null> {
  return (await kv.get<string>(["proofs", proofId])).value;
}

/** Writes a folder that was read with `getFolder()`, `null` where there was none, and what changed in it. */
export function setFolder(tx: Tx, before: ProofFolder | null, after: ProofFolder): void {
  for (const proof of after.proofs) {
    const old = before?.proofs.find((each) => each.id === proof.id);
    if (!old) tx.set(["proofs", proof.id], after.invoiceId);
    if (old?.status === proof.status) continue;
    if (proof.status === "pending") tx.set(["proofs_pending", proof.id], after.invoiceId);
    else tx.delete(["proofs_pending", proof.id]);
    stageStatusChange(tx, { kind: "proofs", from: old?.status ?? null, to: proof.status });
  }
  tx.set(folderKey(after.invoiceId), proofFolderSchema.parse(after));
}

/** One page of the proofs that nobody has looked at, newest first, each in its folder. */
export async function pagePending(
  kv: Deno.Kv,
  request: PageRequest,
): Promise<Page<{ folder: ProofFolder; proof: Proof }>> {
  if (request.after !== undefined && !isId("prf", request.after)) return { items: [], next: null };
  const page = await pageIds(kv, ["proofs_pending"], request);
  const invoiceIds = await getAll<string>(kv, page.items.map((id) => ["proofs_pending", id]));
  const stored = await getAll(kv, invoiceIds.map((id) => folderKey(id ?? "")));
  const items = page.items.flatMap((id, index) => {
    const folder = stored[index] === null ? null : proofFolderSchema.parse(stored[index]);
    const proof = folder?.proofs.find((each) => each.id === id && each.status === "pending");
    return folder && proof ? [{ folder, proof }] : [];
  });
  return { items, next: page.next };
}

function receiptKey(receipt: { method: string; currency: string; reference: string }) {
  const reference = comparableReference(receipt.reference);
  return ["receipts", receipt.method, receipt.currency, reference];
}

/** The next payments after an id, for the audit of the books. */
export function paymentsAfter(
  kv: Deno.Kv,
  request: { after: string; limit: number },
): Promise<Walked<Payment>[]> {
  const stored = { prefix: ["payments"], ...request };
  return recordsAfter(kv, stored, (value) => paymentSchema.parse(value));
}

/** Payments by their ids, those that there are. */
export async function readPayments(kv: Deno.Kv, ids: readonly string[]): Promise<Payment[]> {
  const stored = await getAll(kv, ids.map(paymentKey));
  return stored.flatMap((payment) => payment === null ? [] : [paymentSchema.parse(payment)]);
}
