/** A customer uploads a proof of payment for an open invoice of theirs. */
import { z } from "zod";
import { stageAudit } from "@/domain/audit/mod.ts";
import { amountDue, checkInvoice, type Invoice } from "@/domain/invoice/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import { stageOrderHeld } from "@/domain/order/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { toDecimal } from "@/domain/shared/money.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { toValidationError } from "@/domain/shared/validation.ts";
import {
  dropUpload,
  type OpenUpload,
  stageKeepUpload,
  type UploadedFile,
  writeUpload,
} from "@/domain/upload/mod.ts";
import { findOwnInvoice, whyNoProof } from "./admit_proof.ts";
import type { Proof } from "./model.ts";
import { type ProofFile, readProofFile } from "./proof_file.ts";
import { getFolder, readFolder, setFolder } from "./repo.ts";

const words = z.strictObject({
  reference: z.string().trim().max(140, "Use at most 140 characters.").default(""),
  note: z.string().trim().max(1000, "Use at most 1000 characters.").default(""),
});

/** What the form holds. */
export interface SubmitProofInput {
  actor: CustomerActor;
  invoiceId: string;
  file: UploadedFile | null;
  reference?: string;
  note?: string;
  requestId?: string;
}

/** Why no proof was taken; messages are beside `file`, `reference` and `note`. */
export type SubmitProofError = ValidationError | NotFound | Conflict;

/**
 * Stores a proof, gives its order time until it is checked, and tells staff. The same file sent twice while the first is
 * unchecked counts once. Nothing is written unless everything about it is right.
 */
export async function submitProof(
  deps: Deps,
  input: SubmitProofInput,
): Promise<Result<{ proofId: string; isRepeat: boolean }, SubmitProofError>> {
  const { actor, invoiceId } = input;
  const invoice = await findOwnInvoice(deps, { actor, invoiceId });
  if (!invoice) return notFound();
  const parsed = words.safeParse({ reference: input.reference, note: input.note });
  if (!parsed.success) return fail(toValidationError(parsed.error));
  const problem = whyNoProof(invoice, await readFolder(deps.kv, invoiceId));
  if (problem) return invalid({ file: problem });
  if (!input.file || (input.file.name === "" && input.file.size === 0)) {
    return invalid({ file: "Choose the file with your proof of payment." });
  }
  const file = await readProofFile(input.file);
  if (!file.ok) return invalid({ file: file.error.message });
  const upload = await writeUpload(deps, file.value.bytes);
  const stored = await transact(
    deps,
    (tx) => stageProof(tx, deps, { ...input, words: parsed.data, file: file.value, upload }),
  );
  if (!stored.ok || stored.value.isRepeat) await dropUpload(deps, upload);
  return stored;
}

async function stageProof(
  tx: Tx,
  deps: Deps,
  input: Omit<SubmitProofInput, "file"> & {
    words: z.infer<typeof words>;
    file: ProofFile;
    upload: OpenUpload;
  },
): Promise<Result<{ proofId: string; isRepeat: boolean }, SubmitProofError>> {
  const { file, upload } = input;
  const invoice = await checkInvoice(tx, input.invoiceId);
  if (!invoice) return notFound();
  const before = await getFolder(tx, invoice.id);
  const same = before?.proofs.find((each) =>
    each.sha256 === file.sha256 && each.status === "pending"
  );
  if (same) return ok({ proofId: same.id, isRepeat: true });
  const problem = whyNoProof(invoice, before);
  if (problem) return invalid({ file: problem });
  if (!await stageKeepUpload(tx, upload)) return fail({ code: "conflict" });
  const proof: Proof = {
    id: deps.ids.next("prf"),
    status: "pending",
    fileName: file.fileName,
    contentType: file.type,
    sizeBytes: file.bytes.length,
    sha256: file.sha256,
    uploadId: upload.id,
    chunkCount: upload.chunkCount,
    ...input.words,
    submittedAt: isoNow(deps.clock),
    decidedAt: null,
    decidedBy: null,
    rejectReason: null,
  };
  setFolder(tx, before, {
    schemaVersion: 1,
    invoiceId: invoice.id,
    invoiceNumber: invoice.number,
    orderId: invoice.orderId,
    customerId: invoice.customerId,
    proofs: [...before?.proofs ?? [], proof],
  });
  const { fileName, contentType, sizeBytes, sha256 } = proof;
  stageAudit(tx, deps, {
    actor: input.actor,
    action: "proof.submitted",
    subject: { kind: "invoice", id: invoice.id },
    after: { proofId: proof.id, fileName, contentType, sizeBytes, sha256 },
    requestId: input.requestId,
  });
  if (invoice.orderId) await stageOrderHeld(tx, deps, { orderId: invoice.orderId });
  await stageStaffMail(tx, deps, { invoice, proof });
  return ok({ proofId: proof.id, isRepeat: false });
}

async function stageStaffMail(
  tx: Tx,
  deps: Deps,
  { invoice, proof }: { invoice: Invoice; proof: Proof },
): Promise<void> {
  const company = await getSettings(deps, "company");
  const due = amountDue(invoice);
  await stageMail(tx, deps, {
    fact: `proof_received:${proof.id}`,
    to: { email: company.billingEmail, name: company.name },
    accountId: invoice.customerId,
    template: "proof_received_staff",
    variables: {
      customerName: invoice.buyer.name,
      customerEmail: invoice.buyer.email ?? "",
      invoiceNumber: invoice.number,
      total: `${toDecimal(due)} ${due.currency}`,
      reference: proof.reference || "none given",
      link: invoice.orderId ? `/admin/orders/${invoice.orderId}` : `/admin/invoices/${invoice.id}`,
    },
  });
}
