/** The parts of a document other than tables: facts, parties, totals, panels with a QR code, and running text. */
import { type Flow, type TextBlock, textMarks, widestOf } from "./flow.ts";
import type { Block, CodeText, Fact, TotalRow } from "./model.ts";
import { CONTENT_WIDTH, INK, MARGIN, type Mark } from "./sheet.ts";

type BlockOf<Kind extends Block["kind"]> = Extract<Block, { kind: Kind }>;

const LABEL = { size: 7.5, color: INK.muted };
const STRONG = { size: 10, color: INK.text, weight: 600 as const };
const BODY = { size: 9, color: INK.soft };
const SMALL = { size: 8.5, color: INK.soft };
const RADIUS = 5;

/** Facts side by side on a tinted band, each with the room that its text asks for. */
export function layOutFacts(flow: Flow, { items }: BlockOf<"facts">): void {
  const inner = 12;
  const value = { ...STRONG, size: 9.5, isTabular: true };
  const room = CONTENT_WIDTH - inner * (items.length + 1);
  const wishes = items.map((item) =>
    Math.min(widestOf(flow.text(item.value, room, value)), room / 2) + 1
  );
  const spare = room - wishes.reduce((sum, wish) => sum + wish, 0);
  const share = spare >= 0
    ? (wish: number) => wish + spare / items.length
    : () => room / items.length;
  let x = MARGIN + inner;
  const cells = items.map((item, index) => {
    const width = share(wishes[index]!);
    const cell = {
      x,
      width,
      label: flow.text(item.label, width, LABEL),
      value: flow.text(item.value, width, value),
    };
    x += width + inner;
    return cell;
  });
  const height = Math.max(...cells.map(({ label, value }) => label.height + value.height)) + 16;
  flow.need(height);
  const { y } = flow;
  flow.add(null, [box({ y, height, color: INK.tint })]);
  for (const { x, width, label, value } of cells) {
    flow.add(flow.node("P"), [
      ...textMarks(label, { x, y: y + 8, width }),
      ...textMarks(value, { x, y: y + 8 + label.height, width }),
    ]);
  }
  flow.y += height + 18;
}

/** Addresses side by side. */
export function layOutParties(flow: Flow, { parties }: BlockOf<"parties">): void {
  const gap = 28;
  const width = (CONTENT_WIDTH - gap * (parties.length - 1)) / parties.length;
  const columns = parties.map(({ title, name, lines }) => [
    flow.text(title, width, LABEL),
    flow.text(name, width, { ...STRONG, size: 10.5 }),
    ...lines.map((line) => flow.text(line, width, BODY)),
  ]);
  const height = Math.max(...columns.map(heightOf));
  flow.need(height);
  columns.forEach((blocks, index) => {
    const x = MARGIN + index * (width + gap);
    let { y } = flow;
    blocks.forEach((block, at) => {
      flow.add(flow.node(at === 0 ? "H2" : "P"), textMarks(block, { x, y, width }));
      y += block.height + (at === 0 ? 1.5 : 0);
    });
  });
  flow.y += height + 18;
}

/** Sums at the right, the strong ones on a tinted band. */
export function layOutTotals(flow: Flow, { rows }: BlockOf<"totals">): void {
  const inner = 10;
  const styleOf = ({ isStrong }: TotalRow) =>
    isStrong ? { ...STRONG, size: 11 } : { ...BODY, size: 9.5 };
  const values = rows.map((row) =>
    flow.text(row.value, CONTENT_WIDTH / 2, {
      ...styleOf(row),
      color: INK.text,
      isTabular: true,
    })
  );
  const valueWidth = Math.max(90, ...values.map((value) => widestOf(value) + 1));
  const labelWidth = 140;
  const width = labelWidth + valueWidth + 2 * inner;
  const x = MARGIN + CONTENT_WIDTH - width;
  const blocks = rows.map((row, index) => ({
    isStrong: row.isStrong ?? false,
    label: flow.text(row.label, labelWidth, styleOf(row)),
    value: values[index]!,
  }));
  const heights = blocks.map(({ label, value, isStrong }) =>
    Math.max(label.height, value.height) + (isStrong ? 12 : 5)
  );
  flow.need(heights.reduce((sum, height) => sum + height, 0));
  const table = flow.node("Table");
  blocks.forEach(({ isStrong, label, value }, index) => {
    const height = heights[index]!;
    const { y } = flow;
    if (isStrong) flow.add(null, [box({ x, y, width, height, color: INK.brandTint })]);
    const row = flow.node("TR", { parent: table });
    const top = y + (isStrong ? 6 : 2.5);
    flow.add(
      flow.node("TH", { parent: row, scope: "Row" }),
      textMarks(label, { x: x + inner, y: top, width: labelWidth }),
    );
    flow.add(
      flow.node("TD", { parent: row }),
      textMarks(value, { x: x + inner + labelWidth, y: top, width: valueWidth, align: "end" }),
    );
    flow.y += height + (isStrong ? 3 : 0);
  });
  flow.y += 14;
}

/** Facts one below the other in a frame, with notes, and a QR code at the right. */
export function layOutPanel(flow: Flow, { title, facts, notes, code }: BlockOf<"panel">): void {
  const inner = 14;
  const codeWidth = code ? (code.isSmall ? 66 : 96) : 0;
  const width = CONTENT_WIDTH - 2 * inner - (code ? codeWidth + 18 : 0);
  const heading = flow.text(title, width, STRONG);
  const rows = facts.map((fact) => factRow(flow, fact, width));
  const paragraphs = notes.map((note) => flow.text(note, width, SMALL));
  const textHeight = heading.height + 4 +
    rows.reduce((sum, row) => sum + row.height, 0) +
    (paragraphs.length > 0 ? heightOf(paragraphs) + 4 : 0);
  const caption = code && flow.text(code.caption, codeWidth, { ...LABEL, size: 7 });
  const codeHeight = caption ? codeWidth + 3 + caption.height : 0;
  const height = Math.max(textHeight, codeHeight) + 2 * inner - 4;
  flow.need(height);

  const top = flow.y;
  const x = MARGIN + inner;
  flow.add(null, [
    box({ y: top, height, color: INK.line }),
    box({ x: MARGIN + 0.7, y: top + 0.7, width: CONTENT_WIDTH - 1.4, height: height - 1.4 }),
  ]);
  let y = top + inner - 2;
  flow.add(flow.node("H2"), textMarks(heading, { x, y, width }));
  y += heading.height + 4;
  for (const row of rows) {
    flow.add(flow.node("P"), [
      ...textMarks(row.label, { x, y, width: row.labelWidth }),
      ...textMarks(row.value, { x: x + row.labelWidth, y, width: width - row.labelWidth }),
    ]);
    y += row.height;
  }
  y += 4;
  for (const paragraph of paragraphs) {
    flow.add(flow.node("P"), textMarks(paragraph, { x, y, width }));
    y += paragraph.height;
  }
  if (code && caption) {
    const left = MARGIN + CONTENT_WIDTH - inner - codeWidth;
    addCode(flow, code, { x: left, y: top + inner - 4, width: codeWidth });
    const place = { x: left + 4, y: top + inner + codeWidth - 5, width: codeWidth };
    flow.add(flow.node("P"), textMarks(caption, place));
  }
  flow.y = top + height + 14;
}

/** Running text, which goes on with the next page line by line. */
export function layOutText(flow: Flow, { title, paragraphs }: BlockOf<"text">): void {
  if (title !== null) {
    const heading = flow.text(title, CONTENT_WIDTH, { ...STRONG, size: 9 });
    flow.need(heading.height + SMALL.size * 3);
    const place = { x: MARGIN, y: flow.y, width: CONTENT_WIDTH };
    flow.add(flow.node("H2"), textMarks(heading, place));
    flow.y += heading.height + 2;
  }
  for (const paragraph of paragraphs) {
    const block = flow.text(paragraph, CONTENT_WIDTH, SMALL);
    const node = flow.node("P");
    block.lines.forEach((_, index) => {
      flow.need(block.lineHeight);
      const place = { x: MARGIN, y: flow.y, width: CONTENT_WIDTH };
      flow.add(node, textMarks(block, place, { from: index, to: index + 1 }));
      flow.y += block.lineHeight;
    });
    flow.y += 4;
  }
  flow.y += 10;
}

function factRow(flow: Flow, { label, value }: Fact, width: number) {
  const labelWidth = Math.min(104, width / 3);
  const blocks = {
    label: flow.text(label, labelWidth - 8, { ...BODY, color: INK.muted }),
    value: flow.text(value, width - labelWidth, { ...BODY, color: INK.text }),
  };
  const height = Math.max(blocks.label.height, blocks.value.height) + 2;
  return { ...blocks, labelWidth, height };
}

function addCode(
  flow: Flow,
  { qr, alt }: CodeText,
  { x, y, width }: { x: number; y: number; width: number },
): void {
  const shapes = [{ d: qr.path, fill: "#000" }];
  flow.add(flow.node("Figure", { alt }), [
    { kind: "paths", x, y, scale: width / qr.size, shapes },
  ]);
}

function heightOf(blocks: readonly TextBlock[]): number {
  return blocks.reduce((sum, block) => sum + block.height, 0);
}

function box(
  { x = MARGIN, y, width = CONTENT_WIDTH, height, color = "#ffffff" }: {
    x?: number;
    y: number;
    width?: number;
    height: number;
    color?: string;
  },
): Mark {
  return { kind: "box", x, y, width, height, color, radius: RADIUS };
}
