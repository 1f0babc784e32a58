/** An invoice as a document: what was frozen when it was issued, its state, and while it is open how to pay it. */
import type { Block, DocumentDescription, TableCell, TotalRow } from "@/domain/document/mod.ts";
import {
  amountDue,
  type Invoice,
  type InvoiceLine,
  type PaymentInstructionsView,
  printReference,
} from "@/domain/invoice/mod.ts";
import { type Money, subtract, zero } from "@/domain/shared/money.ts";
import { sealAttachment, sealBlock, type SealText } from "./describe_seal.ts";
import type { PrintedLetterhead } from "./letterhead.ts";
import {
  dayText,
  footerOf,
  hanStyleOf,
  moneyText,
  partyLines,
  percentText,
  periodText,
} from "./texts.ts";

/** What the description of an invoice is made from. */
export interface InvoiceToPrint {
  invoice: Invoice;
  letterhead: PrintedLetterhead;
  /** Origin of the site. */
  appUrl: string;
  /** `null` unless it is open. */
  instructions: PaymentInstructionsView | null;
  /** `null` for one without a seal. */
  seal: SealText | null;
}

/** Banks that are printed: more would be no help. */
const MAX_BANKS = 2;

/** Describes an invoice. */
export function describeInvoice(input: InvoiceToPrint): DocumentDescription {
  const { invoice, seal } = input;
  return {
    title: `Invoice ${invoice.number}`,
    language: "en",
    hanStyle: hanStyleOf(invoice),
    createdAt: Temporal.Instant.from(invoice.issuedAt),
    ...input.letterhead,
    heading: { text: "Invoice", number: invoice.number, badge: badgeOf(invoice) },
    blocks: [
      { kind: "facts", items: factsOf(invoice) },
      {
        kind: "parties",
        parties: [
          { title: "From", name: invoice.seller.name, lines: partyLines(invoice.seller) },
          { title: "Billed to", name: invoice.buyer.name, lines: partyLines(invoice.buyer) },
        ],
      },
      linesOf(invoice),
      { kind: "totals", rows: totalsOf(invoice) },
      ...textsOf(invoice),
      ...paymentBlocks(input),
      ...(seal ? [sealBlock(seal, { hasFile: true })] : []),
    ],
    footer: footerOf(invoice),
    attachments: seal ? [sealAttachment(seal, invoice.number)] : [],
  };
}

function badgeOf({ status, credited, total }: Invoice): DocumentDescription["heading"]["badge"] {
  if (status === "void") return { text: "Void", tone: "bad" };
  if (credited.minor > 0 && credited.minor >= total.minor) {
    return { text: "Credited", tone: "warn" };
  }
  return status === "paid" ? { text: "Paid", tone: "ok" } : null;
}

function factsOf(invoice: Invoice) {
  const { status, issuedAt, dueOn, paidAt, reference, total } = invoice;
  return [
    { label: "Issued", value: dayText(issuedAt) },
    paidAt ? { label: "Paid", value: dayText(paidAt) } : { label: "Due", value: dayText(dueOn) },
    { label: "Payment reference", value: printReference(reference) },
    status === "open"
      ? { label: "Amount due", value: moneyText(amountDue(invoice)) }
      : { label: "Total", value: moneyText(total) },
  ];
}

function linesOf({ lines, taxRule }: Invoice): Block {
  return {
    kind: "table",
    columns: [
      { label: "Description", align: "start" },
      { label: "Quantity", align: "end", width: 50 },
      { label: "Unit price", align: "end", width: 84 },
      {
        label: taxRule.isInclusive ? `Amount with ${taxRule.label}` : "Amount",
        align: "end",
        width: 92,
      },
    ],
    rows: lines.map((line): TableCell[] => [
      { text: line.label, details: detailsOf(line) },
      { text: String(line.quantity) },
      { text: moneyText(line.unit) },
      { text: moneyText(line.amount) },
    ]),
  };
}

function detailsOf({ period, basis }: InvoiceLine): string[] {
  const details = period ? [periodText(period)] : [];
  if (basis.rule === "days") {
    details.push(`${basis.days} of ${basis.ofDays} days of ${moneyText(basis.of)}`);
  }
  if (basis.rule === "percent") {
    details.push(`${percentText(Math.abs(basis.basisPoints))} of ${moneyText(basis.of)}`);
  }
  return details;
}

function totalsOf(invoice: Invoice): TotalRow[] {
  const { subtotal, tax, total, paid, credited, taxRule, status } = invoice;
  const { label, rateBasisPoints, isInclusive } = taxRule;
  const less = (amount: Money) => moneyText(subtract(zero(amount.currency), amount));
  const isTaxed = tax.minor !== 0 || !["none", "outside_scope"].includes(taxRule.treatment);
  const rows: TotalRow[] = [
    ...(isTaxed
      ? [
        { label: isInclusive ? `Without ${label}` : "Subtotal", value: moneyText(subtotal) },
        { label: `${label} ${percentText(rateBasisPoints)}`, value: moneyText(tax) },
      ]
      : []),
    { label: "Total", value: moneyText(total), isStrong: true },
  ];
  if (credited.minor > 0) rows.push({ label: "Credited", value: less(credited) });
  if (paid.minor > 0) rows.push({ label: "Paid", value: less(paid) });
  if (status === "open" && (paid.minor > 0 || credited.minor > 0)) {
    const due = moneyText(amountDue(invoice));
    rows.push({ label: "Amount due", value: due, isStrong: true });
  }
  return rows;
}

function textsOf({ taxRule, notes }: Invoice): Block[] {
  const texts: Block[] = [];
  if (taxRule.note) texts.push({ kind: "text", title: "Tax", paragraphs: [taxRule.note] });
  if (notes) texts.push({ kind: "text", title: "Notes", paragraphs: paragraphsOf(notes) });
  return texts;
}

function paragraphsOf(text: string): string[] {
  return text.split(/\n+/).filter((line) => line.trim() !== "");
}

function paymentBlocks({ invoice, instructions, appUrl }: InvoiceToPrint): Block[] {
  const due = amountDue(invoice);
  if (!instructions || due.minor === 0) return [];
  // Rates and addresses are good for minutes: they are on the page, never on paper.
  const crypto: Block[] = instructions.crypto.length === 0 ? [] : [{
    kind: "text",
    title: null,
    paragraphs: [
      "You can pay in cryptocurrency, too, on the page of this invoice: " +
      `${appUrl}/dashboard/invoices/${invoice.id}`,
    ],
  }];
  const banks = instructions.banks.slice(0, MAX_BANKS).map((bank): Block => ({
    kind: "panel",
    title: "Pay by bank transfer",
    facts: [
      { label: "Account holder", value: bank.holder },
      { label: "IBAN", value: bank.iban.replace(/(.{4})(?=.)/g, "$1 ") },
      ...(bank.bic ? [{ label: "BIC", value: bank.bic }] : []),
      { label: "Bank", value: bank.bankName },
      { label: "Reference", value: instructions.printedReference },
      { label: "Amount", value: moneyText(due) },
    ],
    notes: bank.instructions ? paragraphsOf(bank.instructions) : [],
    code: bank.qr && {
      qr: bank.qr,
      caption: "Scan with your banking app",
      alt: "QR code that fills in the transfer in a banking app",
    },
  }));
  return [...banks, ...crypto];
}
