/**
 * What a printed document says, in the order in which it is read: independent of pages, fonts and the library that writes
 * it. All texts are ready for print; amounts and dates are formatted by whoever describes the document.
 */
import type { QrCode } from "@/domain/shared/qr.ts";

/** Which style Chinese characters have where a text alone doesn't tell: China's, Taiwan's, Japan's or Korea's. */
export type HanStyle = "sc" | "tc" | "jp" | "kr";

/** The colour of a state. */
export type Tone = "brand" | "ok" | "warn" | "bad";

/** A name and its value. */
export interface Fact {
  label: string;
  value: string;
}

/** Somebody with an address. */
export interface PartyText {
  title: string;
  name: string;
  lines: readonly string[];
}

/** A column of a table. Columns without a width share what is left. */
export interface TableColumn {
  label: string;
  align: "start" | "end";
  /** In points. */
  width?: number;
}

/** A cell: its text, and further lines below in smaller letters. */
export interface TableCell {
  text: string;
  details?: readonly string[];
}

/** A row of totals. */
export interface TotalRow {
  label: string;
  value: string;
  /** The one that counts. */
  isStrong?: boolean;
}

/** A QR code with what it is for. */
export interface CodeText {
  qr: QrCode;
  /** For a code of few modules, which can be read when it is small. */
  isSmall?: boolean;
  caption: string;
  /** For those who can't see it. */
  alt: string;
}

/** A picture for the head of each page. */
export interface Logo {
  /** A PNG or a JPEG. */
  content: Uint8Array;
  /** In pixels: the proportions in which it is drawn. */
  width: number;
  height: number;
  /** It holds the sender's name, which isn't printed beside it then. */
  isWide: boolean;
}

/** A part of a document. */
export type Block =
  | { kind: "facts"; items: readonly Fact[] }
  | { kind: "parties"; parties: readonly PartyText[] }
  | {
    kind: "table";
    columns: readonly TableColumn[];
    rows: ReadonlyArray<readonly TableCell[]>;
  }
  | { kind: "totals"; rows: readonly TotalRow[] }
  | {
    kind: "panel";
    title: string;
    facts: readonly Fact[];
    notes: readonly string[];
    code: CodeText | null;
  }
  | { kind: "text"; title: string | null; paragraphs: readonly string[] };

/** A file inside of the document. */
export interface Attachment {
  name: string;
  mediaType: string;
  description: string;
  content: Uint8Array;
}

/** A document. */
export interface DocumentDescription {
  /** As shown by viewers, and as the name of the document elsewhere. */
  title: string;
  /** BCP 47. */
  language: string;
  hanStyle: HanStyle;
  /** Written into the document as the time of its making: the same description gives the same bytes. */
  createdAt: Temporal.Instant;
  /** The company whose letter it is. */
  sender: string;
  /** In place of CloudNest's mark; `null` for that. */
  logo: Logo | null;
  heading: { text: string; number: string; badge: { text: string; tone: Tone } | null };
  blocks: readonly Block[];
  /** Small print below each page. */
  footer: readonly string[];
  attachments: readonly Attachment[];
}
