/** From a description to pages: the letterhead, the blocks one after the other, and the small print below each page. */
import { widthOf } from "./break_lines.ts";
import { Flow, textMarks } from "./flow.ts";
import type { FontSet } from "./font_set.ts";
import {
  layOutFacts,
  layOutPanel,
  layOutParties,
  layOutText,
  layOutTotals,
} from "./lay_out_blocks.ts";
import { layOutTable } from "./lay_out_table.ts";
import { layOutSender } from "./letterhead.ts";
import type { Block, DocumentDescription, Tone } from "./model.ts";
import {
  CONTENT_WIDTH,
  INK,
  MARGIN,
  type Mark,
  PAGE,
  type Sheet,
  type StructNode,
} from "./sheet.ts";

/** Pages with the structure of what is on them. */
export interface LaidOut {
  sheets: Sheet[];
  structure: StructNode[];
}

const TOP = 38;
const TONES: Record<Tone, { color: string; tint: string }> = {
  brand: { color: INK.brand, tint: INK.brandTint },
  ok: { color: INK.ok, tint: INK.okTint },
  warn: { color: INK.warn, tint: INK.warnTint },
  bad: { color: INK.bad, tint: INK.badTint },
};
/** The small print is as long as this at the most. */
const MAX_FOOTER_LINES = 3;

/** Lays a document out. */
export function layOut(description: DocumentDescription, fonts: FontSet): LaidOut {
  const flow = new Flow(fonts);
  flow.onNewSheet = () => addRunningHead(flow, description);
  flow.startSheet();
  addLetterhead(flow, description);
  for (const block of description.blocks) layOutBlock(flow, block);
  flow.sheets.forEach((sheet, index) => {
    sheet.items.push({
      node: null,
      marks: footerMarks(flow, description, { page: index + 1, of: flow.sheets.length }),
    });
  });
  return { sheets: flow.sheets, structure: flow.root };
}

/** Every text of a document, for which fonts are loaded. */
export function textsOf(description: DocumentDescription): string[] {
  const texts: string[] = ["Page 0123456789 of"];
  const visit = (value: unknown): void => {
    if (typeof value === "string") texts.push(value);
    else if (typeof value === "object" && value !== null) {
      // A QR code is drawn, not written.
      for (const [name, part] of Object.entries(value)) if (name !== "qr") visit(part);
    }
  };
  const { sender, heading, blocks, footer } = description;
  visit([sender, heading, blocks, footer]);
  return texts;
}

function layOutBlock(flow: Flow, block: Block): void {
  switch (block.kind) {
    case "facts":
      return layOutFacts(flow, block);
    case "parties":
      return layOutParties(flow, block);
    case "table":
      return layOutTable(flow, block);
    case "totals":
      return layOutTotals(flow, block);
    case "panel":
      return layOutPanel(flow, block);
    case "text":
      return layOutText(flow, block);
  }
}

function addLetterhead(flow: Flow, description: DocumentDescription): void {
  const { sender, logo, heading } = description;
  const half = CONTENT_WIDTH / 2;
  const from = layOutSender(flow, description, {
    x: MARGIN,
    y: TOP,
    width: half - 12,
    height: 30,
    style: { size: 15, color: INK.text, weight: 600 },
  });
  flow.add(null, [{ kind: "box", x: 0, y: 0, width: PAGE.width, height: 5, color: INK.brand }]);
  flow.add(logo ? flow.node("Figure", { alt: sender }) : null, [from.picture]);
  if (from.name.length > 0) flow.add(flow.node("P"), from.name);

  const right = { x: MARGIN + half, y: TOP - 5, width: half, align: "end" as const };
  const title = flow.text(heading.text, half, { size: 21, color: INK.text, weight: 600 });
  flow.add(flow.node("H1"), textMarks(title, right));
  const number = flow.text(heading.number, half, { size: 10.5, color: INK.soft });
  right.y += title.height - 1;
  flow.add(flow.node("P"), textMarks(number, right));
  right.y += number.height + 5;
  if (heading.badge) right.y += addBadge(flow, heading.badge, right.y);
  flow.y = Math.max(right.y, TOP + from.height) + 16;
}

/** A pill at the right; its height with what is free around it. */
function addBadge(flow: Flow, { text, tone }: { text: string; tone: Tone }, y: number): number {
  const { color, tint } = TONES[tone];
  const label = flow.text(text, 200, { size: 9, color, weight: 600 });
  const width = widthOf(label.lines[0]!, label) + 18;
  const height = label.lineHeight + 5;
  const x = MARGIN + CONTENT_WIDTH - width;
  flow.add(null, [{ kind: "box", x, y, width, height, color: tint, radius: height / 2 }]);
  flow.add(flow.node("P"), textMarks(label, { x: x + 9, y: y + 2.5, width }));
  return height;
}

/** What a further page begins with; where its content begins. */
function addRunningHead(flow: Flow, description: DocumentDescription): number {
  const { heading } = description;
  const half = CONTENT_WIDTH / 2;
  const style = { size: 8.5, color: INK.soft };
  const y = TOP - 8;
  const from = layOutSender(flow, description, {
    x: MARGIN,
    y: y - 2,
    width: half - 24,
    height: 16,
    style: { ...style, weight: 600 },
  });
  const number = flow.text(`${heading.text} ${heading.number}`, half, style);
  flow.add(null, [
    { kind: "box", x: 0, y: 0, width: PAGE.width, height: 5, color: INK.brand },
    from.picture,
    ...from.name.slice(0, 1),
    ...textMarks(number, { x: MARGIN + half, y, width: half, align: "end" }, { to: 1 }),
  ]);
  return TOP + 26;
}

function footerMarks(
  flow: Flow,
  { footer }: DocumentDescription,
  { page, of }: { page: number; of: number },
): Mark[] {
  const style = { size: 7.5, color: INK.muted };
  const top = PAGE.height - 62;
  const width = CONTENT_WIDTH - 80;
  const marks: Mark[] = [
    { kind: "box", x: MARGIN, y: top, width: CONTENT_WIDTH, height: 0.6, color: INK.line },
  ];
  let y = top + 7;
  const lines = footer.flatMap((line) => {
    const block = flow.text(line, width, style);
    return block.lines.map((_, index) => ({ block, index }));
  });
  for (const { block, index } of lines.slice(0, MAX_FOOTER_LINES)) {
    marks.push(...textMarks(block, { x: MARGIN, y, width }, { from: index, to: index + 1 }));
    y += block.lineHeight;
  }
  const number = flow.text(`Page ${page} of ${of}`, 76, { ...style, isTabular: true });
  const place = { x: MARGIN + CONTENT_WIDTH - 76, y: top + 7, width: 76, align: "end" as const };
  return [...marks, ...textMarks(number, place)];
}
