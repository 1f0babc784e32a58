/** A credit note as a document: what of which invoice is taken back, why, and where the money went. */
import type { DocumentDescription, TableCell, TotalRow } from "@/domain/document/mod.ts";
import { type CreditNote, explainCreditNote } from "@/domain/credit_note/mod.ts";
import { money } from "@/domain/shared/money.ts";
import { sealAttachment, sealBlock, type SealText } from "./describe_seal.ts";
import type { PrintedLetterhead } from "./letterhead.ts";
import { dayText, footerOf, hanStyleOf, moneyText, partyLines, percentText } from "./texts.ts";

/** Describes a credit note; `seal` is `null` for one without. */
export function describeCreditNote(
  { note, letterhead, seal }: {
    note: CreditNote;
    letterhead: PrintedLetterhead;
    seal: SealText | null;
  },
): DocumentDescription {
  return {
    title: `Credit note ${note.number}`,
    language: "en",
    hanStyle: hanStyleOf(note),
    createdAt: Temporal.Instant.from(note.issuedAt),
    ...letterhead,
    heading: { text: "Credit note", number: note.number, badge: null },
    blocks: [
      {
        kind: "facts",
        items: [
          { label: "Issued", value: dayText(note.issuedAt) },
          { label: "For invoice", value: note.invoiceNumber },
          { label: "Credited", value: moneyText(note.total) },
        ],
      },
      {
        kind: "parties",
        parties: [
          { title: "From", name: note.seller.name, lines: partyLines(note.seller) },
          { title: "Credited to", name: note.buyer.name, lines: partyLines(note.buyer) },
        ],
      },
      {
        kind: "table",
        columns: [
          { label: "Taken back", align: "start" },
          { label: `Without ${note.taxRule.label}`, align: "end", width: 84 },
          { label: note.taxRule.label, align: "end", width: 70 },
          { label: "Amount", align: "end", width: 92 },
        ],
        rows: note.lines.map(({ label, net, tax, gross }): TableCell[] => [
          { text: label },
          { text: moneyText(net) },
          { text: moneyText(tax) },
          { text: moneyText(gross) },
        ]),
      },
      { kind: "totals", rows: totalsOf(note) },
      { kind: "text", title: "Reason", paragraphs: [note.reason] },
      ...reckoningOf(note),
      ...(note.taxRule.note
        ? [{ kind: "text" as const, title: "Tax", paragraphs: [note.taxRule.note] }]
        : []),
      { kind: "text", title: null, paragraphs: [wayOf(note)] },
      ...(seal ? [sealBlock(seal, { hasFile: true })] : []),
    ],
    footer: footerOf(note),
    attachments: seal ? [sealAttachment(seal, note.number)] : [],
  };
}

function totalsOf({ subtotal, tax, total, taxRule }: CreditNote): TotalRow[] {
  const isTaxed = tax.minor !== 0 || !["none", "outside_scope"].includes(taxRule.treatment);
  return [
    ...(isTaxed
      ? [
        { label: `Without ${taxRule.label}`, value: moneyText(subtotal) },
        {
          label: `${taxRule.label} ${percentText(taxRule.rateBasisPoints)}`,
          value: moneyText(tax),
        },
      ]
      : []),
    { label: "Credited", value: moneyText(total), isStrong: true },
  ];
}

/** How the amount came about, where it was reckoned. */
function reckoningOf(note: CreditNote): DocumentDescription["blocks"] {
  const explanation = explainCreditNote(note);
  if (!explanation) return [];
  const { steps, amount, part } = explanation;
  const tax = note.taxRule.isInclusive ? "with" : "before";
  const whole = ({ of }: typeof steps[number]) => moneyText(money(Math.abs(of.minor), of.currency));
  return [{
    kind: "text",
    title: "How this was reckoned",
    paragraphs: [
      ...steps.map((step) =>
        `${step.label}: ${step.days} of ${step.ofDays} days of ${whole(step)}, ` +
        `${moneyText(step.amount)}.`
      ),
      `Together ${moneyText(amount)} ${tax} tax` +
      (part.minor === amount.minor ? "." : `; of it, ${moneyText(part)} for this invoice.`),
    ],
  }];
}

/** What became of the money. */
function wayOf({ returned, total, invoiceNumber }: CreditNote): string {
  if (returned.minor === 0) {
    return `It lowers what is due for invoice ${invoiceNumber}.`;
  }
  return returned.minor === total.minor
    ? `${moneyText(returned)} went back to the wallet.`
    : `${moneyText(returned)} of it went back to the wallet; the rest lowers what is due for ` +
      `invoice ${invoiceNumber}.`;
}
