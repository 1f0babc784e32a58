/** Reading proofs and payments: customers see those of their own invoices, staff need a permission. */
import { maySeeInvoice, readInvoice } from "@/domain/invoice/mod.ts";
import {
  type CustomerActor,
  isOwner,
  mayUse,
  type StaffActor,
  type Viewer,
} from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { ERASED } from "@/domain/shared/erasing.ts";
import { isId } from "@/domain/shared/ids.ts";
import type { Page, PageRequest } from "@/domain/shared/kv.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { readUpload } from "@/domain/upload/mod.ts";
import type { Payment, Proof, ProofFolder } from "./model.ts";
import { findInvoiceOfProof, pagePayments, pagePending, readFolder } from "./repo.ts";
import type { PaymentView, ProofView, StaffPaymentView, StaffProofView } from "./view.ts";

type ReadDeps = Pick<Deps, "kv">;

/** The most payments of one invoice that are shown. */
const MAX_PAYMENTS = 100;

/** The file of a proof, to be sent as an attachment. */
export interface ProofDownload {
  fileName: string;
  contentType: string;
  sizeBytes: number;
  stream: ReadableStream<Uint8Array>;
}

/** A proof's file, for the customer who sent it and staff with `proofs.view`. */
export async function readProof(
  deps: ReadDeps,
  { viewer, id }: { viewer: Viewer; id: string },
): Promise<Result<ProofDownload, NotFound>> {
  const invoiceId = isId("prf", id) ? await findInvoiceOfProof(deps.kv, id) : null;
  const folder = invoiceId === null ? null : await readFolder(deps.kv, invoiceId);
  const proof = folder?.proofs.find((each) => each.id === id);
  if (!folder || !proof || !maySeeProofs(viewer, folder)) return notFound();
  if (proof.fileName === ERASED) return notFound();
  const { fileName, contentType, sizeBytes, uploadId, chunkCount } = proof;
  const stream = readUpload(deps.kv, { id: uploadId, chunkCount });
  return ok({ fileName, contentType, sizeBytes, stream });
}

/** The proofs of the customer's own invoice, newest first. */
export function listProofs(
  deps: ReadDeps,
  input: { viewer: CustomerActor; invoiceId: string },
): Promise<ProofView[]>;
/** The proofs of an invoice, newest first, for staff with `proofs.view`. */
export function listProofs(
  deps: ReadDeps,
  input: { viewer: StaffActor; invoiceId: string },
): Promise<StaffProofView[]>;
export async function listProofs(
  deps: ReadDeps,
  { viewer, invoiceId }: { viewer: Viewer; invoiceId: string },
): Promise<ProofView[]> {
  const folder = isId("inv", invoiceId) ? await readFolder(deps.kv, invoiceId) : null;
  if (!folder || !maySeeProofs(viewer, folder)) return [];
  const toView = viewer.kind === "staff" ? toStaffProofView : toProofView;
  return folder.proofs.map((proof) => toView(folder, proof)).reverse();
}

/** One page of the proofs that wait to be checked, newest first; empty without `proofs.view`. */
export async function listPendingProofs(
  deps: ReadDeps,
  input: { viewer: StaffActor; page?: PageRequest },
): Promise<Page<StaffProofView>> {
  if (!input.viewer.permissions.has("proofs.view")) return { items: [], next: null };
  const page = await pagePending(deps.kv, input.page ?? {});
  const items = page.items.map(({ folder, proof }) => toStaffProofView(folder, proof));
  return { items, next: page.next };
}

/** What was received for the customer's own invoice, newest first. */
export function listPayments(
  deps: ReadDeps,
  input: { viewer: CustomerActor; invoiceId: string },
): Promise<PaymentView[]>;
/** What was received for an invoice, newest first, for staff with `invoices.view`. */
export function listPayments(
  deps: ReadDeps,
  input: { viewer: StaffActor; invoiceId: string },
): Promise<StaffPaymentView[]>;
export async function listPayments(
  deps: ReadDeps,
  { viewer, invoiceId }: { viewer: Viewer; invoiceId: string },
): Promise<PaymentView[]> {
  const invoice = isId("inv", invoiceId) ? await readInvoice(deps.kv, invoiceId) : null;
  if (!invoice || !maySeeInvoice(viewer, invoice)) return [];
  const page = await pagePayments(deps.kv, { invoiceId }, { limit: MAX_PAYMENTS });
  return page.items.map(viewer.kind === "staff" ? toStaffPaymentView : toPaymentView);
}

/** One page of all payments, newest first, for staff; empty without `invoices.view`. */
export async function listAllPayments(
  deps: ReadDeps,
  input: { viewer: StaffActor; page?: PageRequest },
): Promise<Page<StaffPaymentView>> {
  if (!input.viewer.permissions.has("invoices.view")) return { items: [], next: null };
  const page = await pagePayments(deps.kv, {}, input.page ?? {});
  return { items: page.items.map(toStaffPaymentView), next: page.next };
}

/** One page of all that was received from the account's owner, for whatever it was, newest first. */
export async function listOwnPayments(
  deps: ReadDeps,
  { viewer, page: request }: { viewer: CustomerActor; page?: PageRequest },
): Promise<Page<PaymentView & { reference: string }>> {
  if (!isOwner(viewer)) return { items: [], next: null };
  const page = await pagePayments(deps.kv, { customerId: viewer.id }, request ?? {});
  const items = page.items.map((each) => ({ ...toPaymentView(each), reference: each.reference }));
  return { items, next: page.next };
}

function maySeeProofs(viewer: Viewer, folder: ProofFolder): boolean {
  return viewer.kind === "staff"
    ? viewer.permissions.has("proofs.view")
    : viewer.id === folder.customerId && mayUse(viewer, "billing");
}

function toProofView(folder: ProofFolder, proof: Proof): ProofView {
  const { id, status, fileName, contentType, sizeBytes, reference, note } = proof;
  const { submittedAt, decidedAt, rejectReason } = proof;
  return {
    id,
    invoiceId: folder.invoiceId,
    status,
    fileName,
    contentType,
    sizeBytes,
    reference,
    note,
    submittedAt,
    decidedAt,
    rejectReason,
  };
}

function toStaffProofView(folder: ProofFolder, proof: Proof): StaffProofView {
  const { customerId, invoiceNumber, orderId } = folder;
  return {
    ...toProofView(folder, proof),
    customerId,
    invoiceNumber,
    orderId,
    sha256: proof.sha256,
  };
}

function toPaymentView(payment: Payment): PaymentView {
  const { id, invoiceId, amount, method, receivedOn, outcome, recordedAt } = payment;
  return { id, invoiceId, amount, method, receivedOn, outcome, recordedAt };
}

function toStaffPaymentView(payment: Payment): StaffPaymentView {
  const { customerId, orderId, reference, recordedBy } = payment;
  return { ...toPaymentView(payment), customerId, orderId, reference, recordedBy };
}
