/** Fills pages from top to bottom, and begins a new one where something doesn't fit any more. */
import { breakLines, widthOf } from "./break_lines.ts";
import type { Weight } from "./face.ts";
import type { FontSet } from "./font_set.ts";
import type { ShapedLine } from "./shape_text.ts";
import { CONTENT_BOTTOM, type Mark, type Sheet, type SheetItem, type StructNode } from "./sheet.ts";

/** How a piece of text is set. */
export interface TextOptions {
  size: number;
  color: string;
  weight?: Weight;
  isTabular?: boolean;
}

/** A broken text. */
export interface TextBlock extends TextOptions {
  lines: ShapedLine[];
  lineHeight: number;
  height: number;
}

/** Where a text stands; `y` is the upper edge of its first line. */
export interface Place {
  x: number;
  y: number;
  width: number;
  align?: "start" | "end";
}

/** From one baseline to the next, in font sizes: enough for scripts with marks above and below. */
const LINE_HEIGHT = 1.45;
/** From the middle of a line down to the baseline, in font sizes. */
const BASELINE = 0.36;

/** The pages of one document. */
export class Flow {
  readonly sheets: Sheet[] = [];
  readonly root: StructNode[] = [];
  readonly fonts: FontSet;
  /** Where the next thing goes. */
  y = 0;
  /** Draws what stands on top of each further page, and says where its content begins. */
  onNewSheet: (flow: Flow) => number = () => 0;

  constructor(fonts: FontSet) {
    this.fonts = fonts;
  }

  /** Begins a page. */
  startSheet(): void {
    this.sheets.push({ items: [] });
    this.y = this.sheets.length > 1 ? this.onNewSheet(this) : 0;
  }

  /** Points that are left on the page. */
  get room(): number {
    return CONTENT_BOTTOM - this.y;
  }

  /** Begins a page unless there is room; what is higher than any page goes where it is. */
  need(height: number): void {
    if (height > this.room && this.sheets.at(-1)!.items.some((item) => item.node)) {
      this.startSheet();
    }
  }

  /** A part of the structure, below `parent` or at the top. */
  node(
    type: StructNode["type"],
    options: { parent?: StructNode; alt?: string; scope?: "Column" | "Row" } = {},
  ): StructNode {
    const { parent, ...rest } = options;
    const node: StructNode = { type, ...rest, children: [] };
    (parent?.children ?? this.root).push(node);
    return node;
  }

  /** Draws on the current page. */
  add(node: StructNode | null, marks: Mark[]): void {
    const item: SheetItem = { node, marks };
    this.sheets.at(-1)!.items.push(item);
  }

  /** Breaks a text for a width. */
  text(text: string, width: number, options: TextOptions): TextBlock {
    const { size, weight = 400, isTabular } = options;
    const lines = breakLines(this.fonts, text, { size, weight, isTabular, width });
    const lineHeight = size * LINE_HEIGHT;
    return { ...options, lines, lineHeight, height: lines.length * lineHeight };
  }
}

/** The lines of a text, from `from` up to `to`, as they stand in a place. */
export function textMarks(
  block: TextBlock,
  place: Place,
  { from = 0, to = block.lines.length }: { from?: number; to?: number } = {},
): Mark[] {
  return block.lines.slice(from, to).map((line, index) => ({
    kind: "text",
    x: place.align === "end" ? place.x + place.width - widthOf(line, block) : place.x,
    baseline: place.y + (index + 0.5) * block.lineHeight + BASELINE * block.size,
    size: block.size,
    color: block.color,
    line,
  }));
}

/** The width of the longest line in points. */
export function widestOf(block: TextBlock): number {
  return Math.max(...block.lines.map((line) => widthOf(line, block)));
}
