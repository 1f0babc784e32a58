/**
 * Payments and proofs. A payment is money that was seen to arrive; it is recorded once and never changed. A proof is
 * what a customer uploads to say that it is on its way; it moves no money.
 */
import { z } from "zod";
import { moneySchema } from "@/domain/shared/money_schema.ts";
import { MAX_PROOFS, PROOF_STATUSES, RECEIPT_METHODS } from "./view.ts";

/** Who saw the money arrive: staff, a bank's statement, or a chain. */
export const PAYMENT_SOURCES = ["staff", "statement", "chain"] as const;

/** Who saw the money arrive. */
export type PaymentSource = (typeof PAYMENT_SOURCES)[number];

export const paymentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  /** `null` for money that was for no invoice. */
  invoiceId: z.string().nullable(),
  orderId: z.string().nullable(),
  customerId: z.string(),
  amount: moneySchema.refine((amount) => amount.minor > 0),
  method: z.enum(RECEIPT_METHODS),
  reference: z.string(),
  receivedOn: z.string(),
  source: z.enum(PAYMENT_SOURCES).default("staff"),
  outcome: z.enum(["settled", "overpaid", "underpaid", "credited"]),
  recordedBy: z.string(),
  recordedAt: z.string(),
});

/** A recorded receipt. */
export type Payment = z.infer<typeof paymentSchema>;

const proofSchema = z.strictObject({
  id: z.string(),
  status: z.enum(PROOF_STATUSES),
  fileName: z.string(),
  contentType: z.enum(["application/pdf", "image/png", "image/jpeg", "image/webp"]),
  sizeBytes: z.int().positive(),
  sha256: z.string(),
  /** Names the chunks of the file. */
  uploadId: z.string(),
  chunkCount: z.int().positive(),
  reference: z.string(),
  note: z.string(),
  submittedAt: z.string(),
  decidedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
  rejectReason: z.string().nullable(),
});

/** One proof. */
export type Proof = z.infer<typeof proofSchema>;

export const proofFolderSchema = z.strictObject({
  schemaVersion: z.literal(1),
  invoiceId: z.string(),
  invoiceNumber: z.string(),
  orderId: z.string().nullable(),
  customerId: z.string(),
  proofs: z.array(proofSchema).max(MAX_PROOFS),
});

/** All proofs of an invoice: one record, so that one check covers whatever happens to any of them. */
export type ProofFolder = z.infer<typeof proofFolderSchema>;

/** A receipt's reference as it is compared: the same bank or chain id typed in another way is the same receipt. */
export function comparableReference(reference: string): string {
  return reference.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
}
