/** Draws laid-out pages into a PDF, each thing marked as the part of the document's structure that it belongs to. */
import type { LaidOut } from "./lay_out.ts";
import type { PdfDocument } from "./pdf_document.ts";
import { hex, type PdfFont, type PdfFonts } from "./pdf_fonts.ts";
import type { GlyphRun, TextGlyph } from "./shape_text.ts";
import type { Mark, PathShape, SheetItem, StructNode } from "./sheet.ts";

type StructElement = ReturnType<PdfDocument["struct"]>;
type TextMark = Extract<Mark, { kind: "text" }>;

/** What all marks of a document share. */
interface Shared {
  fonts: PdfFonts;
  /** Pictures by their content, which each is in the file once. */
  images: Map<Uint8Array, object>;
}

/** Draws all pages. */
export function paint(doc: PdfDocument, { sheets, structure }: LaidOut, fonts: PdfFonts): void {
  const elements = new Map<StructNode, StructElement>();
  const root = doc.struct("Document");
  doc.addStructure(root);
  for (const node of structure) addElement(doc, node, { parent: root, elements });
  const shared: Shared = { fonts, images: new Map() };
  for (const { items } of sheets) {
    doc.addPage();
    for (const item of items) {
      paintItem(doc, item, { ...shared, element: elementOf(item, elements) });
    }
  }
  root.end();
}

function addElement(
  doc: PdfDocument,
  node: StructNode,
  { parent, elements }: { parent: StructElement; elements: Map<StructNode, StructElement> },
): void {
  const { type, alt, scope, children } = node;
  const element = doc.struct(type, { ...(alt && { alt }), ...(scope && { scope }) });
  parent.add(element);
  elements.set(node, element);
  for (const child of children) addElement(doc, child, { parent: element, elements });
}

function elementOf(
  { node }: SheetItem,
  elements: ReadonlyMap<StructNode, StructElement>,
): StructElement | null {
  return node === null ? null : elements.get(node)!;
}

function paintItem(
  doc: PdfDocument,
  { node, marks }: SheetItem,
  { element, ...shared }: Shared & { element: StructElement | null },
): void {
  if (marks.length === 0) return;
  const content = element ? doc.markStructureContent(node!.type) : null;
  if (!content) doc.markContent("Artifact", { type: "Layout" });
  for (const mark of marks) paintMark(doc, mark, shared);
  doc.endMarkedContent();
  if (element && content) element.add(content);
}

function paintMark(doc: PdfDocument, mark: Mark, { fonts, images }: Shared): void {
  switch (mark.kind) {
    case "text":
      return paintText(doc, mark, fonts);
    case "image": {
      const { x, y, width, height, content } = mark;
      const image = images.get(content) ?? doc.openImage(content);
      images.set(content, image);
      doc.image(image, x, y, { width, height });
      return;
    }
    case "box": {
      const { x, y, width, height, radius, color } = mark;
      if (radius) doc.roundedRect(x, y, width, height, radius);
      else doc.rect(x, y, width, height);
      doc.fill(color);
      return;
    }
    case "paths": {
      const { x, y, scale, shapes } = mark;
      doc.save();
      doc.translate(x, y).scale(scale);
      for (const shape of shapes) paintShape(doc, shape);
      doc.restore();
    }
  }
}

function paintShape(doc: PdfDocument, { d, fill, stroke, strokeWidth = 1 }: PathShape): void {
  doc.path(d);
  if (fill) doc.fill(fill);
  else doc.lineJoin("round").lineWidth(strokeWidth).stroke(stroke);
}

function paintText(
  doc: PdfDocument,
  { x, baseline, size, color, line }: TextMark,
  fonts: PdfFonts,
): void {
  doc.fillColor(color);
  for (const run of line.runs) {
    const left = x + run.x * size / 1000;
    const font = fonts.fontOf(run.face);
    doc.page.fonts[font.name] = font.reference;
    // Pages have y upwards, and PDFKit turns them around: text is turned back.
    doc.addContent(
      `BT /${font.name} ${number(size)} Tf 1 0 0 -1 ${number(left)} ${number(baseline)} Tm`,
    );
    doc.addContent(`${showGlyphs(run.glyphs, font, size)} ET`);
    paintOutlines(doc, run, { x: left, baseline, size });
  }
}

/** The operators that show glyphs: what differs from a glyph's own width is moved in between, what is raised is raised. */
function showGlyphs(glyphs: readonly TextGlyph[], font: PdfFont, size: number): string {
  const operators: string[] = [];
  let shown: string[] = [];
  let rise = 0;
  // Where the next glyph would be drawn, and where it is to be: both from the run's start.
  let at = 0;
  let pen = 0;
  const flush = () => {
    if (shown.length > 0) operators.push(`[${shown.join("")}] TJ`);
    shown = [];
  };
  for (const { id, advance, dx, dy, text } of glyphs) {
    if (text !== null) {
      if (dy !== rise) {
        flush();
        operators.push(`${number(dy * size / 1000)} Ts`);
        rise = dy;
      }
      const gap = pen + dx - at;
      if (gap !== 0) shown.push(String(-gap));
      shown.push(`<${hex(font.codeOf(id, text))}>`);
      at = pen + dx + font.face.advanceOf(id);
    }
    pen += advance;
  }
  flush();
  if (rise !== 0) operators.push("0 Ts");
  return operators.join(" ");
}

/** Glyphs that stand for no character of their own are drawn as shapes, which a copy of the text leaves out. */
function paintOutlines(
  doc: PdfDocument,
  { face, glyphs }: GlyphRun,
  { x, baseline, size }: { x: number; baseline: number; size: number },
): void {
  const scale = size / 1000;
  let pen = 0;
  for (const { id, advance, dx, dy, text } of glyphs) {
    const outline = text === null ? face.outlineOf(id) : "";
    if (outline !== "") {
      doc.save();
      doc.translate(x + (pen + dx) * scale, baseline - dy * scale).scale(scale, -scale);
      doc.path(outline).fill();
      doc.restore();
    }
    pen += advance;
  }
}

function number(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
