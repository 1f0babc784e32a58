/** A laid-out page: what is drawn where, and what part of the document's structure it belongs to. All in points, y down. */
import type { ShapedLine } from "./shape_text.ts";

/** ISO 216 A4. */
export const PAGE = { width: 595.28, height: 841.89 };
/** What stays free at the sides. */
export const MARGIN = 48;
/** The width of the text. */
export const CONTENT_WIDTH = PAGE.width - 2 * MARGIN;
/** Where content ends, above the small print. */
export const CONTENT_BOTTOM = PAGE.height - 76;

/** Colours for print: dark on white. */
export const INK = {
  text: "#101c36",
  soft: "#3c4a66",
  muted: "#5f6d88",
  line: "#d8e0ee",
  lineStrong: "#9fb0cd",
  tint: "#f2f6fd",
  brand: "#1b5fdc",
  ok: "#0b6e45",
  okTint: "#e5f5ed",
  warn: "#7a4d00",
  warnTint: "#fdf3df",
  bad: "#a81e2b",
  badTint: "#fcebec",
  brandTint: "#e6effd",
} as const;

/** A shape with its colours. */
export interface PathShape {
  d: string;
  fill?: string;
  stroke?: string;
  strokeWidth?: number;
}

/** Something to draw. */
export type Mark =
  | { kind: "text"; x: number; baseline: number; size: number; color: string; line: ShapedLine }
  | {
    kind: "box";
    x: number;
    y: number;
    width: number;
    height: number;
    color: string;
    radius?: number;
  }
  | {
    kind: "image";
    x: number;
    y: number;
    width: number;
    height: number;
    /** A PNG or a JPEG. */
    content: Uint8Array;
  }
  | { kind: "paths"; x: number; y: number; scale: number; shapes: readonly PathShape[] };

/** A part of the document's structure (ISO 32000-1, 14.8). */
export interface StructNode {
  type: "H1" | "H2" | "P" | "Table" | "TR" | "TH" | "TD" | "Figure" | "Div";
  /** For those who can't see it. */
  alt?: string;
  scope?: "Column" | "Row";
  children: StructNode[];
}

/** What is drawn for one part of the structure; for none, it is decoration or repeats what was said. */
export interface SheetItem {
  node: StructNode | null;
  marks: Mark[];
}

/** One page. */
export interface Sheet {
  items: SheetItem[];
}
