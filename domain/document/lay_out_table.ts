/** A table: its head on each page that it goes over, and no row that is cut in two unless it is higher than a page. */
import { type Flow, type Place, type TextBlock, textMarks, widestOf } from "./flow.ts";
import type { Block, TableCell, TableColumn } from "./model.ts";
import { CONTENT_WIDTH, INK, MARGIN, type Mark, type StructNode } from "./sheet.ts";

type TableBlock = Extract<Block, { kind: "table" }>;

interface Column extends TableColumn {
  x: number;
  width: number;
}

const PADDING = 5;
const GAP = 12;
const CELL = { size: 9, color: INK.text };
const DETAIL = { size: 8, color: INK.muted };
const HEAD = { size: 7.5, color: INK.muted, weight: 600 as const };

/** Lays a table out. */
export function layOutTable(flow: Flow, block: TableBlock): void {
  const { rows } = block;
  const placed = placeColumns(flow, block);
  const table = flow.node("Table");
  const first = rows[0] ? heightOf(cellsOf(flow, placed, rows[0])) : 0;
  flow.need(headHeight() + first);
  addHead(flow, placed, table);
  for (const row of rows) addRow(flow, { columns: placed, row, table });
  flow.y += 8;
}

/** Columns of figures are as wide as what is in them, between what they ask for and a quarter of the page. */
function placeColumns(flow: Flow, { columns, rows }: TableBlock): Column[] {
  const widths = columns.map((column, index) =>
    column.width === undefined ? null : figureWidth(flow, {
      least: column.width,
      texts: rows.map((row) => row[index]?.text ?? ""),
    })
  );
  const fixed = widths.reduce<number>((sum, width) => sum + (width ?? 0), 0);
  const flexible = widths.filter((width) => width === null).length;
  const rest = (CONTENT_WIDTH - fixed - GAP * (columns.length - 1)) / Math.max(flexible, 1);
  let x = MARGIN;
  return columns.map((column, index) => {
    const placed = { ...column, x, width: widths[index] ?? rest };
    x += placed.width + GAP;
    return placed;
  });
}

function figureWidth(
  flow: Flow,
  { least, texts }: { least: number; texts: readonly string[] },
): number {
  const most = CONTENT_WIDTH / 4;
  // The longest text is the widest, or nearly so.
  const longest = texts.reduce((one, text) => text.length > one.length ? text : one, "");
  const natural = widestOf(flow.text(longest, CONTENT_WIDTH, { ...CELL, isTabular: true }));
  return Math.max(least, Math.min(natural + 4, most));
}

function headHeight(): number {
  return HEAD.size * 1.45 + 2 * 4;
}

/** With `table`, the head itself; without, its repetition on a further page. */
function addHead(flow: Flow, columns: readonly Column[], table: StructNode | null): void {
  const row = table && flow.node("TR", { parent: table });
  for (const column of columns) {
    const node = row && flow.node("TH", { parent: row, scope: "Column" });
    const block = flow.text(column.label, column.width, HEAD);
    flow.add(node, textMarks(block, placeIn(column, flow.y + 4)));
  }
  flow.y += headHeight();
  flow.add(null, [rule(flow.y, INK.lineStrong, 0.9)]);
}

function addRow(
  flow: Flow,
  { columns, row, table }: {
    columns: readonly Column[];
    row: readonly TableCell[];
    table: StructNode;
  },
): void {
  const cells = cellsOf(flow, columns, row);
  const height = heightOf(cells);
  const onNextPage = () => {
    flow.startSheet();
    addHead(flow, columns, null);
  };
  if (height > flow.room) onNextPage();
  const rowNode = flow.node("TR", { parent: table });
  const nodes = cells.map((_, index) =>
    index === 0
      ? flow.node("TH", { parent: rowNode, scope: "Row" })
      : flow.node("TD", { parent: rowNode })
  );
  // Lines of a cell that are drawn; the rest of a cell that is higher than a page goes on with the next.
  const drawn = cells.map(() => 0);
  while (true) {
    flow.y += PADDING;
    const ends = cells.map((blocks, index) =>
      drawLines(flow, blocks, { column: columns[index]!, node: nodes[index]!, from: drawn[index]! })
    );
    ends.forEach(({ next }, index) => drawn[index] = next);
    flow.y = Math.max(...ends.map(({ y }) => y)) + PADDING;
    flow.add(null, [rule(flow.y, INK.line, 0.6)]);
    if (cells.every((blocks, index) => drawn[index]! >= lineCount(blocks))) return;
    onNextPage();
  }
}

/** Draws the lines of a cell that fit, from the `from`-th on. */
function drawLines(
  flow: Flow,
  blocks: readonly TextBlock[],
  { column, node, from }: { column: Column; node: StructNode; from: number },
): { next: number; y: number } {
  const marks: Mark[] = [];
  let { y } = flow;
  const bottom = flow.y + flow.room - PADDING;
  let before = 0;
  let next = from;
  for (const block of blocks) {
    for (let line = 0; line < block.lines.length; line++) {
      const index = before + line;
      if (index < from) continue;
      if (index > next || y + block.lineHeight > bottom + 0.01) break;
      marks.push(...textMarks(block, placeIn(column, y), { from: line, to: line + 1 }));
      y += block.lineHeight;
      next = index + 1;
    }
    before += block.lines.length;
  }
  flow.add(node, marks);
  return { next, y };
}

function cellsOf(
  flow: Flow,
  columns: readonly Column[],
  row: readonly TableCell[],
): TextBlock[][] {
  return columns.map((column, index) => {
    const { text, details = [] } = row[index] ?? { text: "" };
    const isTabular = column.align === "end";
    return [
      flow.text(text, column.width, { ...CELL, isTabular }),
      ...details.map((detail) => flow.text(detail, column.width, { ...DETAIL, isTabular })),
    ];
  });
}

function heightOf(cells: readonly TextBlock[][]): number {
  const heights = cells.map((blocks) => blocks.reduce((sum, block) => sum + block.height, 0));
  return Math.max(...heights) + 2 * PADDING;
}

function lineCount(blocks: readonly TextBlock[]): number {
  return blocks.reduce((sum, block) => sum + block.lines.length, 0);
}

function placeIn(column: Column, y: number): Place {
  return { x: column.x, y, width: column.width, align: column.align };
}

function rule(y: number, color: string, height: number): Mark {
  return { kind: "box", x: MARGIN, y: y - height / 2, width: CONTENT_WIDTH, height, color };
}
