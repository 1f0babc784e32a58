import { expect } from "expect";
import fc from "fast-check";
import { CSV_BOM, csvFile, csvRow, harmless } from "@/domain/shared/csv.ts";
import { money } from "@/domain/shared/money.ts";
import { anyText } from "@/tests/helpers/any_text.ts";

Deno.test("csvRow() puts an apostrophe before every text that a spreadsheet would run", () => {
  const commands = [
    "=1+1",
    "+49 30 1234",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\ta",
    "\rb",
    "\nc",
    " =1",
    "\u200B=1",
    "\uFF1D1+1",
    "\uFF0B1",
    "\u2212" + "1",
    '=HYPERLINK("http://x")',
  ];
  for (const command of commands) {
    expect([command, harmless(command)]).toEqual([command, `'${command}`]);
  }
});

Deno.test("csvRow() leaves numbers, amounts and harmless texts as they are", () => {
  expect(csvRow(["Anna Beispiel", -5, money(-1250, "EUR"), money(500, "JPY"), true, null, "a=b"]))
    .toBe("Anna Beispiel,-5,-12.50,500,true,,a=b\r\n");
});

Deno.test("csvRow() quotes what would break a row", () => {
  expect(csvRow(['a "b"', "c,d", "e\nf", "g;h", " i"]))
    .toBe('"a ""b""","c,d","e\nf","g;h"," i"\r\n');
});

Deno.test("csvFile() is read back cell by cell, whatever people typed", () => {
  const cells = fc.array(anyText(), { minLength: 3, maxLength: 3 });
  fc.assert(fc.property(fc.array(cells, { maxLength: 5 }), (rows) => {
    const file = csvFile(["a", "b", "c"], rows);

    expect(file.startsWith(CSV_BOM)).toBe(true);
    expect(readBack(file.slice(1))).toEqual([
      ["a", "b", "c"],
      ...rows.map((row) => row.map(harmless)),
    ]);
  }));
});

/** A reader of its own: RFC 4180 and nothing else. */
function readBack(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",]*?))(,|\r\n)/gys;
  for (let match = cell.exec(text); match; match = cell.exec(text)) {
    row.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    if (match[3] === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
