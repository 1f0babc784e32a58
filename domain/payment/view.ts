/** What pages may show of payments and proofs: plain types and names, safe for islands. */
import type { Money } from "@/domain/shared/money.ts";

/** The ways in which money reaches the house. */
export const RECEIPT_METHODS = [
  "bank_transfer",
  "crypto_btc",
  "crypto_eth",
  "crypto_usdt",
  "crypto_usdc",
] as const;

/** A way in which money reached the house. */
export type ReceiptMethod = (typeof RECEIPT_METHODS)[number];

/** The ways as people call them. */
export const RECEIPT_METHOD_LABELS: Readonly<Record<ReceiptMethod, string>> = {
  bank_transfer: "Bank transfer",
  crypto_btc: "Bitcoin (BTC)",
  crypto_eth: "Ether (ETH)",
  crypto_usdt: "Tether (USDT)",
  crypto_usdc: "USD Coin (USDC)",
};

/** The states of a proof. */
export const PROOF_STATUSES = ["pending", "accepted", "rejected"] as const;

/** A state of a proof. */
export type ProofStatus = (typeof PROOF_STATUSES)[number];

/** The most bytes that a proof may have. */
export const MAX_PROOF_BYTES = 5 * 1024 * 1024;

/** The most proofs that an invoice takes, the rejected ones among them. */
export const MAX_PROOFS = 10;

/** What came of a recorded payment. */
export type PaymentOutcome =
  /** The invoice is paid. */
  | "settled"
  /** The invoice is paid, and the rest stays in the wallet. */
  | "overpaid"
  /** The invoice is paid in part, and waits for the rest. */
  | "underpaid"
  /** There was no invoice, or it was void or paid before: the money is in the wallet as credit. */
  | "credited";

/** A proof as its customer sees it. */
export interface ProofView {
  id: string;
  invoiceId: string;
  status: ProofStatus;
  fileName: string;
  contentType: string;
  sizeBytes: number;
  reference: string;
  note: string;
  submittedAt: string;
  decidedAt: string | null;
  /** For the customer to read. */
  rejectReason: string | null;
}

/** A proof as staff see it. */
export interface StaffProofView extends ProofView {
  customerId: string;
  invoiceNumber: string;
  orderId: string | null;
  sha256: string;
}

/** A receipt as its customer sees it. */
export interface PaymentView {
  id: string;
  /** `null` for money that was for no invoice. */
  invoiceId: string | null;
  amount: Money;
  method: ReceiptMethod;
  receivedOn: string;
  outcome: PaymentOutcome;
  recordedAt: string;
}

/** A receipt as staff see it. */
export interface StaffPaymentView extends PaymentView {
  customerId: string;
  orderId: string | null;
  /** The bank's or chain's own name of it. */
  reference: string;
  recordedBy: string;
}
