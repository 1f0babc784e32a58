/** What the lines of a wallet's statement are called. */
import type { WalletLineView } from "@/domain/wallet/view.ts";

const LABELS: Readonly<Record<WalletLineView["code"], string>> = {
  receipt: "Payment received",
  settlement: "Paid",
  tax: "Paid, the tax",
  release: "Given back",
  credit_note: "Credit note",
  refund: "Paid out",
  adjustment: "Booked by our staff",
};

/** For example `Paid: INV-2026-000001`. */
export function lineText({ code, invoiceNumber }: WalletLineView): string {
  return invoiceNumber === null ? LABELS[code] : `${LABELS[code]}: ${invoiceNumber}`;
}
