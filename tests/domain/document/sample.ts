/** A document with everything that a description can have, in every script. */
import { qrCodeOf } from "@/domain/shared/qr.ts";
import type { DocumentDescription, TableCell } from "@/domain/document/mod.ts";

/** Names and addresses in the scripts that must be readable and copyable. */
export const SCRIPTS = {
  latin: "Société Générale, Łódź, Ångström & Señor, office fluffy",
  vietnamese: "Nguyễn Thị Minh Khai, Thành phố Hồ Chí Minh",
  cyrillic: "Общество «Облако», улица Ленина, Київ, Ђорђе",
  greek: "Ελληνική Εταιρεία Φιλοξενίας, Αθήνα",
  arabic: "شركة الاستضافة السحابية، الرياض لا إله مُحَمَّد",
  hebrew: "חברת הענן בע״מ תל אביב שָׁלוֹם",
  devanagari: "हिन्दी क्षत्रिय प्रौद्योगिकी नियुक्ति श्री लिमिटेड",
  thai: "บริษัท เมฆไทย จำกัด กรุงเทพฯ",
  simplified: "云巢科技有限公司, 北京市海淀区",
  traditional: "雲巢科技股份有限公司，臺北市",
  japanese: "株式会社クラウドネスト, 東京都千代田区",
  korean: "주식회사 클라우드네스트, 서울특별시",
} as const;

/** A description; single parts can be replaced. */
export function sampleDocument(part: Partial<DocumentDescription> = {}): DocumentDescription {
  return {
    title: "Invoice INV-2026-000123",
    language: "en",
    hanStyle: "sc",
    createdAt: Temporal.Instant.from("2026-03-01T09:30:00Z"),
    sender: "CloudNest Hosting GmbH",
    logo: null,
    heading: {
      text: "Invoice",
      number: "INV-2026-000123",
      badge: { text: "Due in 14 days", tone: "brand" },
    },
    blocks: [
      {
        kind: "facts",
        items: [
          { label: "Issued", value: "1 March 2026" },
          { label: "Due", value: "15 March 2026" },
          { label: "Reference", value: "RF47 INV2 0260 0012 3" },
          { label: "Amount due", value: "€1,284.01" },
        ],
      },
      {
        kind: "parties",
        parties: [
          {
            title: "From",
            name: "CloudNest Hosting GmbH",
            lines: ["Wolkenallee 7", "10115 Berlin", "Germany", "VAT DE136695976"],
          },
          {
            title: "Billed to",
            name: SCRIPTS.latin,
            lines: ["1 rue de la Paix", "75002 Paris", "France", "VAT FR40303265045"],
          },
        ],
      },
      {
        kind: "table",
        columns: [
          { label: "Description", align: "start" },
          { label: "Quantity", align: "end", width: 48 },
          { label: "Unit price", align: "end", width: 70 },
          { label: "Tax", align: "end", width: 36 },
          { label: "Amount", align: "end", width: 78 },
        ],
        rows: sampleRows(5),
      },
      {
        kind: "totals",
        rows: [
          { label: "Subtotal", value: "€1,079.00" },
          { label: "VAT 19 %", value: "€205.01" },
          { label: "Total", value: "€1,284.01", isStrong: true },
        ],
      },
      {
        kind: "panel",
        title: "Pay by bank transfer",
        facts: [
          { label: "Account holder", value: "CloudNest Hosting GmbH" },
          { label: "IBAN", value: "DE89 3704 0044 0532 0130 00" },
          { label: "BIC", value: "COBADEFFXXX" },
          { label: "Reference", value: "RF47 INV2 0260 0012 3" },
        ],
        notes: ["Name the reference, so that we find your payment at once."],
        code: {
          qr: qrCodeOf(
            "BCD\n002\n1\nSCT\nCOBADEFFXXX\nCloudNest\nDE89370400440532013000\nEUR1284.01\n\nRF47INV20260000123",
          ),
          caption: "Scan with your banking app",
          alt: "QR code of the transfer for banking apps",
        },
      },
      {
        kind: "text",
        title: "Notes",
        paragraphs: ["Thank you for your order."],
      },
    ],
    footer: [
      "CloudNest Hosting GmbH · Wolkenallee 7 · 10115 Berlin · Germany",
      "VAT DE136695976 · billing@cloudnest.example",
    ],
    attachments: [],
    ...part,
  };
}

/** Rows of a table of five columns. */
export function sampleRows(count: number): TableCell[][] {
  return Array.from({ length: count }, (_, index) => [
    {
      text: `VPS Nest ${index + 1}`,
      details: ["vps-17.customers.example", "1 March 2026 – 31 March 2026"],
    },
    { text: String(index + 1) },
    { text: "€107.90" },
    { text: "19 %" },
    { text: `€${(107.9 * (index + 1)).toFixed(2)}` },
  ]);
}
