/** The receipt for a paid invoice: what was paid for it, when and how. */
import type { DocumentDescription, TableCell } from "@/domain/document/mod.ts";
import type { Invoice } from "@/domain/invoice/mod.ts";
import { type PaymentView, RECEIPT_METHOD_LABELS } from "@/domain/payment/mod.ts";
import { type Money, subtract, sum } from "@/domain/shared/money.ts";
import { sealBlock, type SealText } from "./describe_seal.ts";
import type { PrintedLetterhead } from "./letterhead.ts";
import { dayText, footerOf, hanStyleOf, moneyText, partyLines } from "./texts.ts";

/** Describes a receipt. `paidAt` of the invoice is set. */
export function describeReceipt(
  { invoice, payments, letterhead, seal }: {
    invoice: Invoice;
    payments: readonly PaymentView[];
    letterhead: PrintedLetterhead;
    seal: SealText | null;
  },
): DocumentDescription {
  const paidAt = invoice.paidAt!;
  return {
    title: `Receipt for invoice ${invoice.number}`,
    language: "en",
    hanStyle: hanStyleOf(invoice),
    createdAt: Temporal.Instant.from(paidAt),
    ...letterhead,
    heading: { text: "Receipt", number: invoice.number, badge: { text: "Paid", tone: "ok" } },
    blocks: [
      {
        kind: "facts",
        items: [
          { label: "Invoice", value: invoice.number },
          { label: "Issued", value: dayText(invoice.issuedAt) },
          { label: "Paid", value: dayText(paidAt) },
          { label: "Amount", value: moneyText(invoice.paid) },
        ],
      },
      {
        kind: "parties",
        parties: [
          { title: "Received by", name: invoice.seller.name, lines: partyLines(invoice.seller) },
          { title: "Received from", name: invoice.buyer.name, lines: partyLines(invoice.buyer) },
        ],
      },
      {
        kind: "table",
        columns: [
          { label: "Payment", align: "start" },
          { label: "Received", align: "end", width: 120 },
          { label: "Amount", align: "end", width: 92 },
        ],
        rows: rowsOf(invoice, payments),
      },
      {
        kind: "totals",
        rows: [{ label: "Paid", value: moneyText(invoice.paid), isStrong: true }],
      },
      ...(seal ? [sealBlock(seal, { hasFile: false })] : []),
    ],
    footer: footerOf(invoice),
    attachments: [],
  };
}

/** What came in for the invoice, and the difference to what was paid for it: both go through the wallet. */
function rowsOf(invoice: Invoice, payments: readonly PaymentView[]): TableCell[][] {
  const { currency, paid } = invoice;
  const received = payments
    .filter(({ amount, outcome }) => amount.currency === currency && outcome !== "credited")
    .toReversed();
  const rest = subtract(paid, sum(received.map(({ amount }) => amount), currency));
  const row = (text: string, day: string, amount: Money): TableCell[] => [
    { text },
    { text: dayText(day) },
    { text: moneyText(amount) },
  ];
  const rows = received.map(({ method, receivedOn, amount }) =>
    row(RECEIPT_METHOD_LABELS[method], receivedOn, amount)
  );
  if (rest.minor > 0) rows.push(row("Wallet", invoice.paidAt!, rest));
  if (rest.minor < 0) rows.push(row("Kept in the wallet as credit", invoice.paidAt!, rest));
  return rows;
}
