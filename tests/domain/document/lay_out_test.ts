/** Where things stand on a page: whatever a document says, nothing leaves the page, and nothing stands on something else. */
import { expect } from "expect";
import fc from "fast-check";
import { widthOf } from "@/domain/document/break_lines.ts";
import { loadFonts } from "@/domain/document/font_set.ts";
import { layOut, textsOf } from "@/domain/document/lay_out.ts";
import type { Block } from "@/domain/document/mod.ts";
import { MARGIN, PAGE, type Sheet } from "@/domain/document/sheet.ts";
import { qrCodeOf } from "@/domain/shared/qr.ts";
import { sampleDocument, SCRIPTS } from "./sample.ts";

interface Box {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const text = fc.oneof(
  fc.constantFrom(...Object.values(SCRIPTS), "", " ", "x".repeat(120), "€12,345,678,901.23"),
  fc.string({ maxLength: 60 }),
  fc.string({ maxLength: 30, unit: "grapheme" }),
);
const fact = fc.record({ label: text, value: text });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({
    kind: fc.constant("facts" as const),
    items: fc.array(fact, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant("parties" as const),
    parties: fc.array(
      fc.record({ title: text, name: text, lines: fc.array(text, { maxLength: 6 }) }),
      { minLength: 1, maxLength: 2 },
    ),
  }),
  fc.array(fc.tuple(text, text), { maxLength: 40 }).map((rows): Block => ({
    kind: "table",
    columns: [{ label: "Text", align: "start" }, { label: "Amount", align: "end", width: 60 }],
    rows: rows.map(([cell, amount]) => [{ text: cell, details: [amount] }, { text: amount }]),
  })),
  fc.array(fact, { minLength: 1, maxLength: 5 }).map((rows): Block => ({
    kind: "totals",
    rows: rows.map((row, index) => ({ ...row, isStrong: index % 2 === 1 })),
  })),
  fc.tuple(text, fc.array(fact, { maxLength: 6 }), fc.array(text, { maxLength: 3 }), fc.boolean())
    .map(([title, facts, notes, hasCode]): Block => ({
      kind: "panel",
      title,
      facts,
      notes,
      code: hasCode ? { qr: qrCodeOf("test"), caption: "Scan", alt: "A code" } : null,
    })),
  fc.record({
    kind: fc.constant("text" as const),
    title: fc.option(text),
    paragraphs: fc.array(text, { maxLength: 8 }),
  }),
);

function boxesOf({ items }: Sheet): Box[] {
  return items.flatMap(({ marks }) => marks).flatMap((mark) => {
    if (mark.kind !== "text" || mark.line.width === 0) return [];
    const { x, baseline, size, line } = mark;
    return [{
      text: line.text,
      left: x,
      right: x + widthOf(line, mark),
      top: baseline - 0.7 * size,
      bottom: baseline,
    }];
  });
}

Deno.test("whatever a document says, its text stays within the margins and off other text", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(block, { minLength: 1, maxLength: 5 }), async (blocks) => {
      const description = sampleDocument({ blocks });
      const fonts = await loadFonts(textsOf(description), "sc");
      for (const sheet of layOut(description, fonts).sheets) {
        const boxes = boxesOf(sheet);
        for (const box of boxes) {
          const isInside = box.left >= MARGIN - 0.1 && box.right <= PAGE.width - MARGIN + 0.1 &&
            box.top > 5 && box.bottom < PAGE.height - 20;
          expect({ ...box, isInside }).toEqual({ ...box, isInside: true });
        }
        for (const [index, one] of boxes.entries()) {
          const other = boxes.slice(index + 1).find((each) => overlap(one, each));
          expect(other && { one, other }).toBe(undefined);
        }
      }
    }),
    { numRuns: 60 },
  );
});

function overlap(one: Box, other: Box): boolean {
  const GAP = 0.2;
  return one.left + GAP < other.right && other.left + GAP < one.right &&
    one.top + GAP < other.bottom && other.top + GAP < one.bottom;
}
