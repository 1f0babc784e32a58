import { expect } from "expect";
import { type Block, renderDocument, type TableCell } from "@/domain/document/mod.ts";
import { BRAND_MARK } from "@/domain/document/brand_mark.ts";
import { readPdf } from "@/tests/helpers/pdf_text.ts";
import { sampleDocument, sampleRows, SCRIPTS } from "./sample.ts";

const latin1 = new TextDecoder("latin1");

Deno.test("renderDocument() gives back the text of every script as it was written", async () => {
  const rows = Object.entries(SCRIPTS).map(([name, text]): TableCell[] => [
    { text },
    { text: name },
  ]);
  const blocks: Block[] = [{
    kind: "table",
    columns: [{ label: "Text", align: "start", width: 380 }, { label: "Script", align: "end" }],
    rows,
  }];

  const { pages } = await readPdf(await renderDocument(sampleDocument({ blocks })));

  const lines = pages.flat().map((line) => line.normalize("NFC"));
  for (const [name, text] of Object.entries(SCRIPTS)) {
    expect({ name, text: lines.find((line) => line.includes(text)) ?? lines })
      .toEqual({ name, text: expect.stringContaining(text.normalize("NFC")) });
  }
});

Deno.test("renderDocument() embeds every font as a subset and names none that a viewer would have to have", async () => {
  const bytes = await renderDocument(sampleDocument());
  const file = latin1.decode(bytes);

  const names = [...file.matchAll(/\/BaseFont \/(\S+)/g)].map((match) => match[1]!);
  expect(names.length).toBeGreaterThan(2);
  for (const name of names) expect(name).toMatch(/^[A-Z]{6}\+(Inter|Noto-Sans)/);
  const descriptors = [...file.matchAll(/\/Type \/FontDescriptor/g)].length;
  expect([...file.matchAll(/\/FontFile2 \d+ 0 R/g)].length).toBe(descriptors);
  expect([...file.matchAll(/\/ToUnicode \d+ 0 R/g)].length).toBe(descriptors);
  // The whole of Inter's Latin part is 120 kB at one weight.
  expect(bytes.length).toBeLessThan(60_000);
});

Deno.test("renderDocument() repeats the head of a table and numbers all pages", async () => {
  const [facts, parties, table, ...rest] = sampleDocument().blocks;
  const long = { ...table, rows: sampleRows(60) } as Block;

  const { pages } = await readPdf(
    await renderDocument(sampleDocument({ blocks: [facts!, parties!, long, ...rest] })),
  );

  expect(pages.length).toBeGreaterThan(4);
  pages.forEach((lines, index) => {
    expect(lines.at(-1)).toBe(`Page ${index + 1} of ${pages.length}`);
    const hasRows = lines.some((line) => line.startsWith("VPS Nest"));
    expect(lines.some((line) => line.startsWith("Description"))).toBe(hasRows);
    if (index > 0) expect(lines[0]).toBe("CloudNest Hosting GmbH Invoice INV-2026-000123");
  });
  const all = pages.flat();
  for (let row = 1; row <= 60; row++) {
    expect(all.filter((line) => line === `VPS Nest ${row}`).length).toBe(1);
  }
});

Deno.test("renderDocument() cuts a row in two that is higher than a page, and loses no line of it", async () => {
  const words = Array.from({ length: 1500 }, (_, index) => `word${index}`);
  const rows = [[{ text: "Before" }], [{ text: words.join(" ") }], [{ text: "After" }]];
  const blocks: Block[] = [{
    kind: "table",
    columns: [{ label: "Text", align: "start", width: 160 }],
    rows,
  }];

  const { pages } = await readPdf(await renderDocument(sampleDocument({ blocks })));

  const read = pages.flat().join(" ").split(/\s+/).filter((word) => /^word\d+$/.test(word));
  expect(read).toEqual(words);
  expect(pages.at(-1)!.some((line) => line === "After")).toBe(true);
});

Deno.test("renderDocument() breaks what has no place to break, and draws what no font has", async () => {
  const blocks: Block[] = [
    { kind: "text", title: null, paragraphs: ["x".repeat(400), "a\u{1F9FF}b \u{12345} c"] },
  ];

  const { pages } = await readPdf(await renderDocument(sampleDocument({ blocks })));

  const text = pages.flat().join("");
  expect(text.match(/x+/)![0]).toBe("x".repeat(400));
  expect(text).toContain("a\u{1F9FF}b \u{12345} c");
});

Deno.test("renderDocument() tags what it says: headings, tables with their heads, and codes with words for them", async () => {
  const bytes = await renderDocument(sampleDocument());
  const { roles, title, language } = await readPdf(bytes);

  expect({ title, language }).toEqual({ title: "Invoice INV-2026-000123", language: "en" });
  const all = roles.flat();
  const count = (role: string) => all.filter((each) => each === role).length;
  expect(count("H1")).toBe(1);
  // Five columns and five rows, and three rows of totals.
  expect([count("TH"), count("TD")]).toEqual([5 + 5 + 3, 5 * 4 + 3]);
  expect(count("Figure")).toBe(1);
  const file = latin1.decode(bytes);
  expect(file).toContain("/Alt (QR code of the transfer for banking apps)");
  expect(file).toMatch(/\/Scope \/Column/);
});

Deno.test("renderDocument() gives the same bytes for the same description, and others for another", async () => {
  const one = await renderDocument(sampleDocument());
  const other = await renderDocument(sampleDocument());
  const changed = await renderDocument(sampleDocument({ footer: ["Something else"] }));

  expect(one.toBase64()).toBe(other.toBase64());
  expect(changed.toBase64()).not.toBe(one.toBase64());
});

Deno.test("renderDocument() puts files into the document", async () => {
  const content = new TextEncoder().encode('{"number":"INV-2026-000123"}');
  const attachments = [
    { name: "invoice.json", mediaType: "application/json", description: "Signed data", content },
  ];

  const { files } = await readPdf(await renderDocument(sampleDocument({ attachments })));

  expect(files.get("invoice.json")?.toBase64()).toBe(content.toBase64());
});

Deno.test("renderDocument() ignores characters that turn the writing direction around", async () => {
  const blocks: Block[] = [
    { kind: "text", title: null, paragraphs: ["pay \u202e100\u202c to \u2066us\u2069\u0007"] },
  ];

  const { pages } = await readPdf(await renderDocument(sampleDocument({ blocks })));

  expect(pages.flat()).toContain("pay 100 to us");
});

Deno.test("the mark on paper is the one of the site", async () => {
  const icon = await Deno.readTextFile(new URL(import.meta.resolve("@/static/favicon.svg")));

  for (const { d, fill, stroke } of BRAND_MARK.slice(1, 4)) {
    expect(icon).toContain(`d="${d}"`);
    expect(icon).toContain(fill ? `fill="${fill}"` : `stroke="${stroke}"`);
  }
});
